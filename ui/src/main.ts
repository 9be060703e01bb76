import './shared/styles/tokens.css';
import './shared/styles/fonts.css';
import './shared/styles/base.css';
import { mount } from 'svelte';
import App from './app/App.svelte';
import type { TillClient } from './shared/ipc/client';
import { webAudioSounds } from './shared/sound/tones';
import { Session } from './shared/state/session.svelte';

/** The fake core is for looking at screens in a browser; a production build does not contain it. */
async function host(): Promise<TillClient> {
  if (import.meta.env.MODE === 'demo') {
    const { demoClient } = await import('./shared/ipc/demo/index');
    return demoClient(new URLSearchParams(location.search));
  }
  const { tauriClient } = await import('./shared/ipc/tauri');
  return tauriClient();
}

const target = document.getElementById('app');
if (target !== null) {
  const session = new Session(await host(), webAudioSounds());
  mount(App, { target, props: { session } });
}
