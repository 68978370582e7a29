// Numbers become text here and nowhere else, in both languages. Times carry two
// significant figures, as in the sentences that Go writes.

import { language } from './words.svelte';

const units = [
  { below: 90, size: 1, en: 's', ko: '초' },
  { below: 90 * 60, size: 60, en: 'min', ko: '분' },
  { below: 2 * 86_400, size: 3_600, en: 'h', ko: '시간' },
  { below: 2 * 31_536_000, size: 86_400, en: 'd', ko: '일' },
  { below: Infinity, size: 31_536_000, en: 'y', ko: '년' },
] as const;

/** duration is a time in seconds as text, in the unit a reader would choose: "75 min",
 * "1.6시간"; null is no limit. */
export function duration(seconds: number | null | undefined): string {
  const ko = language.now === 'ko';
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return ko ? '한계 없음' : 'no limit';
  if (seconds < 0) return '−' + duration(-seconds);
  if (seconds === 0) return ko ? '0초' : '0 s';
  const unit = units.find((u) => rounded(seconds / u.size) * u.size < u.below) ?? units[4];
  return figures(seconds / unit.size) + (ko ? unit.ko : ' ' + unit.en);
}

/** written is a time as a text would write it, in the greatest unit in which it is a
 * whole number: "1 h", "90 min", "36 h", "7 d"; any other as duration says it. */
export function written(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds) || seconds <= 0) return duration(seconds);
  for (const u of units.toReversed()) {
    const n = seconds / u.size;
    if (Number.isInteger(n) && (u.size !== 86_400 || n > 1)) return n.toLocaleString(language.now === 'ko' ? 'ko-KR' : 'en-GB') + (language.now === 'ko' ? u.ko : ' ' + u.en);
  }
  return duration(seconds);
}

/** span is a range of times, the unit said once where both have it: "12–13 h". */
export function span(low: number | null | undefined, high: number | null | undefined, say: (seconds: number | null | undefined) => string = duration): string {
  const a = say(low), b = say(high);
  if (a === b) return a;
  const cut = (s: string) => /^([\d.,]+)(.*)$/.exec(s);
  const x = cut(a), y = cut(b);
  return x && y && x[2] === y[2] ? `${x[1]}–${b}` : `${a} – ${b}`;
}

function rounded(x: number): number {
  return x >= 100 ? Math.round(x) : Number(x.toPrecision(2));
}

/** figures is a number with two significant figures, or all before the point. */
export function figures(x: number): string {
  return (x < 0 ? '−' : '') + rounded(Math.abs(x)).toLocaleString(language.now === 'ko' ? 'ko-KR' : 'en-GB', { maximumSignificantDigits: 15 });
}

/** share is a chance or a share from 0 to 1 as text: "45%". */
export function share(x: number): string {
  const percent = 100 * x;
  if (percent > 0 && percent < 0.1) return '<0.1%';
  if (percent < 100 && percent > 99.9) return '>99.9%';
  return figures(percent) + '%';
}

/** count is a whole number in groups of three. */
export function count(n: number): string {
  return n.toLocaleString(language.now === 'ko' ? 'ko-KR' : 'en-GB');
}

/** date is a time of the clock, from RFC 3339. */
export function date(at: string): string {
  return new Date(at).toLocaleString(language.now === 'ko' ? 'ko-KR' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}
