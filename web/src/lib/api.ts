// What the page asks of the server: typed by the description that Go writes.

import createClient from 'openapi-fetch';
import type { paths, Problem as ProblemData } from '../wire';
import { language } from './words.svelte';

export const api = createClient<paths>();

// Sentences are made by the server, in the language of the page.
api.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', language.now);
    return request;
  },
});

/** A Problem is what the server says is wrong. */
export class Problem extends Error {
  constructor(readonly data: ProblemData) {
    super(data.detail);
  }
}

/** answer waits for an answer of the API; what is wrong is thrown as a Problem.
 * `await answer(api.GET('/api/library'))` */
export async function answer<T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  void language.now; // an effect that asks does so again in another language
  let got;
  try {
    got = await asked;
  } catch (e) {
    if (e instanceof DOMException) throw e; // it was called off
    throw new Problem({ title: 'unreachable', status: 0, detail: String(e) });
  }
  if (got.error !== undefined) {
    const e = got.error as Partial<ProblemData>;
    throw new Problem({ title: got.response.statusText, status: got.response.status, detail: typeof got.error === 'string' ? got.error : '', ...e });
  }
  return got.data as T;
}
