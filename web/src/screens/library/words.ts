import { words } from '../../lib/words.svelte';

export const t = words({
  en: { head: 'Arrangements' },
  ko: { head: '지휘체계' },
});
