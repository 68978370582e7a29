import type { RightsCell } from '../../wire';
import { words } from '../../lib/words.svelte';

export type Role = RightsCell['role'];
type Kind = 'party' | 'council' | 'post';

/** josa is a Korean word with the particle that its last sound asks for. */
export function josa(word: string, after: string, vowel: string): string {
  const last = word.replace(/[\s)"'’”]+$/, '').at(-1) ?? '';
  const code = last.charCodeAt(0);
  if (code >= 0xac00 && code <= 0xd7a3) return word + ((code - 0xac00) % 28 ? after : vowel);
  if (/[0-9]/.test(last)) return word + ('013678'.includes(last) ? after : vowel);
  return `${word}${after}(${vowel})`;
}

export const t = words({
  en: {
    head: 'Who decides', about: 'and who must consent, is heard, is told, is left out; who holds each force: read off the text.',
    rights: 'Decisions', forces: 'Forces', table: 'Table', columns: 'Columns', party: 'Parties', council: 'Councils', post: 'Posts', postsOf: (of: string) => `Posts, ${of}`,
    layout: 'Designs', side: 'side by side', under: 'one under another', changed: 'Only changes', filter: 'Filter', filterHint: 'a decision, a condition, a post…',
    decision: 'Decision', condition: 'Condition', any: 'In any condition', authority: 'Authority', over: 'over', force: 'Force',
    same: (first: string) => `as in ${first}`, nothing: 'Nothing matches.', unchanged: 'No design changes anything here.',
    'not in this design': 'not in this design', 'does not come in this condition': 'does not come in this condition', nobody: 'nobody', here: '',
    copy: 'Copy for a slide', copied: 'Copied: paste it into a slide or a document.', notCopied: 'The browser did not let the page copy.',
    legend: 'Signs', marks: '? it can fall away', silent: '† the design’s sources say nothing of it', changedMark: '● differs from the first design',
    cell: 'What the text says', close: 'Close', lines: 'The lines that say so', noLines: 'No line: it has no part by the text.', was: (first: string, role: string) => `In ${first}: ${role}.`, also: 'Also', moved: (now: string, first: string, was: string) => `now a post of ${now}; in ${first} of ${was}`, besides: 'a small C beside a sign: and must consent', notes: 'Notes',
    silentOn: (path: string) => `The design’s sources say nothing of ${path}: as in the base, or as a change elsewhere makes it.`, open: 'in the text', differs: 'differs from the first design',
    keys: 'Arrow keys walk the cells, Enter opens one, Esc closes it.', caveat: 'Read off written texts; a deputy’s acting is not counted, hand-overs are over.',
    ask: 'Ask', askAbout: 'Ask the text', question: 'Question (in English)', examples: 'For example', forms: 'All questions that are answered', refused: 'Not answered of real states', instead: 'Instead', unknown: 'Not in this design', sameAnswer: 'the same in every design', answered: 'The answer',
    searchKey: 'filter the table', grid: 'Decision rights', forcesGrid: 'Who holds each force',
  },
  ko: {
    head: '누가 결정하는가', about: '누가 동의하고, 의견을 내고, 통보받고, 제외되는가. 부대별 권한 보유자와 함께 원문에서 읽어낸 표입니다.',
    rights: '결정', forces: '부대', table: '표', columns: '열', party: '당사국', council: '협의체', post: '직위', postsOf: (of: string) => `직위, ${of}`,
    layout: '설계안', side: '나란히', under: '위아래로', changed: '달라진 것만', filter: '거르기', filterHint: '사안, 상태, 직위…',
    decision: '사안', condition: '상태', any: '모든 상태', authority: '권한', over: '대상', force: '부대',
    same: (first: string) => `${josa(first, '과', '와')} 같음`, nothing: '해당하는 것이 없습니다.', unchanged: '달라진 것이 없습니다.',
    'not in this design': '이 설계안에 없음', 'does not come in this condition': '이 상태에서는 오지 않음', nobody: '보유자 없음', here: '',
    copy: '슬라이드용 복사', copied: '복사했습니다. 슬라이드나 문서에 붙여 넣으십시오.', notCopied: '브라우저가 복사를 허용하지 않았습니다.',
    legend: '기호', marks: '? 없어질 수 있음', silent: '† 설계안의 출처가 규정하지 않음', changedMark: '● 기준 설계안과 다름',
    cell: '원문의 규정', close: '닫기', lines: '근거가 되는 행', noLines: '해당하는 행 없음: 원문에 역할이 없습니다.', was: (first: string, role: string) => `${first}: ${role}.`, also: '함께', moved: (now: string, first: string, was: string) => `${now} 직위로 바뀜(${first}: ${was})`, besides: '기호 옆의 작은 동: 동의도 필요', notes: '비고',
    silentOn: (path: string) => `설계안의 출처는 ${josa(path, '을', '를')} 규정하지 않습니다. 기준 설계안과 같거나, 다른 변경에 따른 것입니다.`, open: '원문에서', differs: '기준 설계안과 다름',
    keys: '화살표로 칸을 옮기고, Enter로 열고, Esc로 닫습니다.', caveat: '문서에서 읽어낸 것입니다. 대리는 세지 않으며, 권한 이양은 끝난 것으로 봅니다.',
    ask: '질문', askAbout: '원문에 묻기', question: '질문 (영어로)', examples: '보기', forms: '답할 수 있는 질문 전체', refused: '실제 국가에 대해서는 답하지 않음', instead: '대신', unknown: '이 설계안에 없음', sameAnswer: '모든 설계안에서 같음', answered: '답',
    searchKey: '표 거르기', grid: '결정 권한', forcesGrid: '부대별 권한 보유자',
  },
});

/** roleWords are the roles in words. */
export const roleWords = words({
  en: { '': 'not in this design', decides: 'decides', 'in council': 'in council', 'must consent': 'must consent', 'is heard': 'is heard', 'takes part': 'takes part', 'told before': 'told before', 'told after': 'told after', 'left out': 'left out' },
  ko: { '': '이 설계안에 없음', decides: '결정', 'in council': '협의체', 'must consent': '동의', 'is heard': '의견', 'takes part': '참여', 'told before': '사전 통보', 'told after': '사후 통보', 'left out': '제외' },
});

/** letters stand for the roles where there is room for one sign. */
export const letters = words({
  en: { decides: 'D', 'in council': 'S', 'must consent': 'C', 'is heard': 'H', 'takes part': 'P', 'told before': 'b', 'told after': 'a', 'left out': '·', '': '×' },
  ko: { decides: '결', 'in council': '협', 'must consent': '동', 'is heard': '의', 'takes part': '참', 'told before': '전', 'told after': '후', 'left out': '·', '': '×' },
});

export const roles: Exclude<Role, ''>[] = ['decides', 'in council', 'must consent', 'is heard', 'takes part', 'told before', 'told after', 'left out'];

type Said = { who: string; what: string };

/** sentence says what a cell says. */
export const sentence = words({
  en: {
    role: (role: Role, s: Said) => {
      return {
        '': `${s.who} is not in this design.`,
        decides: `${s.who} decides: ${s.what}.`,
        'in council': `${s.who} sits in the council that decides or consents: ${s.what}.`,
        'must consent': `${s.who} must consent: ${s.what}.`,
        'is heard': `${s.who} is heard before the decision: ${s.what}.`,
        'takes part': `${s.who} takes part, by proposing, assessing or carrying out: ${s.what}.`,
        'told before': `${s.who} is told before it takes effect: ${s.what}.`,
        'told after': `${s.who} is told with the decision or after it: ${s.what}.`,
        'left out': `${s.who} has no part by the text: ${s.what}.`,
      }[role];
    },
    holder: (holder: string, party: string, s: Said) => `${s.what}: ${holder ? `held by ${holder} of ${party}` : 'nobody holds it'}.`,
  },
  ko: {
    role: (role: Role, s: Said) => {
      const who = josa(s.who, '은', '는');
      const text = {
        '': `${who} 이 설계안에 없습니다`,
        decides: `${who} 결정합니다`,
        'in council': `${who} 결정하거나 동의하는 협의체의 위원입니다`,
        'must consent': `${who} 동의해야 합니다`,
        'is heard': `${who} 결정 전에 의견을 냅니다`,
        'takes part': `${who} 건의, 평가 또는 시행으로 참여합니다`,
        'told before': `${who} 효력이 생기기 전에 통보받습니다`,
        'told after': `${who} 결정과 함께 또는 그 뒤에 통보받습니다`,
        'left out': `${who} 원문에 따르면 역할이 없습니다`,
      }[role];
      return `${text}: ${s.what}.`;
    },
    holder: (holder: string, party: string, s: Said) => `${s.what}: ${holder ? `${party} ${holder} 보유` : '보유자 없음'}.`,
  },
});

export const kinds: Kind[] = ['party', 'council', 'post'];
