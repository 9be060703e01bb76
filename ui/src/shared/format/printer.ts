import type { Fault } from '../ipc/client';
import { known, refusal, t } from '../messages/index.svelte';

/** What is wrong with the printer, in the language in use. A place in the network helps; the numbers of a cable do not. */
export function faultSentence(fault: Fault, connection: string | null): string {
  const place = connection !== null && !/^(?:usb|serial):/.test(connection) ? connection : null;
  return known(t().printing.faults, fault.code)?.(place) ?? refusal(fault.code, fault.message);
}
