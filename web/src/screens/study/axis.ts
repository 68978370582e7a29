// Axes: where round numbers stand, and text in lines of a width.

import { duration, figures, share } from '../../lib/numbers';
import { t } from './words';

export type Unit = 'seconds' | 'share' | 'number';

const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 3 * 3600, 6 * 3600, 12 * 3600, 86_400, 2 * 86_400, 7 * 86_400, 14 * 86_400, 30 * 86_400, 91 * 86_400, 182 * 86_400, 365 * 86_400, 730 * 86_400, 3650 * 86_400];

/** ticks are at most so many round numbers from low to high. */
export function ticks(low: number, high: number, most: number, unit: Unit): number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(span / most));
  const steps = unit === 'seconds' && span > 4 ? timeSteps : [1, 2, 5, 10, 20].map((m) => m * power);
  const step = steps.find((s) => span / s <= most) ?? span;
  const out: number[] = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * span; k++) out.push(k * step);
  return out;
}

/** logTicks are round times between two that are above 0. */
export function logTicks(low: number, high: number): number[] {
  const steps = [1, 10, 60, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86_400, 3 * 86_400, 7 * 86_400, 30 * 86_400, 91 * 86_400, 365 * 86_400, 3650 * 86_400];
  return steps.filter((s) => s >= low * (1 - 1e-9) && s <= high * (1 + 1e-9));
}

/** value is a number of a unit as text. */
export function value(x: number, unit: Unit): string {
  if (unit === 'seconds') return duration(x);
  return unit === 'share' ? share(x) : figures(x);
}

/** difference is a difference as text, with its sign. */
export function difference(x: number, unit: Unit): string {
  const sign = x > 0 ? '+' : '';
  if (x === 0) return unit === 'seconds' ? duration(0) : '0';
  return sign + (unit === 'seconds' ? duration(x) : unit === 'share' ? t.points(figures(100 * x)) : figures(x));
}

let pen: CanvasRenderingContext2D | null;

/** widthOf is how wide a text is in the font of drawings. */
export function widthOf(text: string, size: number, bold = false): number {
  pen ??= document.createElement('canvas').getContext('2d');
  if (!pen) return text.length * size * 0.6;
  pen.font = `${bold ? 'bold ' : ''}${size}px system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans CJK KR', sans-serif`;
  return pen.measureText(text).width;
}

/** lines breaks a text at spaces into at most so many lines of a width. */
export function lines(text: string, size: number, width: number, most: number, bold = false): string[] {
  const out: string[] = [];
  for (const word of text.split(' ')) {
    const last = out.at(-1);
    if (last !== undefined && (widthOf(last + ' ' + word, size, bold) <= width || out.length === most)) out[out.length - 1] = last + ' ' + word;
    else out.push(word);
  }
  const end = out.at(-1) ?? '';
  if (widthOf(end, size, bold) > width) {
    let cut = end;
    while (cut.length > 1 && widthOf(cut + '…', size, bold) > width) cut = cut.slice(0, -1);
    out[out.length - 1] = cut + '…';
  }
  return out;
}

/** The looks of designs: the dashes and markers of the figures that Go draws. */
export const dashes = ['', '9 4', '2 3', '11 3 2 3', '16 5', '5 2 1.5 2 1.5 2', '4 5', '18 3 5 3'];

/** marker is the path of the sign of a design about a point. */
export function marker(i: number, x: number, y: number, r: number): string {
  const p = (...xs: number[]) => {
    let d = '';
    for (let k = 0; k < xs.length; k += 2) d += (k ? 'L' : 'M') + (x + r * (xs[k] ?? 0)).toFixed(1) + ' ' + (y + r * (xs[k + 1] ?? 0)).toFixed(1);
    return d + 'Z';
  };
  switch (i % 6) {
    case 0: return `M${(x - r).toFixed(1)} ${y.toFixed(1)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
    case 1: return p(-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9);
    case 2: return p(0, -1.15, 1.1, 0.85, -1.1, 0.85);
    case 3: return p(0, -1.25, 1.25, 0, 0, 1.25, -1.25, 0);
    case 4: return p(0, 1.15, 1.1, -0.85, -1.1, -0.85);
  }
  return p(-0.35, -1.1, 0.35, -1.1, 0.35, -0.35, 1.1, -0.35, 1.1, 0.35, 0.35, 0.35, 0.35, 1.1, -0.35, 1.1, -0.35, 0.35, -1.1, 0.35, -1.1, -0.35, -0.35, -0.35);
}
