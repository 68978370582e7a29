// The designs that a view is of: they stand in the address, the first being the one
// that the others are compared with.

import { answer, api } from './api';
import { resource } from './resource.svelte';
import { view } from './url.svelte';
import type { Entry, Library } from '../wire';

/** entryOf is the entry of a design's name: "korea/a+b" is of "korea". */
export const entryOf = (design: string) => design.split('/')[0] ?? '';

/** called is what an entry is called in a list: a draft has the title of its original. */
export const called = (e: Pick<Entry, 'id' | 'title' | 'draft'>) => (e.draft ? `${e.title} (${e.id})` : e.title);

export class Designs {
  // Asked for anew by each screen: drafts come and go.
  library = resource<Library>((signal) => answer(api.GET('/api/library', { signal })));

  constructor(readonly first: string) {}

  /** The names of the designs, at least one. */
  get names(): string[] {
    const all = view.all('design');
    return all.length ? all : [this.first];
  }

  get entry(): string {
    return entryOf(this.names[0] ?? '');
  }

  /** What an analyst calls a design: the title of the arrangement or of its variants. */
  title(name: string): string {
    const entry = this.library.data?.entries.find((e) => e.id === entryOf(name));
    const ids = name.split('/')[1]?.split('+') ?? [];
    if (!entry) return name;
    if (ids.length === 0) return called(entry);
    const whole = entry.texts.find((t) => t.kind === 'variant' && t.design === name);
    if (whole) return whole.title;
    return ids.map((id) => entry.texts.find((t) => t.kind === 'variant' && t.name === `${entry.id}/${id}`)?.title ?? id).join(' + ');
  }

  /** The designs of the entry that can be added. */
  get others(): string[] {
    const entry = this.library.data?.entries.find((e) => e.id === this.entry);
    if (!entry) return [];
    return [entry.id, ...entry.texts.filter((t) => t.kind === 'variant').map((t) => t.design || t.name)].filter((n) => !this.names.includes(n));
  }
}
