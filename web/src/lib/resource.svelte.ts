// What a screen asks for and shows as soon as it is there.

import { Problem } from './api';
import { language } from './words.svelte';

/** A Resource is an answer on its way: while a new one is asked for, the one before
 * stays. */
export class Resource<T> {
  data = $state.raw<T>();
  problem = $state.raw<Problem>();
  loading = $state(true);
}

/** resource asks whenever what `ask` reads or the language changes, and calls off what was asked
 * before. To be called while a component is made. */
export function resource<T>(ask: (signal: AbortSignal) => Promise<T>): Resource<T> {
  const r = new Resource<T>();
  $effect(() => {
    void language.now; // sentences come in the language of the page
    const off = new AbortController();
    r.loading = true;
    ask(off.signal).then(
      (data) => {
        if (off.signal.aborted) return;
        r.data = data;
        r.problem = undefined;
        r.loading = false;
      },
      (e: unknown) => {
        if (off.signal.aborted) return;
        r.problem = e instanceof Problem ? e : new Problem({ title: 'error', status: 0, detail: String(e) });
        r.loading = false;
      },
    );
    return () => off.abort();
  });
  return r;
}
