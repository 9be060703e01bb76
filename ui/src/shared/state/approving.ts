/** A client whose refused commands are asked again once a manager has approved them. */
import { type TillClient, TillError } from '../ipc/client';

/** What it is for to approve, or to be nobody: these are never asked again. */
const ownBusiness: ReadonlySet<string | symbol> = new Set([
  'appState',
  'approve',
  'listen',
  'lock',
  'makeOwner',
  'people',
  'signIn',
]);

export interface Approvals {
  /** Asks a manager to let this action through; false when nobody does. */
  ask(action: string): Promise<boolean>;
  /** The core knows nobody at the till any more. */
  signedOut(): void;
}

async function passed<T>(command: () => Promise<T>, approvals: Approvals): Promise<T> {
  try {
    return await command();
  } catch (error) {
    if (!(error instanceof TillError)) {
      throw error;
    }
    if (error.code === 'signed_out') {
      approvals.signedOut();
    }
    if (error.code !== 'needs_manager' || error.action === null) {
      throw error;
    }
    if (!(await approvals.ask(error.action))) {
      throw new TillError('not_approved', 'Nobody approved it, so nothing was done.', error.action);
    }
    return await command();
  }
}

/** The same commands for every screen, each with its approval. */
export function approving(client: TillClient, approvals: Approvals): TillClient {
  return new Proxy(client, {
    get(target, name) {
      const command: unknown = Reflect.get(target, name);
      if (typeof command !== 'function' || ownBusiness.has(name)) {
        return command;
      }
      return (...given: unknown[]) =>
        passed(async () => Reflect.apply(command, target, given) as unknown, approvals);
    },
  });
}
