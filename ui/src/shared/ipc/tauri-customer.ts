/** The desktop shell's host of the customer's screen: one command, which tells through a channel of its own. */
import { Channel } from '@tauri-apps/api/core';
import { commands } from './bindings';
import type { CustomerHost } from './customer';

export function tauriCustomer(): CustomerHost {
  return {
    watch: async (show) => {
      const result = await commands.display(new Channel(show));
      if (result.status === 'error') {
        throw new Error(result.error.code);
      }
    },
  };
}
