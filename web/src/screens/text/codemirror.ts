// The editor: CodeMirror with what Go says of the text put into it. Nothing here knows
// the language of the texts.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, snippet, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, redo, redoDepth, undo, undoDepth } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, codeFolding, foldGutter, foldKeymap, HighlightStyle, indentOnInput, indentService, indentUnit, syntaxHighlighting, type IndentContext } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { unifiedMergeView } from '@codemirror/merge';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Annotation, Compartment, EditorSelection, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, hoverTooltip, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { language, named, type Lang } from '../../lib/words.svelte';
import type { Completions, Hover, TextMessage } from '../../wire';
import { kindWord, phrases, t } from './words';

/** What an editor asks, and whom it tells. Offsets are UTF-16 code units on both sides. */
export interface Asks {
  complete(body: string, offset: number): Promise<Completions | undefined>;
  hover(body: string, offset: number): Promise<Hover | undefined>;
  definition(body: string, offset: number): void;
  references(body: string, offset: number): void;
  format(): void;
  save(): void;
  changed(): void;
  moved(offset: number): void;
}

/** put marks a change that does not come from the user: it is not to be saved. */
const put = Annotation.define<boolean>();

const lock = new Compartment();
const diff = new Compartment();
const spoken = new Compartment();
const named_ = new Compartment();

const highlight = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--good)' },
  { tag: [tags.lineComment, tags.comment], color: 'var(--quiet)', fontStyle: 'italic' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--quiet)' },
  { tag: [tags.keyword, tags.typeName, tags.labelName], color: 'var(--third)' },
]);

const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--panel)', color: 'var(--text)', fontSize: '13.5px' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-1px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--text)', paddingBottom: '30vh' },
  '.cm-cursor': { borderLeftColor: 'var(--text)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'var(--sunk)', color: 'var(--quiet)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--accent-ground) 55%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--accent-ground)', color: 'var(--text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'color-mix(in srgb, var(--accent) 28%, transparent)' },
  '.cm-selectionMatch': { backgroundColor: 'color-mix(in srgb, var(--warn) 18%, transparent)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-ground)', outline: '1px solid var(--accent)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--alarm) 1.5px', textUnderlineOffset: '3px', textDecorationSkipInk: 'none' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline dotted var(--warn) 2px', textUnderlineOffset: '3px', textDecorationSkipInk: 'none' },
  '.cm-tooltip': { backgroundColor: 'var(--panel)', color: 'var(--text)', border: '1px solid var(--strong-line)', borderRadius: '6px', boxShadow: '0 4px 18px rgb(0 0 0 / 18%)', fontFamily: 'system-ui, sans-serif', fontSize: '14px', maxWidth: 'min(560px, 92vw)', wordBreak: 'keep-all', overflowWrap: 'anywhere' },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', fontSize: '13px', maxHeight: '16em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px', lineHeight: '1.4' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--on-accent)' },
  '.cm-completionDetail': { fontFamily: 'system-ui, sans-serif', fontStyle: 'normal', marginLeft: '1em', opacity: '0.8' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionInfo': { padding: '6px 10px', maxWidth: '340px' },
  '.cm-snippetField': { backgroundColor: 'var(--accent-ground)' },
  '.cm-panels': { backgroundColor: 'var(--sunk)', color: 'var(--text)', borderColor: 'var(--line)' },
  '.cm-panel.cm-search': { padding: '8px 10px', fontFamily: 'system-ui, sans-serif', fontSize: '14px' },
  '.cm-panel.cm-search label': { fontSize: '13px', display: 'inline-flex', alignItems: 'center', gap: '4px' },
  '.cm-textfield, .cm-button': { backgroundImage: 'none', backgroundColor: 'var(--panel)', color: 'var(--text)', border: '1px solid var(--strong-line)', borderRadius: '4px', fontSize: '13px' },
  '.cm-searchMatch': { backgroundColor: 'var(--warn-ground)', outline: '1px solid var(--warn)' },
  '.cm-searchMatch-selected': { backgroundColor: 'color-mix(in srgb, var(--warn) 45%, transparent)' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--sunk)', borderColor: 'var(--line)', color: 'var(--quiet)' },
  '&.cm-merge-b .cm-changedLine, .cm-inlineChangedLine, .cm-insertedLine': { backgroundColor: 'var(--good-ground)' },
  '&.cm-merge-b .cm-changedText, .cm-insertedLine .cm-changedText': { background: 'color-mix(in srgb, var(--good) 28%, transparent)', textDecoration: 'none' },
  '.cm-deletedChunk': { backgroundColor: 'var(--alarm-ground)' },
  '.cm-deletedChunk .cm-deletedText': { background: 'color-mix(in srgb, var(--alarm) 24%, transparent)' },
  '.cm-changedLineGutter': { background: 'var(--good)' },
  '.cm-deletedLineGutter': { background: 'var(--alarm)' },
  '.cm-collapsedLines': { background: 'var(--sunk)', color: 'var(--quiet)', fontFamily: 'system-ui, sans-serif', fontSize: '13px', padding: '3px 10px', cursor: 'pointer' },
  '.cm-collapsedLines::before, .cm-collapsedLines::after': { content: '"↕"', margin: '0 6px' },
  '.cm-tooltip-lint': { padding: '0' },
  '.cm-diagnostic': { padding: '8px 12px', borderLeftWidth: '4px', borderLeftStyle: 'solid', marginLeft: '0', whiteSpace: 'normal' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--alarm)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warn)' },
  '.cm-card': { padding: '8px 12px', display: 'grid', gap: '4px' },
  '.cm-card code': { fontFamily: 'var(--mono)', fontSize: '0.93em' },
  '.cm-card .quiet, .cm-diagnostic .quiet': { color: 'var(--quiet)', fontSize: '0.93em' },
});

function el(tag: string, text: string, classes = '', lang = ''): HTMLElement {
  const node = document.createElement(tag);
  node.textContent = text;
  if (classes) node.className = classes;
  if (lang) node.lang = lang;
  return node;
}

/** message is a diagnostic as the editor shows it. */
function message(m: TextMessage, length: number): Diagnostic {
  const from = Math.min(m.place.range.from, length);
  const to = Math.min(Math.max(m.place.range.to, from), length);
  return {
    from, to, severity: m.severity === 'error' ? 'error' : 'warning', message: m.message,
    renderMessage: () => {
      const box = document.createElement('div');
      box.lang = 'en';
      box.append(el('div', m.message));
      if (m.hint) box.append(el('div', m.hint));
      for (const n of m.notes ?? []) box.append(el('div', n.message + (n.place ? ` (${n.place.file}:${n.place.line})` : ''), 'quiet'));
      if (m.explain) box.append(el('div', `[${m.code}] ${m.explain}`, 'quiet'));
      return box;
    },
  };
}

/** card shows what stands at a place. */
function card(h: Hover): HTMLElement {
  const box = document.createElement('div');
  box.className = 'cm-card';
  const head = el('div', h.kind ? kindWord(h.kind) + ' ' : '');
  head.append(el('code', h.title));
  const names = [h.name?.['ko'], h.name?.['en']].filter(Boolean);
  if (language.now === 'en') names.reverse();
  if (names.length) head.append(el('strong', '  ' + names.join(' · ')));
  if (h.required) head.append(el('span', '  ' + t.required, 'quiet'));
  box.append(head);
  if (h.read) box.append(el('div', `${t.readAs}: ${h.read}`, '', language.now === 'en' ? '' : 'en'));
  if (h.doc) box.append(el('div', h.doc.length > 400 ? h.doc.slice(0, 399) + '…' : h.doc, '', 'en'));
  if (h.expected) {
    const line = el('div', t.expected + ': ', 'quiet');
    line.append(el('span', h.expected, '', 'en'));
    box.append(line);
  }
  for (const d of h.declared ?? []) box.append(el('div', `${t.declared} ${d.file}:${d.line}`, 'quiet'));
  return box;
}

const kinds: Record<string, string> = { key: 'property', word: 'enum', snippet: 'text', question: 'function' };

function completer(asks: Asks) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const before = context.state.sliceDoc(Math.max(context.pos - 1, 0), context.pos);
    const opens = /(?:^\s*-|:|[,{[(]) $|[{[(]$/.test(context.state.sliceDoc(context.state.doc.lineAt(context.pos).from, context.pos)); // something begins here
    if (!context.explicit && !opens && !/[\p{L}\p{N}\-_./@>]/u.test(before)) return null;
    const got = await asks.complete(context.state.doc.toString(), context.pos);
    if (!got || context.aborted) return null;
    return {
      from: got.range.from, to: got.range.to, validFor: /^[\p{L}\p{N}\p{M}\-_./>()]*$/u,
      options: got.list.map((c, i): Completion => ({
        label: c.label, detail: c.name ? named(c.name, '') : c.kind === 'key' || c.kind === 'snippet' || c.kind === 'word' ? '' : kindWord(c.kind), type: kinds[c.kind] ?? 'variable',
        boost: -Math.min(i, 90), apply: c.fields ? snippet(c.insert) : c.insert,
        ...(c.doc ? { info: () => el('div', c.doc ?? '', '', 'en') } : {}),
      })),
    };
  };
}

/** indent has a new line begin where the one above begins, and deeper behind a colon or
 * the dash of an item. */
function indent(context: IndentContext, pos: number): number {
  const above = context.lineAt(pos, -1).text;
  const dash = /^\s*(?:- +)+(?=[^\s{["'#][^#]*:(?: |$))/.exec(above);
  const begins = dash ? dash[0].length : above.length - above.trimStart().length;
  return /:\s*(?:#.*)?$/.test(above) ? begins + context.unit : begins;
}

/** Text is an editor on the page. */
export class TextEditor {
  readonly view: EditorView;
  private readonly extensions: Extension;

  constructor(parent: HTMLElement, private readonly asks: Asks) {
    const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
    const at = (view: EditorView, act: (body: string, offset: number) => void) => {
      act(view.state.doc.toString(), view.state.selection.main.head);
      return true;
    };
    this.extensions = [
      EditorView.cspNonce.of(nonce), look, syntaxHighlighting(highlight), yaml(), indentUnit.of('  '), indentService.of(indent),
      lineNumbers(), highlightActiveLine(), highlightActiveLineGutter(), highlightSpecialChars(), drawSelection(), history(), indentOnInput(), bracketMatching(), closeBrackets(), codeFolding(), foldGutter(), highlightSelectionMatches(),
      search({ top: true }), lintGutter(), EditorView.lineWrapping, EditorState.tabSize.of(2),
      autocompletion({ override: [completer(asks)], icons: false, maxRenderedOptions: 80, activateOnTypingDelay: 60 }),
      hoverTooltip(async (view, pos) => {
        const h = await asks.hover(view.state.doc.toString(), pos);
        return h ? { pos: h.range.from, end: h.range.to, above: true, create: () => ({ dom: card(h) }) } : null;
      }, { hideOnChange: true }),
      keymap.of([
        { key: 'F12', run: (view) => at(view, (b, o) => asks.definition(b, o)) },
        { key: 'Shift-F12', run: (view) => at(view, (b, o) => asks.references(b, o)) },
        { key: 'Shift-Alt-f', run: () => (asks.format(), true) },
        { key: 'Mod-s', preventDefault: true, run: () => (asks.save(), true) },
        ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap,
      ]),
      EditorView.domEventHandlers({
        mousedown: (event, view) => {
          if (!(event.ctrlKey || event.metaKey) || event.button !== 0) return false;
          const pos = view.posAtCoords({ x: event.clientX, y: event.clientY });
          if (pos === null) return false;
          event.preventDefault();
          asks.definition(view.state.doc.toString(), pos);
          return true;
        },
      }),
      EditorView.updateListener.of((u) => {
        if (u.docChanged && !u.transactions.some((tr) => tr.annotation(put))) asks.changed();
        if (u.docChanged || u.selectionSet) asks.moved(u.state.selection.main.head);
      }),
      lock.of([]), diff.of([]), spoken.of([]), named_.of([]),
    ];
    this.view = new EditorView({ parent, state: EditorState.create({ extensions: this.extensions }) });
  }

  get body(): string {
    return this.view.state.doc.toString();
  }

  get steps(): { undo: number; redo: number } {
    return { undo: undoDepth(this.view.state), redo: redoDepth(this.view.state) };
  }

  undo = () => undo(this.view);
  redo = () => redo(this.view);

  /** show begins anew with a text. */
  show(body: string, label: string, readOnly: boolean) {
    this.view.setState(EditorState.create({ doc: body, extensions: this.extensions }));
    this.view.dispatch({ effects: [lock.reconfigure(readOnly ? EditorState.readOnly.of(true) : []), named_.reconfigure(EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }))] });
  }

  speak(lang: Lang, label: string) {
    this.view.dispatch({ effects: [spoken.reconfigure(lang === 'ko' ? EditorState.phrases.of(phrases) : []), named_.reconfigure(EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }))] });
  }

  /** write puts another text in place, as an edit that can be undone. Lines that are
   * alike at both ends stay, and with them the cursor. */
  write(body: string) {
    const old = this.body;
    let from = 0;
    while (from < old.length && from < body.length && old[from] === body[from]) from++;
    let end = 0;
    while (end < old.length - from && end < body.length - from && old[old.length - 1 - end] === body[body.length - 1 - end]) end++;
    if (from === old.length && from === body.length) return;
    this.view.dispatch({ changes: { from, to: old.length - end, insert: body.slice(from, body.length - end) }, userEvent: 'input' });
  }

  messages(list: TextMessage[]) {
    const length = this.view.state.doc.length;
    this.view.dispatch(setDiagnostics(this.view.state, list.map((m) => message(m, length))));
  }

  /** compare shows the changes against an original; null: no longer. */
  compare(original: string | null) {
    this.view.dispatch({ effects: diff.reconfigure(original === null ? [] : unifiedMergeView({ original, mergeControls: false, gutter: true, collapseUnchanged: { margin: 3, minSize: 6 } })) });
  }

  get composing(): boolean {
    return this.view.composing;
  }

  get line(): number {
    return this.view.state.doc.lineAt(this.view.state.selection.main.head).number;
  }

  /** lineStart is where a line begins, without its blanks. */
  lineStart(line: number): number {
    const l = this.view.state.doc.line(Math.min(Math.max(line, 1), this.view.state.doc.lines));
    return l.from + (l.text.length - l.text.trimStart().length);
  }

  select(from: number, to = from, focus = true) {
    const length = this.view.state.doc.length;
    const range = EditorSelection.range(Math.min(from, length), Math.min(to, length));
    this.view.dispatch({ selection: range, effects: EditorView.scrollIntoView(range, { y: 'center' }) });
    if (focus) this.view.focus();
  }

  destroy() {
    this.view.destroy();
  }
}
