// How findings are read: what elements are called, which findings a choice leaves, where
// their lines are.

import type { About, Finding, Names } from './types';
import { href } from '../../lib/url.svelte';
import { named } from '../../lib/words.svelte';

/** key is a finding in the address. */
export const key = (f: { check: string; element: string }) => f.check + ' ' + f.element;

/** fromKey is what a key names. */
export function fromKey(k: string): { check: string; element: string } {
  const at = k.indexOf(' ');
  return at < 0 ? { check: k, element: '' } : { check: k.slice(0, at), element: k.slice(at + 1) };
}

const sections = ['authority', 'posts', 'forces', 'councils', 'links', 'procedures', 'parties', 'kinds'];

/** called is what an element is called, by its id alone; the id where it has no name. */
export function called(names: Names, id: string, section = ''): string {
  for (const s of section ? [section] : sections) {
    const name = names[`${s}/${id}`];
    if (name) return named(name, id);
  }
  return id;
}

/** elementName is what the element of a finding is called, part by part. */
export function elementName(names: Names, element: string): string {
  if (names === undefined) return element;
  return element
    .split(' ')
    .map((word) => {
      const [first = '', second] = word.split('/');
      if (second === undefined) return called(names, first);
      const step = names[`procedures/${first}/steps/${second}`];
      return called(names, first, 'procedures') + ' / ' + (step ? named(step, second) : second);
    })
    .join(' ');
}

/** The kinds of what a finding may concern, in the order in which they are offered. */
export const concerns = ['parties', 'posts', 'forces', 'authorities', 'councils', 'procedures', 'links'] as const;
export type Concern = (typeof concerns)[number];

const sectionOf: Record<Concern, string> = { parties: 'parties', posts: 'posts', forces: 'forces', authorities: 'authority', councils: 'councils', procedures: 'procedures', links: 'links' };

/** offered lists what the findings concern, by kind, each once, in the order of the findings. */
export function offered(findings: Finding[], names: Names): { kind: Concern; list: { value: string; text: string }[] }[] {
  return concerns
    .map((kind) => {
      const ids = new Set(findings.flatMap((f) => f.about[kind]));
      const list = [...ids].map((id) => {
        const text = called(names, id, sectionOf[kind]);
        return { value: `${kind}/${id}`, text: text === id ? id : `${text} (${id})` };
      });
      return { kind, list: list.sort((x, y) => x.text.localeCompare(y.text)) };
    })
    .filter((g) => g.list.length > 0);
}

/** isAbout reports whether a finding concerns what a choice names; "" is everything. */
export function isAbout(about: About, of: string): boolean {
  if (!of) return true;
  const at = of.indexOf('/');
  return about[of.slice(0, at) as Concern]?.includes(of.slice(at + 1)) ?? false;
}

/** lineHref is the address of a line of a text on the screen of texts. */
export function lineHref(design: string, line: { file: string; line: number }): string {
  return href('text', { entry: design.split('/')[0] ?? '', file: line.file, line: String(line.line) });
}

/** distinctLines leaves each line once. */
export function distinctLines<L extends { file: string; line: number }>(lines: readonly L[]): L[] {
  const seen = new Set<string>();
  return lines.filter((l) => !seen.has(l.file + l.line) && seen.add(l.file + l.line));
}
