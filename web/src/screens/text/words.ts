import { language, words } from '../../lib/words.svelte';

export const t = words({
  en: {
    head: 'Text', entry: 'Entry', files: 'Texts of the entry', filter: 'Filter the texts', newText: 'New text', kind: 'Kind', id: 'Its id', create: 'Create', cancel: 'Cancel', remove: 'Remove', removeAsk: (file: string) => `Remove ${file} from your draft? The library keeps its own.`, filterOutline: 'Filter the outline', none: 'No text of that name',
    arrangement: 'Arrangement', variant: 'Variants', crisis: 'Crises', scenario: 'Scenarios', study: 'Studies', '': 'Not read',
    editor: (file: string) => `The text of ${file}`, readOnly: 'The library’s text is only read', copy: 'Edit a copy', openCopy: 'Open my draft', another: 'Edit another copy', copying: 'Copying',
    draft: 'Your draft', of: (id: string) => `of ${id}`, revision: (n: number) => `saved, revision ${n}`, saving: 'saving …', unsaved: 'not saved yet', offline: 'not saved: the workbench does not answer; it is tried again', notSaved: 'not saved',
    conflict: 'This text was changed elsewhere', conflictAt: (when: string) => `Another window saved it at ${when}. Your text is kept here and not saved yet.`, conflictGone: 'Another window removed it. Your text is kept here and not saved yet.',
    mine: 'Save mine on top', theirs: 'Take what stands there', compare: 'Show the difference',
    undo: 'Undo', redo: 'Redo', earlier: 'Earlier saved version', later: 'Later saved version', versions: 'Saved versions', format: 'Tidy', formatted: 'The text is tidy', unformatted: 'The text cannot be tidied while it is not YAML',
    changes: 'Changes', original: 'Restore the original', exportFile: 'Save file', exportZip: 'Save zip', tools: 'Tools',
    problems: 'Messages', noProblems: 'Nothing is wrong with this text', errors: (n: number) => (n === 1 ? '1 error' : `${n} errors`), warnings: (n: number) => (n === 1 ? '1 warning' : `${n} warnings`), readWith: (ids: string) => `read with ${ids}`,
    elsewhere: (n: number) => (n === 1 ? '1 message about a text that it is read with' : `${n} messages about texts that it is read with`), error: 'error', warning: 'warning', line: (n: number) => `line ${n}`, judging: 'reading …', why: 'What it means',
    outline: 'Outline', here: 'At the cursor', references: (id: string) => `Who names ${id}`, noReferences: 'Nothing is named here', closeReferences: 'Close the list', noDefinition: 'Nothing that is declared stands here',
    see: 'See it in', chart: 'the chart', matrix: 'the matrix', procedure: 'the procedure', seams: 'the seams', path: 'Path at the cursor', required: 'required', expected: 'What may stand here', readAs: 'Read as', declared: 'Declared in',
    keyComplete: 'completion, in the text', keyDefinition: 'to the declaration, in the text (also Ctrl and click)', keyReferences: 'who names it, in the text', keyProblem: 'the next message, in the text', keyFind: 'find and replace, in the text', keyIndent: 'indent, in the text', keyFormat: 'tidy the text', keySave: 'save at once',

  },
  ko: {
    head: '원문', entry: '항목', files: '이 항목의 문서', filter: '문서 찾기', newText: '새 문서', kind: '종류', id: '식별자', create: '만들기', cancel: '취소', remove: '삭제', removeAsk: (file: string) => `내 초안에서 ${file} 문서를 삭제할까요? 자료집의 원문은 그대로 있습니다.`, filterOutline: '개요에서 찾기', none: '그런 이름의 문서가 없습니다',
    arrangement: '지휘체계', variant: '변형안', crisis: '위기', scenario: '시나리오', study: '연구', '': '읽지 못함',
    editor: (file: string) => `${file} 원문`, readOnly: '자료집의 원문은 읽기 전용입니다', copy: '초안을 만들어 편집', openCopy: '내 초안 열기', another: '새 초안 만들기', copying: '초안을 만드는 중',
    draft: '내 초안', of: (id: string) => `원본 ${id}`, revision: (n: number) => `저장됨, ${n}차`, saving: '저장 중…', unsaved: '저장 전', offline: '저장 안 됨: 워크벤치가 응답하지 않아 다시 시도합니다', notSaved: '저장 안 됨',
    conflict: '이 문서가 다른 곳에서 바뀌었습니다', conflictAt: (when: string) => `다른 창에서 ${when}에 저장했습니다. 여기 쓴 글은 그대로 있으나 아직 저장되지 않았습니다.`, conflictGone: '다른 창에서 이 문서를 지웠습니다. 여기 쓴 글은 그대로 있으나 아직 저장되지 않았습니다.',
    mine: '내 글을 덮어 저장', theirs: '저장된 글로 바꾸기', compare: '차이 보기',
    undo: '실행 취소', redo: '다시 실행', earlier: '이전 저장본', later: '다음 저장본', versions: '저장본', format: '정돈', formatted: '이미 정돈되어 있습니다', unformatted: 'YAML로 읽을 수 없는 동안에는 정돈할 수 없습니다',
    changes: '바뀐 곳', original: '원본으로 되돌리기', exportFile: '파일 저장', exportZip: 'zip 저장', tools: '도구',
    problems: '진단', noProblems: '이 문서에는 잘못된 곳이 없습니다', errors: (n: number) => `오류 ${n}건`, warnings: (n: number) => `경고 ${n}건`, readWith: (ids: string) => `${ids}와 함께 읽음`,
    elsewhere: (n: number) => `함께 읽은 문서에 대한 진단 ${n}건`, error: '오류', warning: '경고', line: (n: number) => `${n}행`, judging: '읽는 중…', why: '뜻',
    outline: '개요', here: '커서 위치', references: (id: string) => `${id}를 언급한 곳`, noReferences: '여기에는 이름이 없습니다', closeReferences: '목록 닫기', noDefinition: '여기에는 선언된 것이 없습니다',
    see: '다른 화면에서 보기', chart: '지휘체계도', matrix: '권한표', procedure: '절차', seams: '틈', path: '커서 위치의 경로', required: '필수', expected: '여기에 쓸 수 있는 것', readAs: '해석', declared: '선언된 곳',
    keyComplete: '자동 완성(원문 안)', keyDefinition: '선언으로 이동(원문 안, Ctrl+클릭도 같음)', keyReferences: '언급한 곳 찾기(원문 안)', keyProblem: '다음 진단(원문 안)', keyFind: '찾기와 바꾸기(원문 안)', keyIndent: '들여쓰기(원문 안)', keyFormat: '원문 정돈', keySave: '바로 저장',

  },
});

/** The words of the editor itself, which it asks for in English. */
export const phrases: Record<string, string> = {
  Find: '찾기', Replace: '바꾸기', next: '다음', previous: '이전', all: '모두', 'match case': '대소문자 구분', 'by word': '단어 단위', regexp: '정규식', replace: '바꾸기', 'replace all': '모두 바꾸기', close: '닫기',
  'current match': '현재 일치', 'replaced $ matches': '$곳을 바꿈', 'replaced match on line $': '$행을 바꿈', 'on line': '행', 'Go to line': '행으로 이동', go: '이동', Completions: '자동 완성', Diagnostics: '진단', 'No diagnostics': '진단 없음',
  'Control character': '제어 문자', 'Selection deleted': '선택을 지움', 'Folded lines': '접힌 줄', 'Unfolded lines': '펼친 줄', to: '부터', 'folded code': '접힌 글', unfold: '펼치기', 'Fold line': '접기', 'Unfold line': '펼치기', '$ unchanged lines': '바뀌지 않은 $행',
};

/** What people call the kinds of elements; Go gives the English word. */
const korean: Record<string, string> = {
  source: '출처', scale: '척도', condition: '상태', move: '상태 변경', party: '당사자', headquarters: '사령부', place: '장소', post: '직위', person: '인물', force: '부대', matter: '사안', authority: '권한', council: '협의체', seat: '위원석',
  link: '통신선', procedure: '절차', step: '단계', 'option of a step': '단계의 선택지', 'incident kind': '상황 유형', limit: '시한', invariant: '자체 규칙', incident: '상황', observation: '관측값', prediction: '예측값', case: '사례',
  rung: '확전 단계', stock: '수준', option: '선택지', player: '행위자', decision: '결정', shock: '충격', programme: '조건 평가 계획', 'condition of a programme': '계획의 조건', rule: '규칙', 'red line': '레드라인',
  design: '설계안', measure: '지표', cast: '행위자 구성', arrangement: '지휘체계', variant: '변형안', crisis: '위기', scenario: '시나리오', study: '연구', question: '물음',
};

export function kindWord(kind: string): string {
  return language.now === 'ko' ? (korean[kind] ?? kind) : kind;
}
