// The matrix as a sheet: what stands in which cell under which head, from what the API
// says and what the user wants to see. The page draws it, copies it and saves it.

import type { ForceRow, NamedId, Rights, RightsCell, RightsColumn, RightsIn, RightsRow } from '../../wire';
import { named, type Name } from '../../lib/words.svelte';
import { roleWords, sentence, t, type Role } from './words';

export type Kind = RightsColumn['kind'];

export type View = { table: 'rights' | 'forces'; kinds: Kind[]; side: boolean; changed: boolean; filter: string };

export type Cell = {
  key: string;
  role: Role | 'state' | 'holder' | 'same';
  text: string; // in words
  mark: string; // "?" it can fall away, "†" unspecified
  changed: boolean;
  span: number; // columns
  party: number; // of a holder: the place of its party, -1 none
  design: number;
  where: string; // the condition, with its scale
  says: string; // a sentence; "" where there is nothing to open
  was: string; // what it is in the first design, where it differs
  besides: boolean; // and must consent besides its role
  moved: string; // the party of the post, where it is another than in the first design that has it
  also: string[];
  notes: string[];
  silent: string;
  lines: number[];
};

export type Row = { key: string; head: string; id: string; sub: string; mark: string; // "†": unspecified as a whole
  design: number; of: number; cells: Cell[] };
export type Group = { key: string; title: string; rows: Row[] };
export type Head = { key: string; title: string; id: string; kind: Kind | 'design'; of: string; party: number; group: string; design: number;
  parties: string[]; // of a post whose party differs between designs: "A: United States"
};
export type Sheet = { table: View['table']; corner: string; heads: Head[]; bands: { title: string; span: number; party: number }[]; groups: Group[]; words: boolean };

/** letterOf names a design by its place: A, B, … */
export const letterOf = (design: number) => String.fromCharCode(65 + design);

/** wordsMost is how many columns may show their roles in words. */
const wordsMost = 13;

const condition = (values: NamedId[]) => values.map((v) => named(v.name as Name, v.id)).join(', ');

/** where is the condition of a row with the scale that it is of. */
const where = (r: { condition: NamedId[]; scale?: NamedId }) => (r.condition.length === 0 ? t.any : (r.scale ? named(r.scale.name as Name, r.scale.id) + ': ' : '') + condition(r.condition));

/** groups of rows: by condition where they are few, else by the scale that they are of. */
function grouped<R extends { condition: NamedId[]; scale?: NamedId }>(rows: R[], make: (r: R) => Row[]): Group[] {
  const conditions = new Set(rows.map((r) => condition(r.condition)));
  const byScale = conditions.size > 5;
  const out: Group[] = [];
  for (const r of rows) {
    const of = r.condition.length === 0 ? undefined : byScale && r.scale ? r.scale : r.condition[0];
    const key = of?.id ?? '';
    const title = of === undefined ? t.any : byScale ? named(of.name as Name, of.id) : condition(r.condition);
    let group = out.find((g) => g.key === key);
    if (!group) out.push((group = { key, title, rows: [] }));
    group.rows.push(...make(r).map((x) => ({ ...x, sub: x.sub === title ? '' : x.sub })));
  }
  // What comes in any condition stands last.
  return [...out.filter((g) => g.key), ...out.filter((g) => !g.key)].filter((g) => g.rows.length);
}

const blank = { where: '', mark: '', changed: false, span: 1, party: -1, besides: false, moved: '', also: [], notes: [], silent: '', lines: [], was: '', says: '' };

/** parties gives each party its place: allies in the order of the text. */
export function parties(m: Rights): Map<string, number> {
  const out = new Map<string, number>();
  for (const c of m.columns) if (c.kind === 'party') out.set(c.id, out.size);
  for (const c of m.columns) if (c.of && !out.has(c.of)) out.set(c.of, out.size);
  for (const f of m.forces) for (const d of f.designs) if (d.party && !out.has(d.party.id)) out.set(d.party.id, out.size);
  return out;
}

function partyName(m: Rights, id: string): string {
  const c = m.columns.find((x) => x.kind === 'party' && x.id === id);
  return named(c?.name as Name, id);
}

/** sheet makes the sheet of a view. */
export function sheet(m: Rights, v: View): Sheet {
  return v.table === 'forces' ? forces(m, v) : rights(m, v);
}

const fits = (filter: string, ...words: string[]) =>
  filter
    .toLowerCase()
    .split(/\s+/)
    .every((w) => words.some((x) => x.toLowerCase().includes(w)));

function rights(m: Rights, v: View): Sheet {
  const place = parties(m);
  const several = m.designs.length > 1;
  const columns = m.columns.map((c, i) => ({ ...c, i })).filter((c) => v.kinds.includes(c.kind));
  const rank = (c: RightsColumn) => (c.kind === 'party' ? 0 : c.kind === 'council' ? 1 : 2 + (place.get(c.of ?? '') ?? 9));
  columns.sort((a, b) => rank(a) - rank(b) || a.i - b.i);
  const differs = (i: number) => m.rights.some((r) => r.designs.some((d) => d.cells[i]?.changed));
  const shown = v.changed && several ? columns.filter((c) => differs(c.i)) : columns;
  const side = v.side && several;
  // What differs in a design, in the columns that are shown.
  const moved = (r: RightsRow, d: RightsIn) => d !== r.designs[0] && (d.state !== r.designs[0]?.state || shown.some((c) => d.cells[c.i]?.changed));

  const heads: Head[] = shown.flatMap((c) => {
    const head = { title: named(c.name as Name, c.id), id: c.id, kind: c.kind, of: c.of ?? '', party: place.get(c.kind === 'party' ? c.id : (c.of ?? '')) ?? -1, group: c.kind === 'post' ? t.postsOf(partyName(m, c.of ?? '')) : t[c.kind] };
    const parties = (c.parties ?? []).map((p, d) => (p.id ? `${letterOf(d)}: ${named(p.name as Name, p.id)}` : ''));
    return (side ? m.designs : [0]).map((_, d) => ({ ...head, key: `${c.kind}:${c.id}:${d}`, design: side ? d : -1, parties: parties.filter((p, i) => p && (!side || i === d)) }));
  });
  const bands: Sheet['bands'] = [];
  for (const h of heads) {
    const last = bands.at(-1);
    if (last?.title === h.group) last.span++;
    else bands.push({ title: h.group, span: 1, party: h.kind === 'post' ? h.party : -1 });
  }

  const groups = grouped(
    m.rights.filter((r) => {
      if (v.changed && several && !r.designs.some((d) => moved(r, d))) return false;
      const who = columns.flatMap((c) => (r.designs.some((d) => d.cells[c.i] && !['', 'left out'].includes(d.cells[c.i]!.role)) ? [c.id, named(c.name as Name, c.id)] : []));
      return fits(v.filter, r.decision, named(r.name as Name, ''), condition(r.condition), r.condition.length ? '' : t.any, ...r.condition.map((c) => c.id), ...who);
    }),
    (r) => {
      const key = `${r.decision}@${r.condition.map((c) => c.id).join(',')}`;
      const head = named(r.name as Name, r.decision);
      const sub = [r.move ? r.move.replace('->', ' → ') : r.name ? r.decision : '', r.move ? '' : condition(r.condition)].filter(Boolean).join(' · ');
      const row = (design: number, cells: Cell[]): Row => ({ key: `${key}/${design}`, head, id: r.decision, sub, mark: design >= 0 && r.designs[design]?.silent ? '†' : '', design, of: m.designs.length, cells });
      if (side) return [row(-1, shown.flatMap((c) => r.designs.map((d, i) => cellOf(r, key, c, d, i, true))))];
      return r.designs.map((d, i) => {
        if (i > 0 && !moved(r, d)) return row(i, [{ ...blank, key: `${key}|same|${i}`, role: 'same', text: t.same(letterOf(0)), span: shown.length, design: i, where: where(r), says: `${head}: ${t.same(letterOf(0))}.`, silent: d.silent ?? '' }]);
        if (d.state !== 'here') return row(i, [stateCell(key, d, i, shown.length)]);
        return row(i, shown.map((c) => cellOf(r, key, c, d, i, false)));
      });
    },
  );
  return { table: 'rights', corner: t.decision, heads, bands, groups, words: heads.length <= wordsMost };
}

function stateCell(key: string, d: RightsIn, design: number, span: number): Cell {
  return { ...blank, key: `${key}|state|${design}`, role: 'state', text: t[d.state as 'not in this design'], mark: d.silent ? '†' : '', changed: d.changed && design > 0, span, design, silent: d.silent ?? '', says: t[d.state as 'not in this design'] };
}

// besides: a stronger role hides that a consent must be given too.
const besides = (c: RightsCell) => c.role !== 'must consent' && c.also.includes('must consent');
const roleText = (c: RightsCell) => [roleWords[c.role], besides(c) ? roleWords['must consent'] : ''].filter(Boolean).join(', ');

// What a row is silent of as a whole is marked at its head, where it has one of its own.
function cellOf(r: RightsRow, row: string, c: RightsColumn & { i: number }, d: RightsIn, design: number, inColumns: boolean): Cell {
  const key = `${row}|${c.kind}:${c.id}|${design}`;
  const cell: RightsCell | undefined = d.cells[c.i];
  if (!cell) return { ...stateCell(key, d, design, 1), key };
  const first = r.designs[0]?.cells[c.i];
  const from = (c.parties ?? []).findIndex((p) => p.id === c.of);
  const party = (at: number) => named(c.parties?.[at]?.name as Name, c.parties?.[at]?.id ?? '');
  return {
    ...blank,
    key,
    role: cell.role,
    text: roleText(cell),
    besides: besides(cell),
    moved: cell.ofAnother ? t.moved(party(design), letterOf(from), party(from)) : '',
    mark: (cell.qualified ? '?' : '') + (cell.silent && (inColumns || cell.silent !== d.silent) ? '†' : ''),
    changed: cell.changed,
    design,
    where: where(r),
    says: sentence.role(cell.role, { who: named(c.name as Name, c.id), what: named(r.name as Name, r.decision) }),
    was: cell.changed && design > 0 ? (first ? roleText(first) : roleWords['']) : '',
    also: cell.also.map((a) => roleWords[a as Role]),
    notes: cell.notes,
    silent: cell.silent ?? '',
    lines: cell.lines,
  };
}

function forces(m: Rights, v: View): Sheet {
  const place = parties(m);
  const several = m.designs.length > 1;
  const heads: Head[] = m.designs.map((d, i) => ({ key: `design:${i}`, title: d.title, id: d.name, kind: 'design', of: '', party: -1, group: '', design: i, parties: [] }));
  const groups = grouped(
    m.forces.filter((r) => {
      if (v.changed && several && !r.designs.some((d) => d.changed)) return false;
      return fits(v.filter, r.authority, named(r.name as Name, ''), r.kind, r.force.id, named(r.force.name as Name, ''), condition(r.condition), ...r.condition.map((c) => c.id), ...r.designs.flatMap((d) => (d.holder ? [d.holder.id, named(d.holder.name as Name, '')] : [])));
    }),
    (r) => {
      const key = `${r.authority}@${r.condition.map((c) => c.id).join(',')}`;
      return [{ key, head: `${r.kind} ${t.over} ${named(r.force.name as Name, r.force.id)}`, id: r.authority, sub: condition(r.condition), mark: '', design: -1, of: 1, cells: r.designs.map((_, i) => holderOf(r, key, i, place)) }];
    },
  );
  return { table: 'forces', corner: t.authority, heads, bands: [], groups, words: true };
}

function holderOf(r: ForceRow, row: string, design: number, place: Map<string, number>): Cell {
  const d = r.designs[design]!;
  const name = (x: NamedId | undefined) => (x ? named(x.name as Name, x.id) : '');
  const text = (x: typeof d) => (x.holder ? name(x.holder) : x.state === 'nobody' ? t.nobody : t['not in this design']);
  return {
    ...blank,
    key: `${row}|design|${design}`,
    role: d.holder ? 'holder' : 'state',
    text: text(d),
    mark: d.silent ? '†' : '',
    changed: d.changed,
    party: d.party ? (place.get(d.party.id) ?? -1) : -1,
    design,
    where: where(r),
    says: d.state === 'not in this design' ? t['not in this design'] : sentence.holder(name(d.holder), name(d.party), { who: '', what: `${r.kind} ${t.over} ${name(r.force)} (${r.authority})` }),
    was: d.changed && design > 0 ? text(r.designs[0]!) : '',
    notes: d.notes,
    silent: d.silent ?? '',
    lines: d.lines,
  };
}

/** plain is the sheet as rows of text, the first being the heads; as one copies it. */
export function plain(s: Sheet, designs: string[]): string[][] {
  const several = designs.length > 1 && s.table === 'rights' && s.heads.every((h) => h.design < 0);
  const head = (h: Head) => h.title + (h.parties.length ? ` (${h.parties.join(', ')})` : h.design >= 0 && h.kind !== 'design' ? ` (${letterOf(h.design)})` : '');
  const out = [[t.condition, s.corner, ...(several ? [t.layout] : []), ...s.heads.map(head)]];
  for (const g of s.groups) {
    for (const r of g.rows) {
      out.push([g.title, r.head + (r.sub ? ` (${r.sub})` : '') + (r.mark ? ' ' + r.mark : ''), ...(several ? [designs[r.design] ?? ''] : []), ...r.cells.flatMap((c) => [textOf(c) + (c.moved ? ` (${c.moved})` : ''), ...Array<string>(c.span - 1).fill('')])]);
    }
  }
  return out;
}

/** textOf is a cell in words with its marks. */
export const textOf = (c: Cell) => (c.role === 'left out' ? '—' : c.text) + (c.mark ? ' ' + c.mark : '') + (c.changed && c.design > 0 ? ' ●' : '');
