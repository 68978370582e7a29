import { words } from '../../lib/words.svelte';

export const t = words({
  en: {
    head: 'Brief', about: 'one page, then figures, tables, seams and sources: to read, to print, to pass on. The caveat stands above every result.',
    kind: 'Of what', designs: 'Designs', study: 'A study', scenario: 'Scenario', none: 'none laid down', whichStudy: 'Study', whichRun: 'Run',
    print: 'Print or PDF', html: 'HTML', docx: 'Word', xlsx: 'Tables', save: 'Save', whole: 'Open alone',
    frame: (what: string) => `The report: ${what}`, english: 'The report is in English.', printed: (what: string) => `${what}: the report prints with the button “Print or PDF”, or from the page of “Open alone”.`,
    noRun: 'No run of this study is complete, so there is nothing to brief yet.', quick: 'Run it quickly', quickMore: (runs: string, seconds: string) => `${runs} replications of each design, at most about ${seconds} here`,
    fromQuick: (runs: string) => `From a quick run of ${runs} replications: intervals are wide. A longer run, on the screen Study, narrows them.`,
    fromRun: (id: string, at: string, runs: string) => `From run ${id} of ${at}, ${runs} replications of each design at most.`,
    run: (id: string, at: string, runs: string) => `${id}, ${at}, ${runs}`, toStudy: 'To the study',
    making: 'Making the report', running: 'Running the study', waiting: 'waiting for its turn', checking: (of: string) => `checking ${of}`, phase: (phase: string) => phase, of: (done: string, total: string) => `${done} of ${total}`,
    failed: (why: string) => `The run has ended without a result. ${why}`,
  },
  ko: {
    head: '보고서', about: '한 쪽짜리 요약, 그리고 그림, 표, 틈, 출처. 읽고, 인쇄하고, 건네줄 수 있습니다. 모든 결과 위에 유의사항이 있습니다.',
    kind: '대상', designs: '설계안', study: '연구', scenario: '시나리오', none: '정하지 않음', whichStudy: '연구', whichRun: '실행',
    print: '인쇄 또는 PDF', html: 'HTML', docx: 'Word', xlsx: '표', save: '저장', whole: '따로 열기',
    frame: (what: string) => `보고서: ${what}`, english: '보고서는 영어로 되어 있습니다.', printed: (what: string) => `${what}: 보고서는 ‘인쇄 또는 PDF’ 단추로, 또는 ‘따로 열기’로 연 쪽에서 인쇄하십시오.`,
    noRun: '이 연구에는 끝난 실행이 없어 아직 보고할 것이 없습니다.', quick: '빠르게 실행', quickMore: (runs: string, seconds: string) => `설계안마다 ${runs}회 반복, 여기서 길어야 약 ${seconds}`,
    fromQuick: (runs: string) => `${runs}회만 반복한 빠른 실행의 결과여서 구간이 넓습니다. 연구 화면에서 더 길게 실행하면 좁아집니다.`,
    fromRun: (id: string, at: string, runs: string) => `실행 ${id} (${at}), 설계안마다 최대 ${runs}회 반복.`,
    run: (id: string, at: string, runs: string) => `${id}, ${at}, ${runs}회`, toStudy: '연구 화면으로',
    making: '보고서 작성 중', running: '연구 실행 중', waiting: '차례 대기', checking: (of: string) => `${of} 점검`, phase: (phase: string) => phase, of: (done: string, total: string) => `${total} 중 ${done}`,
    failed: (why: string) => `실행이 결과 없이 끝났습니다. ${why}`,
  },
});
