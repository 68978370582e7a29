// What the API says of a procedure, as words and as places on an axis.

import { duration, span, written } from '../../lib/numbers';
import { named } from '../../lib/words.svelte';
import type { ProcedureActor, ProcedureCurve, ProcedurePart, ProcedureRange, ProcedureStep, ProcedureTime, ProcedureView } from '../../wire';
import { actWords, kindWords, t } from './words';

/** who names an actor. */
export const who = (x: ProcedureActor | undefined) => (x ? named(x.name, x.id) : '');

/** does says what a step is: "reports to Committee". */
export function does(s: ProcedureStep): string {
  const to = s.to.map(who).join(', ');
  if (!to) return t[actWords[s.act]];
  if (s.act === 'notify') return t.onlyTells(to);
  if (s.act === 'order') return t.orders(to);
  return t.to(t[actWords[s.act]], to);
}

/** says reads a time of the text aloud, in the language of the page. */
export function says(q: ProcedureTime): string {
  const [a = '', b = '', c = ''] = q.values.map((x) => written(x));
  const plain = q.values.map(String);
  const text = {
    exact: () => t.exact(a), range: () => t.range(a, b), quantiles: () => t.quantiles(a, b, c), pert: () => t.pert(a, b, c),
    exponential: () => t.exponential(a), lognormal: () => t.lognormal(a, plain[1] ?? ''), gamma: () => t.gamma(plain[0] ?? '', b),
  }[q.form]();
  const [low, high] = q.within;
  return low === undefined || high === undefined ? text : text + '; ' + t.within(written(low), written(high));
}

/** short is a time in a word: "3 h"; of bounds "10 min – 2 h". */
export const short = (q: ProcedureTime) => (q.form === 'range' ? span(q.low, q.high, written) : written(q.p50 ?? q.low));

/** brief is a time in a few figures: "3 h (1–9 h)"; of bounds "10 min – 2 h". */
export const brief = (q: ProcedureTime) => (q.form === 'exact' || q.form === 'range' ? short(q) : `${short(q)} (${span(q.p10, q.p90, written)})`);

/** between is a number that may be a range. */
export function between(r: ProcedureRange): string {
  if (r.low === null && r.high === null) return t.notReached;
  if (r.low === null || r.high === null) return `${duration(r.low ?? r.high)} – ${t.notReached}`;
  return span(r.low, r.high);
}

/** onlyBounds reports whether nothing is said inside the range. */
export const onlyBounds = (c: { method: string }) => c.method === 'bounds' || c.method === 'tried';

const within = (say: (time: string) => string, head: string, r: ProcedureRange) => (r.low === null || r.high === null ? `${head}: ${between(r)}` : say(between(r)));

/** takes says how long a procedure takes, in at most two short lines. */
export function takes(c: ProcedureCurve): string[] {
  if (c.method === 'none') return [t.unknown];
  if (c.p50.low !== null && c.p50.low === c.p90.high && c.bounds === 0 && c.never === 0 && c.latest !== null && c.latest - c.earliest < 1) return [t.exactly(duration(c.p50.low))];
  const out = onlyBounds(c) ? [t.anywhere(duration(c.p10.low), duration(c.p90.high))] : [within(t.half, t.p50, c.p50), within(t.nine, t.p90, c.p90)];
  if (!onlyBounds(c) || (c.latest !== null && c.latest > 1.02 * (c.p90.high ?? 0))) out.push(c.latest === null ? t.unbounded : t.worst(duration(c.latest)));
  return out;
}

/** How a distribution was found. */
export function method(c: ProcedureCurve, share: (x: number) => string, count: (n: number) => string): string {
  switch (c.method) {
    case 'computed': return t.computed(share(c.error));
    case 'sampled': return t.sampled(count(c.runs ?? 0), String(c.seed ?? 1), share(c.error));
    case 'bounds': return t.boundsOnly;
    case 'tried': return t.tried;
    default: return t.noneKnown;
  }
}

/** part names what a part of the time went to: "t-pm is asked to consent". */
export const part = (p: ProcedurePart) => {
  const name = named(p.name, p.id);
  return name ? `${name}: ${t[kindWords[p.kind]]}` : t[kindWords[p.kind]];
};

/** tone is the class of the colour of a party, or of what several share. */
export function tone(view: ProcedureView, party: string | undefined): string {
  const ally = view.parties.find((p) => p.id === party)?.ally;
  if (ally === undefined) return 'tone-shared';
  return ['tone-first', 'tone-second', 'tone-third'][ally] ?? 'tone-others';
}

/** brieflyNamed is the name of a condition up to its first comma: texts explain it after that. */
export const brieflyNamed = (r: { id: string; name?: Record<string, string> }) => named(r.name, r.id).split(', ')[0] ?? r.id;

/** title names a procedure. */
export const title = (view: ProcedureView) => named(view.name, view.id);

/** stepName names a step. */
export function stepName(view: ProcedureView, id: string): string {
  const s = view.steps.find((x) => x.id === id);
  return named(s?.name, id);
}

// --- Axes ---

const minute = 60, hour = 3600, day = 86_400, year = 31_536_000;
const stepSizes = [1, 5, 15, 30, minute, 5 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 5 * day, 10 * day, 30 * day, 90 * day, 180 * day, year, 2 * year, 5 * year, 10 * year, 20 * year, 50 * year];

/** ticks are round times from 0 to a greatest one, at most so many. */
export function ticks(most: number, n = 8): number[] {
  const step = stepSizes.find((s) => most / s <= n) ?? most / n;
  const out = [];
  for (let x = 0; x <= most * 1.0001; x += step) out.push(x);
  return out;
}

/** An axis puts a time in its place. */
export type Axis = (seconds: number) => number;

/** tens is an axis in which each mark is ten times the one before. */
export function tens(least: number, most: number, left: number, right: number): Axis {
  const a = Math.log10(Math.max(least, 1)), b = Math.log10(Math.max(most, least * 10, 10));
  return (x) => left + ((Math.log10(Math.min(Math.max(x, 10 ** a), 10 ** b)) - a) / (b - a)) * (right - left);
}

/** scaleOf is the least and the greatest time that the bands of a procedure show. */
export function scaleOf(view: ProcedureView): [number, number] {
  const all = view.steps.flatMap((s) => [s.time, s.sits?.time]).filter((q) => q !== undefined);
  const least = Math.min(...all.map((q) => q.p10 ?? q.low).filter((x) => x > 0), 86_400);
  return [Math.max(least, 1), Math.max(...all.map((q) => Math.max(q.p90 ?? 0, q.high ?? 0)), least * 10)];
}

/** scaleMarks are round times within that scale. */
export function scaleMarks(view: ProcedureView): number[] {
  const [least, most] = scaleOf(view);
  return [1, 10, minute, 10 * minute, hour, 10 * hour, day, 10 * day, 100 * day, year, 10 * year, 100 * year].filter((x) => x >= least * 0.9 && x <= most * 1.1);
}

// --- Words that fit ---

let pen: CanvasRenderingContext2D | null | undefined;

/** wide is how wide a text is, in pixels. */
export function wide(text: string, font: string): number {
  pen ??= document.createElement('canvas').getContext('2d');
  if (!pen) return text.length * 8;
  pen.font = font;
  return pen.measureText(text).width;
}

const family = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans KR', 'Noto Sans CJK KR', sans-serif";
export const fontOf = (size: number, bold = false) => `${bold ? 650 : 400} ${size}px ${family}`;

/** clip shortens a text to a width. */
export function clip(text: string, width: number, size: number, bold = false): string {
  const font = fontOf(size, bold);
  if (wide(text, font) <= width) return text;
  let n = text.length;
  while (n > 1 && wide(text.slice(0, n) + '…', font) > width) n--;
  return text.slice(0, n).trimEnd() + '…';
}

/** wrap breaks a text into lines of a width; the last is clipped. */
export function wrap(text: string, width: number, lines: number, size: number, bold = false): string[] {
  const font = fontOf(size, bold);
  const out: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line ? line + ' ' + word : word;
    if (line && out.length < lines - 1 && wide(longer, font) > width) {
      out.push(line);
      line = word;
    } else line = longer;
  }
  out.push(line);
  return out.map((l) => clip(l, width, size, bold));
}
