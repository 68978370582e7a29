// A state in words: the twin of the command chart.

import { called } from './read';
import type { Frame, Names } from './types';
import { standings, statuses, t } from './words';
import { named } from '../../lib/words.svelte';

/** stateTable says who holds, acts and sits in a state, and what is under way. */
export function stateTable(f: Frame, names: Names): { heads: string[]; rows: string[][] } {
  const post = (id: string) => called(names, id, 'posts');
  const rows: string[][] = [];
  for (const c of f.conditions) rows.push([`${t.condition}: ${named(names[`conditions/${c.scale}`], c.scale)}`, named(names[`conditions/${c.scale}/${c.value}`], c.value), '']);
  for (const h of f.authorities) {
    const acting = h.acting.map(post).join(', '), offices = h.holders.map(post).join(', ');
    const passing = h.passing ? `; ${t.passing}: ${h.passing.from} → ${h.passing.to}${h.passing.goal ? ' (' + post(h.passing.goal) + ')' : ''}` : '';
    rows.push([`${t.authority}: ${called(names, h.authority, 'authority')}`, acting === offices || !acting ? offices || '—' : `${offices}; ${t.acts(acting)}`, (standings[h.standing] ?? h.standing) + passing]);
  }
  for (const v of f.empty) rows.push([`${t.empty}: ${post(v.post)}`, v.acting ? t.acts(post(v.acting)) : t.nobodyActs, '']);
  for (const l of f.out) rows.push([`${t.out}: ${called(names, l, 'links')}`, '', '']);
  for (const p of f.procedures) {
    const steps = p.steps.filter((s) => s.status !== 'later').map((s) => `${s.step}: ${statuses[s.status] ?? s.status}${s.option ? ' (' + s.option + ')' : ''}`);
    rows.push([`${t.procs}: ${called(names, p.procedure, 'procedures')}`, steps.join('; '), '']);
  }
  return { heads: [t.element, t.holder, t.standing], rows };
}
