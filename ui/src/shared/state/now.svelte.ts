import { onDestroy } from 'svelte';

/** The time for countdowns, renewed four times a second while the component lives. Decides nothing. */
export function ticking(): { readonly ms: number } {
  let ms = $state(Date.now());
  const timer = setInterval(() => {
    ms = Date.now();
  }, 250);
  onDestroy(() => clearInterval(timer));
  return {
    get ms() {
      return ms;
    },
  };
}
