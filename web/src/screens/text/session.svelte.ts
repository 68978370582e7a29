// A text that is looked at or edited: where it comes from, how it is saved, what Go
// says of it. The editor holds the text itself.

import { answer, api, Problem } from '../../lib/api';
import type { DraftText, EntryFiles, Item, Place, TextMessage } from '../../wire';
import type { TextEditor } from './codemirror';

/** How far what was typed is kept. `offline` is tried again. */
export type Kept = 'library' | 'saved' | 'unsaved' | 'saving' | 'offline' | 'refused' | 'conflict';

const saveAfter = 700; // ms of quiet
const judgeAfter = 180;
const againAfter = 4_000;

/** A Session is one file of one entry in the editor. */
export class Session {
  kept = $state<Kept>('library');
  revision = $state(0);
  earlier = $state(false);
  later = $state(false);
  now = $state.raw<DraftText>(); // what stands in the store, where that is another text
  refusal = $state('');

  messages = $state.raw<TextMessage[]>([]);
  elsewhere = $state.raw<TextMessage[]>([]);
  design = $state.raw<string[]>([]);
  outline = $state.raw<Item[]>([]);
  judging = $state(true);
  same = $state(true); // it is the original

  private saveTimer = 0;
  private judgeTimer = 0;
  private off = new AbortController();
  private asked = 0;
  private saved = '';

  constructor(
    readonly editor: TextEditor,
    readonly entry: EntryFiles,
    readonly file: string,
    readonly original: string | undefined, // the library's text, of a draft
  ) {}

  get draft(): boolean {
    return this.entry.draft;
  }

  /** begin shows a text as it stands. */
  begin(body: string, label: string, stands?: DraftText) {
    this.saved = body;
    this.editor.show(body, label, !this.draft);
    this.stand(stands);
    this.same = this.original === undefined || body === this.original;
    void this.judge();
  }

  private stand(f: { revision: number; undo: boolean; redo: boolean } | undefined) {
    if (!f) return;
    this.revision = f.revision;
    this.earlier = f.undo;
    this.later = f.redo;
    this.kept = 'saved';
  }

  /** changed is told after every change of the text. */
  changed() {
    this.same = this.original !== undefined && this.editor.body === this.original;
    this.judging = true;
    clearTimeout(this.judgeTimer);
    this.judgeTimer = window.setTimeout(() => void this.judge(), judgeAfter);
    if (!this.draft) return;
    if (this.kept !== 'conflict' && this.kept !== 'saving') this.kept = 'unsaved';
    this.later = false;
    if (this.kept === 'unsaved') this.saveSoon(saveAfter);
  }

  private saveSoon(after: number) {
    clearTimeout(this.saveTimer);
    this.saveTimer = window.setTimeout(() => void this.save(), after);
  }

  /** save keeps the text as it stands now; one save is under way at a time. */
  async save(): Promise<void> {
    clearTimeout(this.saveTimer);
    if (!this.draft || this.kept === 'saving' || this.kept === 'conflict' || this.off.signal.aborted) return;
    const body = this.editor.body;
    if (body === this.saved) {
      this.kept = 'saved';
      return;
    }
    this.kept = 'saving';
    try {
      const f = await answer(api.PUT('/api/drafts/{draft}/file', { params: { path: { draft: this.entry.entry }, query: { path: this.file } }, body: { base: this.revision, body } }));
      this.saved = body;
      this.refusal = '';
      this.stand(f);
      if (this.editor.body !== body) {
        this.kept = 'unsaved';
        this.saveSoon(saveAfter);
      }
    } catch (e) {
      this.failed(e);
    }
  }

  private failed(e: unknown) {
    const problem = e instanceof Problem ? e.data : undefined;
    if (problem?.status === 409) {
      this.kept = 'conflict';
      this.now = problem.now;
    } else if (!problem || problem.status === 0 || problem.status >= 500) {
      this.kept = 'offline';
      this.saveSoon(againAfter);
    } else {
      this.kept = 'refused';
      this.refusal = problem.detail;
    }
  }

  /** mine saves on top of what stands there; theirs takes it. */
  async mine() {
    if (!this.now) return;
    this.revision = this.now.revision;
    this.saved = this.now.body;
    this.now = undefined;
    this.kept = 'unsaved';
    await this.save();
  }

  theirs() {
    if (!this.now) return;
    const stands = this.now;
    this.saved = stands.body;
    this.now = undefined;
    this.kept = 'saved';
    this.editor.write(stands.body);
    clearTimeout(this.saveTimer);
    this.stand(stands);
  }

  /** step goes to the saved version before or after. */
  async step(to: 'undo' | 'redo') {
    await this.save();
    if (this.kept !== 'saved') return;
    try {
      const body = { path: this.file, base: this.revision };
      const path = { draft: this.entry.entry };
      const got = await answer(to === 'undo' ? api.POST('/api/drafts/{draft}/undo', { params: { path }, body }) : api.POST('/api/drafts/{draft}/redo', { params: { path }, body }));
      if (got.revision === 0) return;
      this.saved = got.body;
      this.editor.write(got.body);
      clearTimeout(this.saveTimer);
      this.stand(got);
    } catch (e) {
      this.failed(e);
    }
  }

  /** judge asks what there is to say of the text. An answer about a text that has
   * changed meanwhile is dropped: the next is on its way. */
  async judge() {
    if (this.editor.composing) {
      this.judgeTimer = window.setTimeout(() => void this.judge(), judgeAfter); // not in the middle of a syllable
      return;
    }
    const body = this.editor.body;
    const mine = ++this.asked;
    try {
      const got = await answer(api.POST('/api/text/diagnose', { body: { entry: this.entry.entry, file: this.file, body }, signal: this.off.signal }));
      if (mine !== this.asked || this.off.signal.aborted || this.editor.body !== body) return;
      this.messages = got.messages;
      this.elsewhere = got.elsewhere;
      this.design = got.design;
      this.outline = got.outline;
      this.judging = false;
      this.editor.messages(got.messages);
    } catch {
      if (mine === this.asked) this.judging = false; // the save says that nobody answers
    }
  }

  private at(body: string, offset: number) {
    return { body: { entry: this.entry.entry, file: this.file, body, offset }, signal: this.off.signal };
  }

  async complete(body: string, offset: number) {
    return this.quiet(answer(api.POST('/api/text/complete', this.at(body, offset))));
  }

  async hover(body: string, offset: number) {
    return (await this.quiet(answer(api.POST('/api/text/hover', this.at(body, offset)))))?.hover;
  }

  async definition(body: string, offset: number): Promise<Place[]> {
    return (await this.quiet(answer(api.POST('/api/text/definition', this.at(body, offset)))))?.places ?? [];
  }

  async references(body: string, offset: number): Promise<Place[]> {
    return (await this.quiet(answer(api.POST('/api/text/references', this.at(body, offset)))))?.places ?? [];
  }

  /** tidy formats the text; it returns false where it cannot be read. */
  async tidy(): Promise<'done' | 'same' | 'unreadable'> {
    const body = this.editor.body;
    const got = await this.quiet(answer(api.POST('/api/text/format', { body: { entry: this.entry.entry, file: this.file, body }, signal: this.off.signal })));
    if (!got || got.body === '') return 'unreadable';
    if (got.body === body) return 'same';
    if (this.editor.body === body) this.editor.write(got.body);
    return 'done';
  }

  private async quiet<T>(asked: Promise<T>): Promise<T | undefined> {
    try {
      return await asked;
    } catch {
      return undefined;
    }
  }

  /** removed says that the file is no longer there: nothing of it is to be saved. */
  removed() {
    this.saved = this.editor.body;
    this.kept = 'saved';
    clearTimeout(this.saveTimer);
  }

  /** unkept says that what was typed last is not saved. */
  get unkept(): boolean {
    return this.draft && this.kept !== 'saved' && this.kept !== 'library';
  }

  /** end saves what is left and asks nothing more. */
  async end() {
    clearTimeout(this.judgeTimer);
    await this.save();
    clearTimeout(this.saveTimer);
    this.off.abort();
  }
}
