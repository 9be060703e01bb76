import '../shared/styles/tokens.css';
import '../shared/styles/fonts.css';
import '../shared/styles/base.css';
import './customer.css';
import { mount } from 'svelte';
import type { CustomerHost } from '../shared/ipc/customer';
import Page from './Page.svelte';

/** The fake core is for looking at the screen in a browser; a production build does not contain it. */
async function host(): Promise<CustomerHost> {
  if (import.meta.env.MODE === 'demo') {
    const { demoCustomer } = await import('../shared/ipc/demo/customer');
    return demoCustomer(new URLSearchParams(location.search));
  }
  const { tauriCustomer } = await import('../shared/ipc/tauri-customer');
  return tauriCustomer();
}

const target = document.getElementById('app');
if (target !== null) {
  mount(Page, { target, props: { host: await host() } });
}
