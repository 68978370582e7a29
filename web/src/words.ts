import { words } from './lib/words.svelte';

/** The words of the frame around the screens. */
export const t = words({
  en: {
    about: 'Command arrangements as code', skip: 'Skip to the screen', screens: 'Screens', language: 'Language', theme: 'Colours', help: 'Help', close: 'Close',
    library: 'Library', matrix: 'Matrix', arrangement: 'Arrangement', seams: 'Seams', text: 'Text', procedures: 'Procedures', study: 'Study', brief: 'Brief',
    auto: 'as the system', light: 'light', dark: 'dark', missing: 'There is no such screen', first: 'To the library',
    failed: 'This part of the page could not be loaded', again: 'Load the page again', offline: 'The workbench does not answer. Is `entente serve` still running?',
    keys: 'Keys', keysOn: 'Single keys are on', go: (screen: string) => `go to ${screen}`, thisSheet: 'this sheet', search: 'search on the screen', away: 'close what is open',
    stop: 'Stop the workbench', stopped: 'The workbench has ended. What is saved stays saved; this window can be closed.',
    caveat: 'Independent, unclassified research software. It compares written arrangements under stated assumptions, forecasts nothing, describes no operation plan, and takes no position on any policy.',
  },
  ko: {
    about: '코드로 쓰는 지휘체계', skip: '본문으로 건너뛰기', screens: '화면', language: '언어', theme: '색', help: '도움말', close: '닫기',
    library: '자료집', matrix: '권한표', arrangement: '지휘체계도', seams: '틈', text: '원문', procedures: '절차', study: '연구', brief: '보고서',
    auto: '시스템 설정', light: '밝게', dark: '어둡게', missing: '그런 화면이 없습니다', first: '자료집으로',
    failed: '페이지의 이 부분을 불러오지 못했습니다', again: '다시 불러오기', offline: '워크벤치가 응답하지 않습니다. `entente serve`가 실행 중입니까?',
    keys: '단축키', keysOn: '한 글자 단축키 사용', go: (screen: string) => `${screen} 화면으로`, thisSheet: '이 도움말', search: '화면 안에서 찾기', away: '열린 것 닫기',
    stop: '워크벤치 종료', stopped: '워크벤치를 종료했습니다. 저장된 것은 그대로 남습니다. 이 창을 닫아도 됩니다.',
    caveat: '독립적이고 비밀이 아닌 연구용 소프트웨어입니다. 명시된 가정 아래 문서로 된 지휘체계를 비교할 뿐, 예측하지 않고 작전계획을 다루지 않으며 어떤 정책에도 입장을 취하지 않습니다.',
  },
});
