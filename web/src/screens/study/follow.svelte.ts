// A run as it goes: asked for once, then followed as server-sent events. Each event
// carries the whole of one part, so the newest is enough, and a lost connection (which
// the browser mends, with the id of the last event) costs nothing; it is told, since what
// the page shows then is old.

import { answer, api, Problem } from '../../lib/api';
import { language } from '../../lib/words.svelte';
import type { Run, RunFollowed, RunProgress, StudyWatch } from '../../wire';

export const underWay = (run: Run | undefined) => run?.state === 'queued' || run?.state === 'running';

export class Followed {
  run = $state.raw<Run>();
  progress = $state.raw<RunProgress>();
  watch = $state.raw<StudyWatch>();
  problem = $state.raw<Problem>();
  silent = $state(false); // the workbench does not answer
  #events: EventSource | undefined;

  /** start follows a run, anew where it did before. */
  start(id: string) {
    this.stop();
    this.problem = undefined;
    const off = new AbortController();
    this.#off = off;
    answer(api.GET('/api/runs/{id}', { params: { path: { id } }, signal: off.signal })).then(
      (now: RunFollowed) => {
        if (off.signal.aborted) return;
        this.run = now.run;
        this.progress = now.progress;
        this.watch = now.watch;
        if (underWay(now.run)) this.#listen(id);
      },
      (e: unknown) => {
        if (!off.signal.aborted) this.problem = e instanceof Problem ? e : new Problem({ title: 'error', status: 0, detail: String(e) });
      },
    );
  }

  #off: AbortController | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  #listen(id: string) {
    const events = new EventSource(`/api/runs/${encodeURIComponent(id)}/events?lang=${language.now}`);
    this.#events = events;
    events.onopen = () => (this.silent = false);
    events.onerror = () => {
      this.silent = true;
      // What is refused, as by a proxy, the browser does not ask for again.
      if (events.readyState === EventSource.CLOSED) this.#again = setTimeout(() => this.#listen(id), 2000);
    };
    const on = <T>(kind: string, take: (x: T) => void) => events.addEventListener(kind, (e) => take(JSON.parse((e as MessageEvent<string>).data) as T));
    on<Run>('run', (x) => {
      this.run = x;
      if (!underWay(x)) events.close();
    });
    on<RunProgress>('progress', (x) => (this.progress = x));
    on<StudyWatch>('watch', (x) => (this.watch = x));
  }

  stop() {
    this.#off?.abort();
    clearTimeout(this.#again);
    this.#events?.close();
    this.#events = undefined;
    this.silent = false;
    this.run = undefined;
    this.progress = undefined;
    this.watch = undefined;
  }
}
