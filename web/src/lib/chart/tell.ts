// What happens in a state, in a sentence, in the language of the page: from the ids
// that the server gives, with the names of the text.

import type { Chart, Deed, Duration, Frame } from '../../wire';
import { duration } from '../numbers';
import { language, words } from '../words.svelte';
import type { Names } from './names';
import { kindName } from './words';

const t = words({
  en: {
    begins: (p: string) => `${p} begins`, convenes: (c: string, p: string) => `${c} convenes (${p})`, acting: (who: string, post: string) => `${who}, acting for ${post},`,
    takesOver: (who: string, post: string) => `${who} takes over for ${post}`,
    report: (who: string, to: string) => `${who} reports to ${to}`, notify: (who: string, to: string) => `${who} notifies ${to}`, order: (who: string, to: string) => `${who} orders ${to}`,
    assess: (who: string) => `${who} assesses`, decide: (who: string) => `${who} decides`, chose: (who: string, option: string) => `${who} decides: ${option}`, do: (who: string) => `${who} acts`,
    consent: (who: string) => `${who} consents`, views: (who: string) => `${who} gives views`,
    unreachable: (who: string) => `${who} cannot be reached; as the text says, it goes on without`, absent: (who: string) => `Nobody can act as ${who}; what the text says then follows`,
    becomes: (scale: string, value: string) => `${scale} is now ${value}`,
    passes: (what: string, a: string, b: string) => `${what} passes from ${a} to ${b}`, gone: (what: string, a: string) => `${a} gives up ${what}; nobody holds it`, left: (what: string, a: string, b: string) => `${a} gives up ${what}; ${b} holds it`,
    taken: (what: string, b: string) => `${b} takes over ${what}`, both: (what: string, b: string, a: string) => `${b} takes over ${what}; ${a} still holds it too`, handing: (what: string) => `the hand-over of ${what} begins`,
    right: (kind: string, over: string) => `${kind} of ${over}`,
    holds: (who: string, what: string) => `${who} holds ${what}`, hold: (who: string, what: string) => `${who} hold ${what}`, nobody: (what: string) => `nobody holds ${what}`, and: ' and ', passing: ' (hand-over under way)',
    best: (d: string) => `at best ${d}`, usual: (d: string) => `usually ${d}`, slow: (d: string) => `one in ten over ${d}`, worst: (d: string) => `at worst ${d}`, unbounded: 'at worst not bounded by the text', to: (a: string, b: string) => `${a} to ${b}`,
  },
  ko: {
    begins: (p: string) => `${p} 시작`, convenes: (c: string, p: string) => `${c} 소집 (${p})`, acting: (who: string, post: string) => `${who}(${post} 직무대행)`,
    takesOver: (who: string, post: string) => `${who}: ${post} 직무대행 개시`,
    report: (who: string, to: string) => `${who} → ${to}: 보고`, notify: (who: string, to: string) => `${who} → ${to}: 통보`, order: (who: string, to: string) => `${who} → ${to}: 명령`,
    assess: (who: string) => `${who}: 평가`, decide: (who: string) => `${who}: 결정`, chose: (who: string, option: string) => `${who}: 결정 — ${option}`, do: (who: string) => `${who}: 시행`,
    consent: (who: string) => `${who}: 동의`, views: (who: string) => `${who}: 의견 제시`,
    unreachable: (who: string) => `${who}: 연락 두절, 원문에 따라 그대로 진행`, absent: (who: string) => `${who}: 직무를 수행할 사람 없음, 원문에 따라 처리`,
    becomes: (scale: string, value: string) => `${scale}: ${value}`,
    passes: (what: string, a: string, b: string) => `${what}: ${a}에서 ${b}(으)로 이양`, gone: (what: string, a: string) => `${a}: ${what} 이양, 보유자 없음`, left: (what: string, a: string, b: string) => `${a}: ${what} 이양, ${b} 보유`,
    taken: (what: string, b: string) => `${b}: ${what} 인수`, both: (what: string, b: string, a: string) => `${b}: ${what} 인수, ${a}도 계속 보유`, handing: (what: string) => `${what} 인계인수 시작`,
    right: (kind: string, over: string) => `${over} ${kind}`,
    holds: (who: string, what: string) => `${who} — ${what} 보유`, hold: (who: string, what: string) => `${who} — ${what} 함께 보유`, nobody: (what: string) => `${what} — 보유자 없음`, and: ', ', passing: ' (인계인수 중)',
    best: (d: string) => `최단 ${d}`, usual: (d: string) => `통상 ${d}`, slow: (d: string) => `10번 중 1번은 ${d} 초과`, worst: (d: string) => `최장 ${d}`, unbounded: '최장은 원문에 상한 없음', to: (a: string, b: string) => `${a}~${b}`,
  },
});

/** Teller tells of one chart. */
export class Teller {
  constructor(
    readonly chart: Chart,
    readonly names: Names,
  ) {}

  /** deed is what happened. */
  deed(d: Deed): string {
    const n = this.names;
    const post = d.post ? n.of('post', d.post) : '';
    const who = d.council ? n.of('council', d.council) : d.acting ? t.acting(n.of('post', d.acting), post) : post;
    const to = (d.to ?? []).map((id) => (this.chart.councils.some((c) => c.id === id) ? n.of('council', id) : n.of('post', id))).join(t.and);
    const proc = d.procedure ? n.of('procedure', d.procedure) : '';
    switch (d.kind) {
      case 'start': return t.begins(proc);
      case 'convene': return t.convenes(n.of('council', d.council ?? ''), proc);
      case 'takeover': return t.takesOver(n.of('post', d.acting ?? ''), post);
      case 'unreachable': return t.unreachable(who);
      case 'absent': return t.absent(who);
      case 'done': break;
      default: return [who, d.link, d.incident, d.person].filter(Boolean).join(' ') + ` (${d.kind})`;
    }
    switch (d.act) {
      case 'report': return to ? t.report(who, to) : t.do(who);
      case 'notify': return to ? t.notify(who, to) : t.do(who);
      case 'order': return to ? t.order(who, to) : t.do(who);
      case 'assess': return t.assess(who);
      case 'decide': return d.option ? t.chose(who, d.option) : t.decide(who);
      case 'consent': return t.consent(who);
      case 'views': return t.views(who);
      default: return t.do(who);
    }
  }

  /** changes is what is otherwise than in the state before. */
  changes(before: Frame, after: Frame): string[] {
    const n = this.names;
    const out: string[] = [];
    for (const c of after.conditions) {
      if (before.conditions.find((b) => b.scale === c.scale)?.value !== c.value) out.push(t.becomes(n.of('scale', c.scale), n.of('value', c.value)));
    }
    const list = (ids: string[]) => ids.map((id) => n.of('post', id)).join(t.and);
    const said = new Set<string>();
    for (const h of after.authorities) {
      const b = before.authorities.find((x) => x.authority === h.authority);
      if (!b) continue;
      const lost = b.holders.filter((p) => !h.holders.includes(p)), won = h.holders.filter((p) => !b.holders.includes(p));
      const what = this.right(h.authority);
      let text = '';
      if (lost.length && won.length) text = t.passes(what, list(lost), list(won));
      else if (lost.length) text = h.holders.length ? t.left(what, list(lost), list(h.holders)) : t.gone(what, list(lost));
      else if (won.length) text = b.holders.length ? t.both(what, list(won), list(b.holders)) : t.taken(what, list(won));
      else if (h.passing && !b.passing) text = t.handing(what);
      if (text && !said.has(text)) out.push(text);
      said.add(text);
    }
    return out;
  }

  /** right is an authority in a sentence: its kind and what it is over. */
  right(id: string): string {
    const a = this.chart.authorities.find((x) => x.id === id);
    return a ? t.right(kindName(a.kind, language.now), this.names.of('force', a.over)) : id;
  }

  /** held is who holds what in a state, of the authorities named, one clause for each holder. */
  held(frame: Frame, authorities: readonly string[]): string[] {
    const by = new Map<string, string[]>();
    const several = new Set<string>();
    for (const h of frame.authorities) {
      if (!authorities.includes(h.authority)) continue;
      const who = h.holders.map((p) => this.names.of('post', p)).join(t.and);
      if (h.holders.length > 1) several.add(who);
      by.set(who, [...(by.get(who) ?? []), this.right(h.authority) + (h.passing ? t.passing : '')]);
    }
    return [...by].map(([who, what]) => (who ? (several.has(who) ? t.hold : t.holds)(who, what.join(t.and)) : t.nobody(what.join(t.and))));
  }

  /** lasts is how long something takes. */
  lasts(d: Duration): string {
    const range = (r: number[]) => {
      const [a, b] = r.map((x) => duration(x)) as [string, string];
      return a === b ? a : t.to(a, b);
    };
    const out = [t.best(duration(d.best))];
    // Bounds without quantiles say nothing of what is usual.
    const bare = d.usual?.[0] === d.best && d.usual[1] === d.worst;
    if (d.usual && !bare) out.push(t.usual(range(d.usual)) + (d.slow ? ` (${t.slow(range(d.slow))})` : ''));
    out.push(d.worst === undefined ? t.unbounded : t.worst(duration(d.worst)));
    return out.join(', ');
  }
}
