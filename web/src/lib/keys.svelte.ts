// Keys that work anywhere on a screen, where nothing is being typed. A user can switch
// the single keys off (WCAG 2.1.4), in the help sheet.

import { untrack } from 'svelte';

class Keys {
  on = $state(localStorage.getItem('keys') !== 'off');
  list = $state.raw<{ key: string; what: () => string }[]>([]);

  set(on: boolean) {
    this.on = on;
    localStorage.setItem('keys', on ? 'on' : 'off');
  }
}

export const shortcuts = new Keys();

const typing = 'input:not([type="checkbox"], [type="radio"], [type="range"]), textarea, select, [contenteditable="true"]';

/** keys has a key, or one key after another as "g1", do something while the component
 * that asks is there. `what` says it on the help sheet. To be called while a component
 * is made. */
export function keys(sequence: string, act: () => void, what?: () => string) {
  let before = '';
  $effect(() => {
    const on = (e: KeyboardEvent) => {
      if (!shortcuts.on || e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
      if ((e.target as Element).closest?.(typing) || document.querySelector('dialog[open]')) return;
      const typed = before + e.key;
      before = sequence.length > typed.length && sequence.startsWith(typed) ? typed : '';
      if (typed === sequence || (sequence.length === 1 && e.key === sequence)) {
        e.preventDefault();
        before = '';
        act();
      }
    };
    addEventListener('keydown', on);
    if (what) untrack(() => (shortcuts.list = [...shortcuts.list, { key: sequence, what }]));
    return () => {
      removeEventListener('keydown', on);
      untrack(() => (shortcuts.list = shortcuts.list.filter((k) => k.what !== what)));
    };
  });
}
