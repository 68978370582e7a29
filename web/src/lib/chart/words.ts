import { words } from '../words.svelte';

/** The words of a chart. */
export const t = words({
  en: {
    nobody: 'nobody', two: 'two hold', shared: 'shared by the allies', empty: 'empty', acts: (who: string) => `${who} acts`, sits: 'sits', short: 'no quorum', out: 'out', dormant: 'not in force',
    post: 'post', council: 'council', force: 'force', matter: 'matter', link: 'link',
    holds: (kind: string, over: string) => `holds ${kind} over ${over}`, under: (who: string) => `stands under ${who}`,
    zoomIn: 'Zoom in', zoomOut: 'Zoom out', fit: 'Show all', keysHint: 'Arrow keys walk from office to office, Enter opens one; plus and minus zoom, 0 shows all; Shift with the arrow keys moves the picture.',
    legend: 'Signs', postOf: (nation: string) => `post of ${nation}`, standsUnder: 'stands under', holdsAuthority: 'holds the authority named at the force', nobodyHolds: 'nobody holds it', severalHold: 'two hold it', lineOf: 'line of communication',
    national: 'a chain of command may end here', hat: (letter: string, posts: string) => `one person: ${posts}`, while: 'only while what the text says holds', emptyOffice: 'office that is empty', sitting: 'council that sits',
    legendMatter: 'matter over which authority is delegated',
  },
  ko: {
    nobody: '보유자 없음', two: '이중 보유', shared: '동맹 공동', empty: '궐위', acts: (who: string) => `${who} 대리`, sits: '회의 중', short: '정족수 미달', out: '두절', dormant: '효력 없음',
    post: '직위', council: '협의체', force: '부대', matter: '사안', link: '통신선',
    holds: (kind: string, over: string) => `${over}에 대한 ${kind} 보유`, under: (who: string) => `상급자: ${who}`,
    zoomIn: '확대', zoomOut: '축소', fit: '전체 보기', keysHint: '화살표 키로 직위 사이를 이동하고 Enter로 엽니다. +와 −는 확대·축소, 0은 전체 보기, Shift+화살표는 그림 이동입니다.',
    legend: '기호', postOf: (nation: string) => `${nation} 직위`, standsUnder: '지휘계통(상급자–하급자)', holdsAuthority: '부대 위에 적힌 권한을 보유', nobodyHolds: '보유자 없음', severalHold: '이중 보유', lineOf: '통신선',
    national: '지휘계통이 끝날 수 있는 국가 최고 직위', hat: (letter: string, posts: string) => `겸직: ${posts}`, while: '원문이 정한 조건에서만 효력', emptyOffice: '궐위된 직위', sitting: '회의 중인 협의체',
    legendMatter: '권한이 위임되는 사안',
  },
});

const kinds: Record<string, { en: string; ko: string }> = {
  COCOM: { en: 'COCOM', ko: '전투지휘권' },
  OPCOM: { en: 'OPCOM', ko: '작전지휘권' },
  OPCON: { en: 'OPCON', ko: '작전통제권' },
  TACON: { en: 'TACON', ko: '전술통제권' },
  RELEASE: { en: 'RELEASE', ko: '사용 승인권' },
  SUPPORT: { en: 'SUPPORT', ko: '지원' },
  ADCON: { en: 'ADCON', ko: '행정통제권' },
  CODA: { en: 'CODA', ko: '연합권한위임(CODA)' },
  ARMISTICE: { en: 'ARMISTICE', ko: '정전 관리' },
  LEAD: { en: 'LEAD', ko: '주도' },
  COMPONENT: { en: 'COMPONENT', ko: '구성군 지휘' },
};

/** kindName is the kind of an authority in a sentence. */
export function kindName(kind: string, lang: 'en' | 'ko'): string {
  return kinds[kind]?.[lang] ?? kind;
}
