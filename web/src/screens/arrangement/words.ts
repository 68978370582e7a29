import { words } from '../../lib/words.svelte';

/** The words of the arrangement. */
export const t = words({
  en: {
    head: 'Arrangement', entry: 'Arrangement', design: 'Design', base: 'as it stands', scale: 'Slider follows', up: 'Raise', down: 'Lower', whole: 'Show every office', find: 'Find an office', circumstances: 'Documented absences', none: 'none',
    direction: 'Direction', play: 'Play', pause: 'Pause', slider: (scale: string) => `${scale}: from the lowest value to the highest`, sliderDown: (scale: string) => `${scale}: from the highest value to the lowest`, next: 'Next event', before: 'Event before', instant: (i: number, n: number) => `${i} of ${n}`,
    stop: (value: string) => `${value}. All work has ended.`, halted: 'The move is not made', jump: 'The next stop is as a start there would be.', takes: (name: string, d: string) => `${name}: until the move ${d}`,
    gap: (what: string) => `Nobody holds ${what}`, overlap: (what: string) => `Two hold ${what}`, lasts: (d: string) => `lasts ${d}`, other: 'What runs side by side may come in another order; nobody refuses, nothing is lost, and nobody is late.', otherLost: (list: string) => `What runs side by side may come in another order; nobody refuses, nobody is late, and nothing is lost but this (${list}).`, documented: (title: string) => `what “${title}” documents`,
    fixed: (n: number) => `${n === 1 ? 'One other authority does' : `${n} other authorities do`} not move with it.`, sentence: (value: string, list: string) => `${value}: ${list}.`, nothing: (value: string, list: string) => `${value}: no authority moves with this scale. Throughout, ${list}.`,
    caption: (title: string, value: string) => `${title}: who stands under whom, and who holds what, at ${value}`, note: 'Boxes are offices, grouped by nation; rounded boxes are councils; forces and matters stand below. A thick line runs from whoever holds an authority to the force it is over.',
    authority: 'Authority', over: 'Over', way: 'On the way', nobody: 'nobody', two: 'two', label: (title: string) => `Command chart of ${title}`,
    empty: 'Empty this office', fill: 'Fill it again', cut: 'Cut this line', mend: 'Mend it', undo: 'Undo', all: 'Undo all', lost: 'What if', lostEmpty: (who: string) => `${who}: empty`, lostOut: (what: string) => `${what}: out`, tryIt: 'Click an office or a line to see what it is, and to empty or cut it.', tryReal: 'Click an office to see what it is. This entry is about real states: offices stay filled and lines stay up, except where a scenario documents an absence.',
    follows: 'What follows', followsFrom: (value: string) => `A check that begins at ${value} with this loss finds`, nothingNew: 'no seam that is not there without the loss.', more: (n: number) => `${n} that are there without the loss`, inconclusive: 'The search was not exhaustive.', allSeams: 'All seams of the design',
    close: 'Close', acts: 'Acts now', nobodyActs: 'Nobody acts in it', himself: 'its own holder', deputies: 'Deputies', atOnce: 'at once', after: (d: string) => `after: ${d}`, noTime: 'the text gives no time', noDeputy: 'The text names none.', away: 'not there', mayNot: 'Acting, they may not', refill: 'Filled again', noRefill: 'The text does not say when.',
    hats: 'Other posts of the same person', holds: 'Holds now', holdsNothing: 'Holds no authority at this instant.', by: (who: string) => `exercised by ${who}`, delegates: 'Delegated from it', rights: 'Decisions that can come now', noRights: 'No part in a decision that can come at this instant.', with: 'with', hindered: 'Cannot be done now',
    tells: 'Tells', councils: 'Councils', remit: 'decides on', advises: 'advises on', seats: 'Seats', quorate: 'quorate', short: 'not quorate', sits: 'sits', text: 'In the text', line: (file: string, n: number) => `${file}, line ${n}`, links: 'Between', restore: 'Restored', leftOut: 'This office is not drawn.', holderOf: (what: string) => `whoever holds ${what}`,
    decides: 'decides', inCouncil: 'in council', consents: 'must consent', heard: 'is heard', takesPart: 'takes part', toldBefore: 'told before', toldAfter: 'told after', wait: 'it waits', stopWord: 'it stops', proceed: 'it goes on without', go: 'it goes elsewhere', seamsHere: 'Seams open at this instant', report: 'reports to', notify: 'notifies', order: 'orders', act: 'tells',
    keyPlay: 'play or pause', keyNext: 'next or previous event', noScale: 'This arrangement has no conditions: nothing moves.', always: 'any time', notFound: 'No office of that name', classes: 'What the loss of one post or one line of a class opens stands with the seams.', holderNow: 'Held now by', delegatedFrom: 'Delegated from', concern: 'Seams of the design that concern it',
  },
  ko: {
    head: '지휘체계도', entry: '지휘체계', design: '설계안', base: '현행', scale: '슬라이더 척도', up: '격상', down: '하향', whole: '모든 직위 표시', find: '직위 찾기', circumstances: '기록된 부재', none: '없음',
    direction: '방향', play: '재생', pause: '일시 정지', slider: (scale: string) => `${scale}: 가장 낮은 단계에서 가장 높은 단계로`, sliderDown: (scale: string) => `${scale}: 가장 높은 단계에서 가장 낮은 단계로`, next: '다음 사건', before: '이전 사건', instant: (i: number, n: number) => `${n} 중 ${i}`,
    stop: (value: string) => `${value}. 진행 중인 업무가 모두 끝났다.`, halted: '상태가 변경되지 않음', jump: '다음 정지점은 그 상태에서 새로 시작한 경우이다.', takes: (name: string, d: string) => `${name}: 상태 변경까지 ${d}`,
    gap: (what: string) => `${what} 보유자 없음(지휘공백)`, overlap: (what: string) => `${what} 이중 보유(이중 지휘)`, lasts: (d: string) => `지속: ${d}`, other: '동시에 진행되는 일은 다른 순서로 일어날 수 있다. 거부·결손·지연이 없는 경우이다.', otherLost: (list: string) => `동시에 진행되는 일은 다른 순서로 일어날 수 있다. 거부와 지연이 없고 결손은 다음뿐인 경우이다(${list}).`, documented: (title: string) => `‘${title}’에 기록된 부재`,
    fixed: (n: number) => `나머지 권한 ${n}건은 이 척도에 따라 바뀌지 않는다.`, sentence: (value: string, list: string) => `${value}: ${list}.`, nothing: (value: string, list: string) => `${value}: 이 척도에 따라 바뀌는 권한이 없다. 전 단계에서 ${list}.`,
    caption: (title: string, value: string) => `${title}: ${value}의 지휘계통과 권한 보유`, note: '상자는 직위이며 국가별로 묶었다. 둥근 상자는 협의체, 부대와 사안은 아래에 있다. 굵은 선은 권한 보유자에서 그 대상 부대로 이어진다.',
    authority: '권한', over: '대상', way: '이행 중', nobody: '없음', two: '이중', label: (title: string) => `${title} 지휘체계도`,
    empty: '이 직위를 궐위로', fill: '다시 충원', cut: '이 통신선 끊기', mend: '복구', undo: '되돌리기', all: '모두 되돌리기', lost: '가정', lostEmpty: (who: string) => `${who}: 궐위`, lostOut: (what: string) => `${what}: 두절`, tryIt: '직위나 통신선을 누르면 내용을 보고, 궐위나 두절을 가정할 수 있다.', tryReal: '직위를 누르면 내용을 볼 수 있다. 실제 국가에 관한 자료이므로 시나리오에 기록된 부재 외에는 궐위나 두절을 가정하지 않는다.',
    follows: '그 결과', followsFrom: (value: string) => `${value}에서 이 결손으로 시작한 점검 결과`, nothingNew: '결손이 없어도 있는 틈 외에 새로 생긴 틈은 없다.', more: (n: number) => `결손이 없어도 있는 틈 ${n}건`, inconclusive: '탐색이 전수가 아니다.', allSeams: '설계안의 모든 틈',
    close: '닫기', acts: '현재 수행자', nobodyActs: '수행자 없음', himself: '보직자 본인', deputies: '대리자', atOnce: '즉시', after: (d: string) => `소요: ${d}`, noTime: '원문에 시간 없음', noDeputy: '원문에 대리자가 없다.', away: '부재', mayNot: '대리 중 할 수 없는 것', refill: '재보임', noRefill: '원문에 시기가 없다.',
    hats: '같은 사람의 다른 직위', holds: '현재 보유 권한', holdsNothing: '이 시점에 보유한 권한이 없다.', by: (who: string) => `행사: ${who}`, delegates: '이 직위에서 위임된 권한', rights: '지금 가능한 결정', noRights: '이 시점에 가능한 결정에 관여하지 않는다.', with: '함께', hindered: '지금 할 수 없음',
    tells: '보고·통보·명령', councils: '협의체', remit: '결정 소관', advises: '자문 소관', seats: '위원석', quorate: '정족수 충족', short: '정족수 미달', sits: '회의 중', text: '원문', line: (file: string, n: number) => `${file}, ${n}행`, links: '연결', restore: '복구', leftOut: '이 직위는 그림에 없다.', holderOf: (what: string) => `${what} 보유자`,
    decides: '결정', inCouncil: '협의체 위원', consents: '동의', heard: '의견 제시', takesPart: '참여', toldBefore: '사전 통보', toldAfter: '사후 통보', wait: '대기', stopWord: '중단', proceed: '생략하고 진행', go: '다른 단계로', seamsHere: '이 시점의 틈', report: '보고', notify: '통보', order: '명령', act: '통지',
    keyPlay: '재생 또는 일시 정지', keyNext: '다음·이전 사건', noScale: '이 지휘체계에는 상태가 없어 바뀌는 것이 없다.', always: '상시', notFound: '그런 이름의 직위가 없다', classes: '한 등급의 직위나 통신선 하나를 잃을 때 생기는 틈은 틈 화면에 있다.', holderNow: '현재 보유자', delegatedFrom: '위임한 직위', concern: '이와 관련된 설계안의 틈',
  },
});

const seams: Record<string, { en: string; ko: string }> = {
  'no-holder': { en: 'nobody holds', ko: '지휘공백' }, 'dual-holder': { en: 'two hold', ko: '이중 지휘' }, 'ineligible-holder': { en: 'one holds who may not', ko: '무자격 보유' }, 'no-authority': { en: 'done without authority', ko: '무권한 수행' },
  'no-decider': { en: 'nobody can act', ko: '결정자 없음' }, 'no-quorum': { en: 'no quorum', ko: '정족수 미달' }, 'bypassed-consent': { en: 'consent bypassed', ko: '동의 누락' }, stuck: { en: 'stuck', ko: '절차 정체' },
  'delegation-outlives': { en: 'a delegation outlives the delegator', ko: '위임자 궐위 후 위임 존속' }, 'conflicting-chains': { en: 'two superiors', ko: '지휘계통 상충' }, 'two-hats': { en: 'two duties at once', ko: '겸직 충돌' }, 'single-point': { en: 'one loss too many', ko: '단일 취약점' },
  latency: { en: 'too slow', ko: '시한 초과' }, 'no-procedure': { en: 'no procedure', ko: '절차 없음' }, 'no-forum': { en: 'no forum', ko: '협의체 없음' }, 'no-civilian': { en: 'no civilian above', ko: '문민통제 단절' }, 'dead-rule': { en: 'a rule without use', ko: '사문 규정' }, invariant: { en: 'own check fails', ko: '자체 규칙 위반' },
};

/** seamName is the name of a kind of seam. */
export function seamName(check: string, lang: 'en' | 'ko'): string {
  return seams[check]?.[lang] ?? check;
}
