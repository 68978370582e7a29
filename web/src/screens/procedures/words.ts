import { words } from '../../lib/words.svelte';

export const t = words({
  en: {
    head: 'Procedures', lead: 'One procedure by itself: what begins it, who is asked, where it waits, how long it takes and how sure that is.',
    design: 'Design', beside: 'Beside it', addDesign: 'Add a design', remove: (what: string) => `Take ${what} away`, procedure: 'Procedure', condition: 'Condition', answers: 'Answers', agree: 'all agree',
    decides: 'Decide a move', respond: 'Answer an incident', handsOver: 'Hand an authority over', other: 'Others', notOpen: 'cannot begin',
    fictional: 'fictional', silent: 'unspecified', silentWhy: 'The sources of this design say nothing of it.', assumption: 'assumption', notHere: 'not in this design', noSuch: (what: string) => `The procedure ${what} is not in this design. Choose one of the list.`,
    shut: 'It cannot begin in this condition.', choose: 'Choose a procedure.', none: 'This design has no procedures.',

    begins: 'Begins', asked: 'Asked', waits: 'Takes longest', takes: 'Takes', sure: 'How sure',
    byIncident: (what: string) => `with an incident: ${what}`, byStep: (step: string, of: string) => `by the step ${step} of ${of}`,
    byMove: (from: string, to: string, what: string) => `with the move from ${from} to ${to}, to hand over ${what}`, byCall: (who: string, step: string) => `when ${who} takes the first step: ${step}`,
    consentOf: (who: string) => `consent of ${who}`, viewsOf: (who: string) => `views of ${who}`, nobody: 'nobody is asked', toldBefore: (who: string) => `${who}: told before`, toldAfter: (who: string) => `${who}: told after`, toldBeside: (who: string) => `${who}: told meanwhile`,
    half: (time: string) => `half within ${time}`, nine: (time: string) => `nine in ten within ${time}`, anywhere: (from: string, to: string) => `anywhere from ${from} to ${to}`,
    unbounded: 'the worst case is not bounded', worst: (time: string) => `at worst ${time}`, exactly: (time: string) => `exactly ${time}`, unknown: 'not known',
    rests: (n: number) => (n === 1 ? 'rests on 1 value' : `rests on ${n} values`), assumed: (n: number) => (n === 1 ? '1 is an assumption' : `${n} are assumptions`), bounds: (n: number) => (n === 1 ? '1 has no probability' : `${n} have no probability`),
    noneAssumed: 'none is an assumption', never: (share: string) => `${share} never come to it`, until: (step: string) => `until ${step}`, untilEnd: 'until all is done', effect: 'takes effect',

    graph: (name: string) => `The course of ${name}`, graphNote: (marks: string) => 'A lane for each who acts, in the colours of the allies; each step stands after those it waits for. A round card is a question put to somebody, a square one is work. The band is the time of the step alone: the line from the least to the greatest, the bar from one in ten to nine in ten, the stroke the half; a hatched bar has no probability inside. All bands share one scale, with marks at ' + marks + '.',
    order: 'By order', time: 'By time', view: 'Show', step: 'Step', who: 'Who', act: 'Act', alone: 'Time of the step alone', over: 'Over by', earliest: 'at the earliest', usually: 'half by', slow: 'nine in ten by', latest: 'at the latest', after: 'After', part: 'Part of the time', grade: 'Source',
    byTime: (name: string) => `When each step of ${name} is over`, byTimeNote: 'From the beginning. The dark bar runs from the usual beginning of a step to its usual end, the pale one to where nine in ten are over; the line from the earliest to the latest possible. Where only bounds are given, the two bars are the quickest and the slowest course.',
    start: 'Begins here', inDesign: 'The picture is of', new: 'new', changed: 'changed', gone: (what: string, first: string) => `Not here, but in ${first}: ${what}.`, asOfHolder: (what: string) => `as holder of ${what}`, convening: (time: string) => `convenes ${time}`, thenActs: (time: string) => `then ${time}`, joint: 'of several parties', share: (s: string) => `${s} of the time`, limit: (p: string, time: string) => `limit: ${p} within ${time}`, deadline: (time: string) => `deadline ${time}`, worstCase: 'the worst case',

    report: 'reports', assess: 'assesses', notify: 'tells', order_: 'orders', decide: 'decides', do: 'acts', consent: 'is asked to consent', views: 'is asked for views', to: (what: string, who: string) => `${what} to ${who}`, onlyTells: (who: string) => `tells ${who}`, orders: (who: string) => `orders ${who}`,

    panel: 'The step', none_: 'Choose a step in the picture to read what the text says of it.', line: 'In the text', askedBy: 'Asked by', via: 'Over the line', uses: 'Uses', needs: 'Only if', chooses: 'Chooses', backTo: (to: string, n: number) => `may refer back to ${to}, at most ${n} times`, starts: 'Starts', time_: 'Time', convene: 'Convening', each: 'each seat by itself', else_: 'Otherwise', passes: 'Passes', close: 'Close',
    refused: 'refused', unreachable: 'the line is out', absent: 'nobody in office', late: 'late', if: (what: string) => `If ${what}`, stop: 'the procedure stops', wait: 'it waits', proceed: 'it goes on without', go: (step: string) => `it goes to ${step}`, unwritten: 'not written', afterTime: (time: string) => `after ${time}`,
    gives: (who: string, what: string, when: string) => `${who} gives up ${what} ${when}`, taking: (who: string, what: string, when: string) => `${who} takes over ${what} ${when}`, whenDue: 'as soon as the step is due', whenDone: 'when the step is done', nobody_: 'nobody',
    addWithin: 'The worst case has no bound. Add `within: LEAST..MOST` to:', noTime: 'The text gives no time.', noSource: 'no source',

    exact: (a: string) => `exactly ${a}`, range: (a: string, b: string) => `somewhere between ${a} and ${b}, no probability stated`, quantiles: (a: string, b: string, c: string) => `one in ten under ${a}, half under ${b}, one in ten over ${c}`, pert: (a: string, b: string, c: string) => `at least ${a}, most likely ${b}, at most ${c}`,
    exponential: (a: string) => `exponential, on average ${a}`, lognormal: (a: string, b: string) => `lognormal, half under ${a}, sigma ${b}`, gamma: (a: string, b: string) => `gamma of shape ${a}, scale ${b}`, within: (a: string, b: string) => `never under ${a} nor over ${b}`,

    curve: (name: string, until: string) => `By when ${name} has taken effect, ${until}`, curveEnd: (name: string) => `By when ${name} is over`, curveNote: 'The share that has come by a time. A band lies between all values without a probability at their low and at their high end.', onlyBounds: 'The delays are bounds without a probability, so that nothing can be said inside the range.', timeAxis: 'from its beginning', shareAxis: 'share by then', by: (time: string, what: string) => `by ${time}: ${what}`,
    computed: (e: string) => `computed without sampling, off by at most ${e}`, sampled: (n: string, seed: string, e: string) => `${n} replications, seed ${seed}; off by at most ${e} (95 in 100; simulation error only)`, boundsOnly: 'from bounds without a probability', tried: 'the range over all values low, middle and high', why: 'Not computed: ', method: 'How', allDesigns: 'The design', p10: 'One in ten within', p50: 'Half within', p90: 'Nine in ten within', notReached: 'not reached', noneKnown: 'not known',

    waiting: (name: string) => `What the time of ${name} is made of`, waitingNote: (n: number) => `Each bar is the whole time, the mean of the ${n} runs nearest to it, so that lengths compare shares. In each run the time is walked back from the end to what made it due; where several things had to be over, the last of them counts, and of two that end at one moment each in turn.`, run: 'Run', whole: 'Whole time',
    usual: 'a usual run', slow_: 'a slow run', middle: 'bounds at their middle', low: 'all at the low end', high: 'all at the high end',
    work: 'work', busy: 'busy with something else', absent_: 'nobody in office', convene_: 'convening', link: 'line out', delay: 'delayed by moves', handOver: 'hand-over', otherKind: 'something else', notWaiting: 'Nothing can be said of the waiting: ',

    refusals: 'If one of them says no', refusalsNote: 'One refusal, and nothing else goes wrong.', goesOn: 'it goes on', waits_: 'it waits', stops: 'it stops', follows: 'What follows',
    then: 'Then', passesAtOnce: (what: string, from: string, to: string) => `${what} passes at once from ${from} to ${to}`, handsOverTo: (what: string, from: string, to: string, by: string) => `${what} passes from ${from} to ${to} by ${by}`, startsToo: (what: string) => `${what} begins`, moves: (from: string, to: string) => `${from} → ${to}`, thenNothing: 'It moves no condition and starts nothing.',
    premise: 'Looked at by itself: it begins at 0, nothing is lost, no council sits yet, and', premiseScenario: (s: string) => `Looked at by itself: it begins at 0, with the answers of ${s} and what that begins without; else`, everybodyAgrees: 'everybody who is asked agrees', answersOf: (list: string) => `Answers of the scenario: ${list}.`, evenly: (steps: string) => `the options of ${steps} are taken as equally likely`, and: ' and ',
    keyStep: 'the next step', keyBack: 'the step before',
  },
  ko: {
    head: '절차', lead: '절차 하나를 따로 봅니다. 무엇으로 시작하고, 누구에게 묻고, 어디서 기다리며, 얼마나 걸리고 그 근거가 얼마나 확실한지.',
    design: '설계안', beside: '비교', addDesign: '설계안 추가', remove: (what) => `${what} 빼기`, procedure: '절차', condition: '상태', answers: '응답', agree: '모두 동의',
    decides: '상태 변경 결정', respond: '상황 대응', handsOver: '권한 인계인수', other: '기타', notOpen: '시작 불가',
    fictional: '가상', silent: '미규정', silentWhy: '이 설계안의 출처는 이에 대해 아무 말도 하지 않습니다.', assumption: '가정', notHere: '이 설계안에는 없음', noSuch: (what) => `이 설계안에는 ${what} 절차가 없습니다. 목록에서 고르십시오.`,
    shut: '이 상태에서는 시작할 수 없습니다.', choose: '절차를 고르십시오.', none: '이 설계안에는 절차가 없습니다.',

    begins: '시작', asked: '협의 대상', waits: '가장 오래 걸리는 곳', takes: '소요 시간', sure: '근거',
    byIncident: (what) => `상황 발생: ${what}`, byStep: (step, of) => `${of}의 ${step} 단계에서`,
    byMove: (from, to, what) => `${from}에서 ${to}로 바뀔 때, ${what} 인계인수`, byCall: (who, step) => `${who}: 첫 단계 ${step}`,
    consentOf: (who) => `${who}의 동의`, viewsOf: (who) => `${who}의 의견`, nobody: '묻는 곳 없음', toldBefore: (who) => `${who}: 사전 통보`, toldAfter: (who) => `${who}: 사후 통보`, toldBeside: (who) => `${who}: 진행 중 통보`,
    half: (time) => `절반은 ${time} 이내`, nine: (time) => `열에 아홉은 ${time} 이내`, anywhere: (from, to) => `${from}에서 ${to} 사이 어디든`,
    unbounded: '최장 시간에 상한 없음', worst: (time) => `최장 ${time}`, exactly: (time) => `정확히 ${time}`, unknown: '알 수 없음',
    rests: (n) => `수치 ${n}개에 근거`, assumed: (n) => `그중 ${n}개는 가정`, bounds: (n) => `${n}개는 확률 없는 범위`,
    noneAssumed: '가정 없음', never: (share) => `${share}는 끝내 이르지 못함`, until: (step) => `${step}까지`, untilEnd: '모두 끝날 때까지', effect: '효력 발생',

    graph: (name) => `${name}의 진행`, graphNote: (marks) => '행위자마다 한 줄이며, 색은 동맹국을 뜻합니다. 각 단계는 기다리는 단계 뒤에 놓입니다. 모서리가 둥근 카드는 누군가에게 묻는 단계, 각진 카드는 업무입니다. 띠는 그 단계만의 시간입니다. 선은 최단에서 최장까지, 막대는 열에 하나에서 열에 아홉까지, 세로선은 절반입니다. 빗금 막대 안에는 확률이 없습니다. 모든 띠는 같은 척도를 쓰며 눈금은 ' + marks + '입니다.',
    order: '순서로', time: '시간으로', view: '보기', step: '단계', who: '누가', act: '행위', alone: '단계만의 시간', over: '완료 시점', earliest: '최단', usually: '절반', slow: '열에 아홉', latest: '최장', after: '선행 단계', part: '시간 비중', grade: '출처',
    byTime: (name) => `${name}의 단계별 완료 시점`, byTimeNote: '시작부터 잰 시간입니다. 진한 막대는 통상 시작에서 통상 완료까지, 옅은 막대는 열에 아홉이 끝날 때까지이고, 선은 가능한 최단에서 최장까지입니다. 범위만 있는 곳에서는 두 막대가 가장 빠른 진행과 가장 느린 진행입니다.',
    start: '여기서 시작', inDesign: '그림의 설계안', new: '추가', changed: '변경', gone: (what, first) => `${first}에만 있는 단계: ${what}.`, asOfHolder: (what) => `${what} 보유자로서`, convening: (time) => `소집 ${time}`, thenActs: (time) => `이어서 ${time}`, joint: '여러 당사자', share: (s) => `시간의 ${s}`, limit: (p, time) => `시한: ${p} ${time} 이내`, deadline: (time) => `기한 ${time}`, worstCase: '최장의 경우',

    report: '보고', assess: '평가', notify: '통보', order_: '명령', decide: '결정', do: '실행', consent: '동의를 요청받음', views: '의견을 요청받음', to: (what, who) => `${who}에 ${what}`, onlyTells: (who) => `${who}에 통보`, orders: (who) => `${who}에 명령`,

    panel: '단계', none_: '그림에서 단계를 고르면 원문이 말하는 바를 볼 수 있습니다.', line: '원문', askedBy: '묻는 쪽', via: '통신선', uses: '행사 권한', needs: '조건', chooses: '선택지', backTo: (to, n) => `${to} 단계로 재검토 요구, 최대 ${n}회`, starts: '시작시키는 절차', time_: '시간', convene: '소집', each: '위원마다 따로', else_: '그렇지 않으면', passes: '인계인수', close: '닫기',
    refused: '거부하면', unreachable: '통신선이 두절되면', absent: '직위가 비면', late: '늦으면', if: (what) => what, stop: '절차 중단', wait: '대기', proceed: '없이 진행', go: (step) => `${step} 단계로`, unwritten: '명시 없음', afterTime: (time) => `${time} 이후`,
    gives: (who, what, when) => `${who}: ${what} 이양, ${when}`, taking: (who, what, when) => `${who}: ${what} 인수, ${when}`, whenDue: '단계의 차례가 되는 즉시', whenDone: '단계가 끝날 때', nobody_: '없음',
    addWithin: '최장 시간에 상한이 없습니다. 다음 값에 `within: 최소..최대`를 더하십시오:', noTime: '원문에 시간이 없습니다.', noSource: '출처 없음',

    exact: (a) => `정확히 ${a}`, range: (a, b) => `${a}에서 ${b} 사이, 확률은 밝히지 않음`, quantiles: (a, b, c) => `열에 하나는 ${a} 미만, 절반은 ${b} 미만, 열에 하나는 ${c} 초과`, pert: (a, b, c) => `최소 ${a}, 가장 그럴듯하게 ${b}, 최대 ${c}`,
    exponential: (a) => `지수분포, 평균 ${a}`, lognormal: (a, b) => `로그정규분포, 절반은 ${a} 미만, 시그마 ${b}`, gamma: (a, b) => `감마분포, 형상 ${a}, 척도 ${b}`, within: (a, b) => `${a}보다 짧거나 ${b}보다 길지 않음`,

    curve: (name, until) => `${name}의 효력이 발생하기까지, ${until}`, curveEnd: (name) => `${name}의 완료 시점`, curveNote: '그 시간까지 이른 비율입니다. 띠는 확률 없는 수치를 모두 낮은 끝에 둘 때와 높은 끝에 둘 때 사이입니다.', onlyBounds: '지연 시간이 확률 없는 범위뿐이므로 범위 안에 대해서는 아무 말도 할 수 없습니다.', timeAxis: '시작부터', shareAxis: '그때까지의 비율', by: (time, what) => `${time}까지 ${what}`,
    computed: (e) => `표본 없이 계산, 오차 ${e} 이하`, sampled: (n, seed, e) => `모의 ${n}회, 시드 ${seed}; 오차 ${e} 이하 (95%, 모의 오차만)`, boundsOnly: '확률 없는 범위에서', tried: '모든 수치를 낮은 끝, 가운데, 높은 끝에 둔 범위', why: '계산하지 않은 까닭: ', method: '방법', allDesigns: '설계안', p10: '열에 하나', p50: '절반', p90: '열에 아홉', notReached: '이르지 못함', noneKnown: '알 수 없음',

    waiting: (name) => `${name}의 시간 구성`, waitingNote: (n) => `막대 하나가 전체 시간이며, 그에 가장 가까운 모의 ${n}회의 평균입니다. 따라서 길이는 비중을 견줍니다. 모의마다 끝에서 그것을 부른 것으로 거슬러 올라가며, 여럿이 끝나야 했던 곳에서는 마지막 것을 세고, 동시에 끝나는 것은 번갈아 셉니다.`, run: '경우', whole: '전체 시간',
    usual: '통상적인 경우', slow_: '느린 경우', middle: '범위의 가운데', low: '모두 낮은 끝', high: '모두 높은 끝',
    work: '업무', busy: '다른 업무 중', absent_: '궐위', convene_: '소집', link: '통신선 두절', delay: '상태 변경으로 지연', handOver: '인계인수', otherKind: '그 밖', notWaiting: '대기에 대해 말할 수 없습니다: ',

    refusals: '한쪽이 거부하면', refusalsNote: '거부 하나뿐이고 그 밖에는 문제가 없을 때입니다.', goesOn: '계속 진행', waits_: '대기', stops: '중단', follows: '이후 경과',
    then: '이어서', passesAtOnce: (what, from, to) => `${what}: ${from}에서 ${to}로 즉시 넘어감`, handsOverTo: (what, from, to, by) => `${what}: ${by} 절차로 ${from}에서 ${to}로`, startsToo: (what) => `${what} 시작`, moves: (from, to) => `${from} → ${to}`, thenNothing: '상태를 바꾸지 않고 다른 절차를 시작시키지 않습니다.',
    premise: '절차 하나만 봅니다. 0에 시작하고, 결손이 없고, 회의 중인 협의체가 없으며,', premiseScenario: (s) => `절차 하나만 봅니다. 0에 시작하고, ${s}의 응답과 시작 상태를 따르며, 그 밖에는`, everybodyAgrees: '요청받은 쪽은 모두 동의합니다', answersOf: (list) => `시나리오의 응답: ${list}.`, evenly: (steps) => `${steps}의 선택지는 모두 같은 확률로 봅니다`, and: ', ',
    keyStep: '다음 단계', keyBack: '앞 단계',
  },
});

/** The words of acts, of kinds of waiting and of runs, by what the API calls them. */
export const actWords = { report: 'report', assess: 'assess', notify: 'notify', order: 'order_', decide: 'decide', do: 'do', consent: 'consent', views: 'views' } as const;
export const kindWords = { work: 'work', consent: 'consent', views: 'views', busy: 'busy', absent: 'absent_', convene: 'convene_', link: 'link', delay: 'delay', 'hand-over': 'handOver', other: 'otherKind' } as const;
export const runWords = { usual: 'usual', slow: 'slow_', middle: 'middle', low: 'low', high: 'high' } as const;
