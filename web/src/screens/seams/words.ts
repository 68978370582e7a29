import { words } from '../../lib/words.svelte';

export const t = words({
  en: {
    head: 'Seams',
    lead: 'Moments when nobody, or several, hold command; when nobody can decide; when an ally has no say.',
    entry: 'Arrangement', design: 'Design', scenario: 'Scenario', none: 'none: any office and line may fail', budget: 'Losses', starts: 'Starts', oneStart: 'One deciding procedure is started. A seam that takes two, as on the way from the lowest condition to the highest, is found with more Starts.', asWritten: 'as the scenario says', asLosses: 'as many as losses',
    byDefault: (n: number) => `${n}, unless chosen`, against: 'Compare with', alone: 'this design alone',
    searching: 'Searching', progress: (done: number, of: number, states: string) => `${done} of ${of} searches, ${states} states`, queue: 'waiting for its turn',
    searched: 'What was searched', exhaustive: 'exhaustive', partly: 'not exhaustive: what is not found may still be there',
    asked: 'Asked', cone: 'Part of the text', states: 'States', events: 'Events', verdict: 'Verdict', yes: 'exhaustive', no: 'not exhaustive',
    questions: 'What do you want to know?', every: 'Every question', elements: 'Who or what does it concern?', everybody: 'anyone, anything',
    parties: 'Parties', posts: 'Offices', forces: 'Forces and matters', authorities: 'Authorities', councils: 'Councils', procedures: 'Procedures', links: 'Lines',
    withLoss: 'With one loss:', found: 'Found', notFound: 'Asked for and not found', notFoundHere: 'Nothing is found that answers this.', nothing: 'No seam of the kinds asked for was found.', accepted: 'Known and accepted', disputed: 'Disputed',
    disputes: 'Where the text keeps rival readings', kind: 'Kind', element: 'Where', summary: 'What', when: 'When', lasts: 'How long', weakest: 'Weakest source', tryThis: 'Try', verdictHead: 'Verdict', losesHead: 'Losses',
    needs: (n: number) => (n === 0 ? 'needs no loss' : n === 1 ? 'needs one loss' : `needs ${n} losses`), always: 'stands in the text, at any time',
    ofClass: 'Of a real state, what needs the loss of an office or a line is told by its class alone, with the remedy: no office, no line and no story.',
    acceptedWhy: 'Accepted', lines: 'Lines that permit it', line: (n: number) => `line ${n}`, back: 'All seams',
    story: 'How it comes about', step: (k: number, n: number) => `Step ${k} of ${n}`, start: 'Start', atStart: 'The start: nothing has happened yet.',
    first: 'To the start', prev: 'One step back', next: 'One step on', last: 'To the end', play: 'Play', pause: 'Pause', stepTo: 'Step of the story',
    keyPrev: 'one step back in the story', keyNext: 'one step on in the story', keyPlay: 'play the story, pause it',
    timeline: 'Timeline of the story', timelineNote: 'Each bar goes from the earliest to the latest moment at which the event can come, by the hard bounds of the text; an arrow: no latest moment is bounded.',
    orderNote: 'The order is possible; the times of the text contradict it in the story examined. The order alone is shown.', noTimes: 'The text bounds none of these times: the order alone is shown.',
    event: 'Event', changes: 'What changed', earliest: 'Earliest', latest: 'Latest', chart: 'Command', chartAt: (k: number, n: number) => `Command at step ${k} of ${n}`,
    authority: 'Authority', holder: 'Held by', standing: 'Standing', passing: 'Passing',
    empty: 'Empty offices', out: 'Lines that are out', procs: 'Procedures under way', acts: (who: string) => `${who} acts`, nobodyActs: 'nobody acts', condition: 'Condition',
    fixed: 'Fixed', kept: 'Kept', created: 'Created', unspecified: 'Unspecified', undecided: 'Undecided',
    noneOf: 'none', because: 'What of the text touches it', noChange: 'No change of the text touches what the seam or its story names.', theText: 'What the text changes', undone: 'only in the first design', silentOn: 'Silent on', otherStory: 'its story differs',
    otherPlayed: 'The other design’s story, played here', partsAt: (text: string) => `Here the story parts: what comes next there is not possible here — ${text}`, wholly: 'All of it is possible here, and the seam does not open.', notHere: 'not found here', foundHere: 'found here',
    choosePair: 'Choose a seam to see it in both designs.', noteNoScore: 'Seams are not counted: a vaguer text has fewer that can be found.',
    table: 'Findings', caption: (title: string) => `The seams of ${title}`, csvName: 'seams', story2: 'Story', atCondition: 'It needs no event. The command at each condition', ofDesign: (x: string) => `Design ${x}`,
  },
  ko: {
    head: '틈',
    lead: '아무도 지휘하지 않거나 둘이 지휘하는 순간, 아무도 결정할 수 없는 순간, 동맹국의 의사가 반영되지 않는 순간입니다.',
    entry: '지휘체계', design: '설계안', scenario: '상황', none: '없음: 모든 직위와 통신선이 결손될 수 있음', budget: '결손 수', starts: '시작 수', oneStart: '결정 절차를 한 번만 시작합니다. 가장 낮은 상태에서 가장 높은 상태로 가는 경우처럼 두 번 시작해야 나타나는 틈은 시작 수를 늘려야 찾습니다.', asWritten: '상황에 적힌 대로', asLosses: '결손 수와 같게',
    byDefault: (n: number) => `기본값 ${n}`, against: '비교 대상', alone: '이 설계안만',
    searching: '탐색 중', progress: (done: number, of: number, states: string) => `탐색 ${of}건 중 ${done}건, 상태 ${states}개`, queue: '순서 대기 중',
    searched: '탐색한 범위', exhaustive: '전수 탐색', partly: '전수 탐색이 아님: 찾지 못한 틈이 있을 수 있음',
    asked: '물은 것', cone: '관련된 원문', states: '상태', events: '사건', verdict: '판정', yes: '전수 탐색', no: '전수 탐색 아님',
    questions: '무엇을 알고 싶습니까?', every: '모든 질문', elements: '누구 또는 무엇에 관한 것입니까?', everybody: '전체',
    parties: '당사국', posts: '직위', forces: '부대와 사안', authorities: '권한', councils: '협의체', procedures: '절차', links: '통신선',
    withLoss: '결손 1건이 있을 때:', found: '발견됨', notFound: '물었으나 찾지 못한 종류', notFoundHere: '이 질문에 해당하는 틈을 찾지 못했습니다.', nothing: '물은 종류의 틈을 찾지 못했습니다.', accepted: '알고 용인한 틈', disputed: '이견이 있는 틈',
    disputes: '원문에 다른 해석이 있는 곳', kind: '종류', element: '위치', summary: '내용', when: '시점', lasts: '지속', weakest: '가장 약한 출처', tryThis: '조치', verdictHead: '판정', losesHead: '결손',
    needs: (n: number) => (n === 0 ? '결손 없이 생김' : `결손 ${n}건이 있어야 생김`), always: '원문 자체에 있어 언제나 성립',
    ofClass: '실제 국가의 경우, 직위나 통신선의 결손이 있어야 생기는 틈은 부류와 조치만 밝힙니다. 직위, 통신선, 경위는 밝히지 않습니다.',
    acceptedWhy: '용인 사유', lines: '이를 허용하는 원문', line: (n: number) => `${n}행`, back: '모든 틈',
    story: '경위', step: (k: number, n: number) => `${n}단계 중 ${k}단계`, start: '시작', atStart: '시작: 아직 아무 일도 없었습니다.',
    first: '처음으로', prev: '한 단계 뒤로', next: '한 단계 앞으로', last: '끝으로', play: '재생', pause: '일시정지', stepTo: '경위의 단계',
    keyPrev: '경위에서 한 단계 뒤로', keyNext: '경위에서 한 단계 앞으로', keyPlay: '경위 재생, 일시정지',
    timeline: '경위의 시간표', timelineNote: '막대는 원문의 확정된 상·하한으로 볼 때 사건이 가능한 가장 이른 때부터 가장 늦은 때까지입니다. 화살표는 상한이 없음을 뜻합니다.',
    orderNote: '순서는 가능하나, 살펴본 경위에서는 원문의 시간이 이 순서와 모순됩니다. 순서만 보입니다.', noTimes: '원문에 이 시간들의 한계가 없습니다. 순서만 보입니다.',
    event: '사건', changes: '바뀐 것', earliest: '가장 이름', latest: '가장 늦음', chart: '지휘체계', chartAt: (k: number, n: number) => `${n}단계 중 ${k}단계의 지휘체계`,
    authority: '권한', holder: '보유자', standing: '상태', passing: '넘어가는 중',
    empty: '궐위된 직위', out: '두절된 통신선', procs: '진행 중인 절차', acts: (who: string) => `${who} 대리`, nobodyActs: '대리 없음', condition: '상태',
    fixed: '해소', kept: '유지', created: '발생', unspecified: '미규정', undecided: '판정 불가',
    noneOf: '없음', because: '관련된 원문 변경', noChange: '틈이나 그 경위가 가리키는 곳을 건드리는 원문 변경이 없습니다.', theText: '원문이 바꾸는 것', undone: '첫째 설계안에만 있음', silentOn: '미규정 항목', otherStory: '경위가 다름',
    otherPlayed: '다른 설계안의 경위를 이 설계안에서 진행', partsAt: (text: string) => `여기서 갈라집니다. 다음 사건은 이 설계안에서 일어날 수 없습니다 — ${text}`, wholly: '이 설계안에서도 모두 일어날 수 있으나 틈은 생기지 않습니다.', notHere: '여기서는 찾지 못함', foundHere: '여기서 발견됨',
    choosePair: '틈을 고르면 두 설계안에서 볼 수 있습니다.', noteNoScore: '틈의 개수는 세지 않습니다. 모호한 문서일수록 찾을 수 있는 틈이 적기 때문입니다.',
    table: '점검 결과', caption: (title: string) => `${title}의 틈`, csvName: 'seams', story2: '경위', atCondition: '사건이 필요 없습니다. 각 상태의 지휘체계', ofDesign: (x: string) => `설계안 ${x}`,
  },
});

/** How an authority stands. */
export const standings: Record<string, string> = words({
  en: { held: 'held', nobody: 'nobody holds it', several: 'several hold it', unnamed: 'nobody named', dormant: 'not in force' },
  ko: { held: '보유 중', nobody: '보유자 없음', several: '둘 이상 보유', unnamed: '지정된 보유자 없음', dormant: '효력 없음' },
});

/** How far a step is. */
export const statuses: Record<string, string> = words({
  en: { later: 'later', due: 'due', blocked: 'due; nobody can do it', 'cut-off': 'due; its line is out', done: 'done', foreign: 'done, by another party’s deputy', skipped: 'skipped', refused: 'refused' },
  ko: { later: '차례 전', due: '할 차례', blocked: '할 차례이나 할 사람 없음', 'cut-off': '할 차례이나 통신선 두절', done: '완료', foreign: '완료(타국 대리)', skipped: '생략', refused: '거부' },
});

/** What became of a seam means. */
export const statusMeaning: Record<string, string> = words({
  en: { fixed: 'found in the first design and not in the second', kept: 'found in both', created: 'found in the second design and not in the first',
      unspecified: 'the sources of one of the designs say nothing of it, so the two are not compared on it', undecided: 'a search did not finish' },
  ko: { fixed: '첫째 설계안에는 있고 둘째에는 없음', kept: '두 설계안 모두에 있음', created: '둘째 설계안에만 있음', unspecified: '한쪽 설계안의 출처가 이를 다루지 않아 비교하지 않음', undecided: '탐색이 끝나지 않음' },
});

/** What a change of the text does. */
export const verb: Record<string, string> = words({
  en: { set: 'sets', add: 'adds', remove: 'removes', rename: 'renames' },
  ko: { set: '설정', add: '추가', remove: '삭제', rename: '개칭' },
});

/** The kinds of seam. */
export const kindNames: Record<string, string> = words({
  en: { 'no-holder': 'nobody holds', 'dual-holder': 'two hold', 'ineligible-holder': 'one holds who may not', 'no-authority': 'done without authority', 'no-decider': 'nobody can act', 'no-quorum': 'no quorum',
      'bypassed-consent': 'consent bypassed', stuck: 'stuck', 'delegation-outlives': 'a delegation outlives the delegator', 'conflicting-chains': 'two superiors', 'two-hats': 'two duties at once', 'single-point': 'one loss too many',
      latency: 'too slow', 'no-procedure': 'no procedure', 'no-forum': 'no forum', 'no-civilian': 'no civilian above', 'dead-rule': 'a rule without use', invariant: 'own check fails', 'dead-option': 'an option nobody can take',
      'crossed-line': 'a red line crossed', 'unauthorised-option': 'an option without authority' },
  ko: { 'no-holder': '지휘공백', 'dual-holder': '이중 지휘', 'ineligible-holder': '무자격 보유', 'no-authority': '무권한 수행', 'no-decider': '결정자 없음', 'no-quorum': '정족수 미달', 'bypassed-consent': '동의 누락', stuck: '절차 정체',
      'delegation-outlives': '위임자 궐위 후 위임 존속', 'conflicting-chains': '지휘계통 상충', 'two-hats': '겸직 충돌', 'single-point': '단일 취약점', latency: '시한 초과', 'no-procedure': '절차 없음', 'no-forum': '협의체 없음',
      'no-civilian': '문민통제 단절', 'dead-rule': '사문 규정', invariant: '자체 규칙 위반', 'dead-option': '사문 선택지', 'crossed-line': '레드라인 저촉', 'unauthorised-option': '무권한 선택지' },
});

/** The questions of a reader. */
export const questionWords: Record<string, string> = words({
  en: { nobody: 'When does nobody hold command?', several: 'When do two hold command?', decide: 'When can nobody decide?', say: 'When has an ally no say?', right: 'When does someone act without the right to?',
      late: 'When does it come too late?', own: 'Which of its own checks fail?', idle: 'What is never used?' },
  ko: { nobody: '언제 아무도 지휘하지 않는가?', several: '언제 둘이 지휘하는가?', decide: '언제 아무도 결정할 수 없는가?', say: '언제 동맹국의 의사가 빠지는가?', right: '언제 권한 없이 행동하는가?',
      late: '언제 너무 늦는가?', own: '자체 규칙 중 무엇이 어겨지는가?', idle: '무엇이 전혀 쓰이지 않는가?' },
});
