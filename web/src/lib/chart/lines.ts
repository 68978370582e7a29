// The lines of authority: where each runs in a state, and on its way from one state to
// the next. A line leaves one holder and arrives at the next; what nobody holds hangs
// loose above its force.

import type { Chart, Frame, PortBox } from '../../wire';

export type Point = readonly [number, number];
export type Standing = 'held' | 'nobody' | 'several' | 'unnamed' | 'dormant';

/** A Line of a port, as it is drawn: from its holder's end to where it arrives. */
export type Line = { key: string; post: string; points: Point[]; loose: boolean; moving: boolean };

/** A Port is where the authorities of one kind arrive at a force, with the way of each
 * office that may hold them. Authorities that share a port move together. */
export type Port = { key: string; box: PortBox; authorities: string[]; ways: Map<string, Point[]>; loose: Point[] };

export function portsOf(chart: Chart): Port[] {
  const byID = new Map(chart.authorities.map((a) => [a.id, a]));
  return chart.forces.flatMap((f) =>
    f.ports.map((box) => {
      const ways = new Map<string, Point[]>();
      for (const id of box.authorities) {
        for (const w of byID.get(id)?.ways ?? []) if (!ways.has(w.post)) ways.set(w.post, pairs(w.points));
      }
      const end = [...ways.values()][0]?.at(-1) ?? ([box.x + box.w / 2, box.y] as const);
      const [x, y] = end;
      const loose: Point[] = [[x + 15, y - 27], [x + 9, y - 22], [x, y - 15], [x, y]];
      return { key: box.authorities.join(' '), box, authorities: box.authorities, ways, loose };
    }),
  );
}

export function pairs(flat: number[]): Point[] {
  const out: Point[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) out.push([flat[i] as number, flat[i + 1] as number]);
  return out;
}

/** Standings are listed with the gravest last. */
const order: Standing[] = ['unnamed', 'dormant', 'held', 'several', 'nobody'];

/** standing is how a port stands in a state: the gravest of its authorities. */
export function standing(port: Port, frame: Frame): Standing {
  let worst: Standing = 'unnamed';
  for (const h of frame.authorities) {
    if (port.authorities.includes(h.authority) && order.indexOf(h.standing) > order.indexOf(worst)) worst = h.standing;
  }
  return worst;
}

/** holders are the offices that hold a port's authorities in a state, each once. */
export function holders(port: Port, frame: Frame): string[] {
  const out: string[] = [];
  for (const h of frame.authorities) {
    if (port.authorities.includes(h.authority)) for (const p of h.holders) if (!out.includes(p)) out.push(p);
  }
  return out;
}

/** between is the lines of a port, a share of the way from one state to the next. */
export function between(port: Port, from: Frame, to: Frame, share: number): Line[] {
  const before = holders(port, from), after = holders(port, to);
  const way = (post: string) => port.ways.get(post) ?? port.loose;
  const kept = before.filter((p) => after.includes(p));
  const lost = before.filter((p) => !after.includes(p));
  const won = after.filter((p) => !before.includes(p));
  const out: Line[] = kept.map((post) => ({ key: post, post, points: way(post), loose: false, moving: false }));
  for (let i = 0; i < Math.max(lost.length, won.length); i++) {
    const l = lost[i], w = won[i];
    const a = l ? way(l) : kept[0] ? way(kept[0]) : lost[0] ? way(lost[0]) : port.loose;
    const b = w ? way(w) : kept[0] ? way(kept[0]) : won[0] ? way(won[0]) : port.loose;
    if (share >= 1 && !w) continue;
    if (share <= 0 && !l) continue;
    out.push({ key: `${l ?? ''}>${w ?? ''}`, post: share < 0.5 ? (l ?? w ?? '') : (w ?? l ?? ''), points: mix(a, b, share), loose: false, moving: share > 0 && share < 1 });
  }
  const s = standing(port, share < 0.5 ? from : to);
  if (out.length === 0 && s === 'nobody') out.push({ key: 'loose', post: '', points: port.loose, loose: true, moving: false });
  else if (s === 'nobody') for (const line of out) line.loose = true;
  return out;
}

/** mix is a line a share of the way from one to another. Both get the corners of both,
 * at the same shares of their lengths, so that each is itself at its end. */
export function mix(a: readonly Point[], b: readonly Point[], share: number): Point[] {
  if (share <= 0) return [...a];
  if (share >= 1) return [...b];
  const sa = shares(a), sb = shares(b);
  const at = [...new Set([...sa, ...sb].map((x) => Math.round(x * 1e6) / 1e6))].sort((x, y) => x - y);
  return at.map((s) => {
    const [x1, y1] = along(a, sa, s), [x2, y2] = along(b, sb, s);
    return [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share] as const;
  });
}

function shares(p: readonly Point[]): number[] {
  const out = [0];
  for (let i = 1; i < p.length; i++) {
    const [x1, y1] = p[i - 1] as Point, [x2, y2] = p[i] as Point;
    out.push((out[i - 1] as number) + Math.hypot(x2 - x1, y2 - y1));
  }
  const total = out.at(-1) || 1;
  return out.map((x) => x / total);
}

function along(p: readonly Point[], s: number[], share: number): Point {
  let i = 1;
  while (i < p.length - 1 && (s[i] as number) < share) i++;
  const [x1, y1] = p[i - 1] as Point, [x2, y2] = p[i] as Point;
  const from = s[i - 1] as number, to = s[i] as number;
  const t = to > from ? Math.min(1, Math.max(0, (share - from) / (to - from))) : 0;
  return [x1 + (x2 - x1) * t, y1 + (y2 - y1) * t];
}

/** path is a line as the data of a path, its corners a little rounded. */
export function path(p: readonly Point[], round = 5): string {
  const r = (x: number) => Math.round(x * 10) / 10;
  const [x0, y0] = p[0] as Point;
  let d = `M${r(x0)} ${r(y0)}`;
  for (let i = 1; i < p.length; i++) {
    const [x, y] = p[i] as Point;
    const next = p[i + 1];
    if (!next) {
      d += `L${r(x)} ${r(y)}`;
      continue;
    }
    const [xb, yb] = p[i - 1] as Point;
    const inLength = Math.hypot(x - xb, y - yb), outLength = Math.hypot(next[0] - x, next[1] - y);
    const k = Math.min(round, inLength / 2, outLength / 2);
    if (k < 0.5) {
      d += `L${r(x)} ${r(y)}`;
      continue;
    }
    d += `L${r(x - ((x - xb) / inLength) * k)} ${r(y - ((y - yb) / inLength) * k)}Q${r(x)} ${r(y)} ${r(x + ((next[0] - x) / outLength) * k)} ${r(y + ((next[1] - y) / outLength) * k)}`;
  }
  return d;
}
