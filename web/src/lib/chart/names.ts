// What people call the elements of a chart, in the language of the page.

import type { Chart } from '../../wire';
import { type Name, named } from '../words.svelte';

type Kind = 'post' | 'council' | 'authority' | 'link' | 'procedure' | 'step' | 'scale' | 'value' | 'party' | 'force';

/** Names finds names by id. An id without a name is its own. */
export class Names {
  readonly #all = new Map<string, Name>();

  constructor(chart: Chart) {
    const put = (kind: Kind, id: string, name: Name) => this.#all.set(kind + ' ' + id, name);
    for (const x of chart.posts) put('post', x.id, x.name);
    for (const x of chart.councils) put('council', x.id, x.name);
    for (const x of chart.leftOut) put(x.kind, x.id, x.name);
    for (const x of chart.authorities) put('authority', x.id, x.name);
    for (const x of chart.links) put('link', x.id, x.name);
    for (const x of chart.parties) put('party', x.id, x.name);
    for (const f of chart.forces) for (const x of f.forces) put('force', x.id, x.name);
    for (const x of chart.procedures) {
      put('procedure', x.id, x.name);
      for (const s of x.steps) put('step', x.id + '/' + s.id, s.name);
    }
    for (const x of chart.scales) {
      put('scale', x.id, x.name);
      for (const v of x.values) put('value', v.id, v.name);
    }
  }

  of(kind: Kind, id: string): string {
    return named(this.#all.get(kind + ' ' + id), kind === 'step' ? (id.split('/')[1] ?? id) : id);
  }

  /** short is a name up to its first comma. */
  short(kind: Kind, id: string): string {
    return this.of(kind, id).split(',')[0] as string;
  }

  list(kind: Kind, ids: readonly string[]): string {
    return ids.map((id) => this.of(kind, id)).join(', ');
  }
}
