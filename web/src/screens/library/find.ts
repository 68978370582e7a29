// Search: what has all the words that are typed, as they are typed.

import type { Entry, EntryText } from '../../wire';

/** plain is a text as it is compared: without case, accents composed alike. */
const plain = (s: string) => s.normalize('NFC').toLowerCase();

/** tokens are the words that are looked for. */
export const tokens = (query: string): string[] => plain(query).split(/\s+/).filter(Boolean);

const has = (looked: string[], ...where: string[]) => {
  const text = plain(where.join('\n'));
  return looked.every((w) => text.includes(w));
};

export const parties = (e: Entry) => e.parties.map((p) => Object.values(p.name).join(' ') + ' ' + p.id).join(' ');

/** hits is what of an entry has all the words: itself, and its texts. The entry's own
 * title counts for its texts too: "korea vacancy" finds the study of Korea. */
export function hits(e: Entry, looked: string[]): { own: boolean; texts: EntryText[] } {
  const around = [e.id, e.title];
  return {
    own: has(looked, ...around, e.about, parties(e)),
    texts: e.texts.filter((t) => {
      const own = [t.name, t.title, t.question ?? '', t.about, ...(t.answer?.says ?? [])];
      return looked.some((w) => has([w], ...own.map((x, i) => (i === 0 ? x.slice(e.id.length) : x)))) && has(looked, ...around, ...own);
    }),
  };
}

/** marked cuts a text into pieces, every second of which has been looked for. */
export function marked(text: string, looked: string[]): string[] {
  const words = looked.filter((w) => w.length > 1 || /[^\x00-\x7f]/.test(w)).sort((a, b) => b.length - a.length);
  if (words.length === 0) return [text];
  return text.split(new RegExp('(' + words.map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|') + ')', 'iu'));
}
