// The language of the page: one state, read wherever words are shown, so that a switch
// needs no reload.

export type Lang = 'en' | 'ko';

function first(): Lang {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem('lang') ?? navigator.language;
  return asked.startsWith('ko') ? 'ko' : 'en';
}

class Language {
  now = $state<Lang>(first());

  set(lang: Lang) {
    this.now = lang;
    localStorage.setItem('lang', lang);
  }
}

export const language = new Language();

type Word = string | ((...args: never[]) => string);

/** words returns the words of a part of the page in the language of the page. Both
 * languages have the same keys. */
export function words<T extends Record<string, Word>>(all: { en: T; ko: { [K in keyof T]: T[K] extends string ? string : T[K] } }): T {
  return new Proxy(all.en, { get: (_, key: string) => all[language.now][key as keyof T] });
}

/** A name of a text in several languages, as the API gives it. */
export type Name = Record<string, string> | undefined;

/** named is a name in the language of the page, or the English one, or the id. */
export function named(name: Name, id: string): string {
  return name?.[language.now] ?? name?.['en'] ?? id;
}
