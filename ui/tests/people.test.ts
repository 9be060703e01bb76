import { cleanup, render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type PersonView, type TillClient, TillError } from '$shared/ipc/client';
import { silent } from '$shared/sound/tones';
import { approving } from '$shared/state/approving';
import { Session } from '$shared/state/session.svelte';
import App from '../src/app/App.svelte';
import Roster from '../src/features/people/Roster.svelte';
import { waitOf } from '../src/features/people/wait';
import { type FakeClient, fakeClient, started } from './support/client';
import Host from './support/Host.svelte';
import { app, order, owner } from './support/orders';

const manager: PersonView = { ...owner, person: 'p2', name: 'Mona', role: 'manager' };
const cashier: PersonView = { ...owner, person: 'p3', name: 'Ali', role: 'cashier' };

/** A core with three people, all of whose PIN is 246810. */
function shop(over: Partial<TillClient> = {}): FakeClient {
  const fake = fakeClient({
    people: vi.fn(async () => [owner, manager, cashier]),
    peopleAll: vi.fn(async () => [
      owner,
      manager,
      cashier,
      { ...cashier, person: 'p4', name: 'Omar', active: false },
    ]),
    lock: vi.fn(async () => {
      fake.state.app = app({ person: null, may: [] });
    }),
    signIn: vi.fn(async (id: string, pin: string) => {
      if (pin !== '246810') {
        throw new TillError('pin_wrong', 'That is not the PIN: type it again, 4 tries are left.');
      }
      const who = [owner, manager, cashier].find((one) => one.person === id) ?? null;
      fake.state.app = app({ person: who });
    }),
    approve: vi.fn(async () => undefined),
    ...over,
  });
  return fake;
}

async function open(fake: FakeClient, shows: string): Promise<Session> {
  const session = new Session(fake.client, silent);
  render(App, { session });
  await screen.findByTestId(shows);
  return session;
}

async function touch(digits: string) {
  for (const digit of digits) {
    await userEvent.click(screen.getByTestId(`pin-${digit}`));
  }
}

afterEach(() => {
  cleanup();
  location.hash = '';
});

describe('the first owner', () => {
  it('is named, chooses a PIN twice, and is at the till', async () => {
    const made = vi.fn<TillClient['makeOwner']>(async () => {
      fake.state.app = app();
    });
    const fake = shop({ makeOwner: made });
    fake.state.app = app({ owner_needed: true, person: null, may: [] });
    await open(fake, 'first-owner');
    await userEvent.click(screen.getByTestId('owner-next'));
    expect(screen.getByText(/Write the name/)).toBeInTheDocument();
    await userEvent.type(screen.getByTestId('owner-name'), 'Noor');
    await userEvent.click(screen.getByTestId('owner-next'));
    await touch('246810');
    await userEvent.click(screen.getByTestId('pin-enter'));
    await touch('246811');
    await userEvent.click(screen.getByTestId('pin-enter'));
    expect(screen.getByTestId('pin-problem')).toHaveTextContent('not the same');
    expect(made).not.toHaveBeenCalled();
    for (const _ of ['first', 'again']) {
      await touch('246810');
      await userEvent.click(screen.getByTestId('pin-enter'));
    }
    expect(made).toHaveBeenCalledWith('Noor', '246810');
    await screen.findByTestId('nav-till');
  });

  it('is told why a PIN was not taken', async () => {
    const fake = shop({
      makeOwner: vi.fn(async () => {
        throw new TillError('pin_run', 'A PIN of digits in order is the first that others try.');
      }),
    });
    fake.state.app = app({ owner_needed: true, person: null, may: [] });
    await open(fake, 'first-owner');
    await userEvent.type(screen.getByTestId('owner-name'), 'Noor');
    await userEvent.click(screen.getByTestId('owner-next'));
    for (const _ of ['first', 'again']) {
      await touch('123456');
      await userEvent.click(screen.getByTestId('pin-enter'));
    }
    await waitFor(() => expect(screen.getByTestId('pin-problem')).toHaveTextContent('Digits in order'));
  });
});

describe('the lock screen', () => {
  it('lets in who knows the PIN, and says how many tries are left', async () => {
    const fake = shop();
    fake.state.app = app({ person: null, may: [] });
    await open(fake, 'lock-screen');
    await userEvent.click(await screen.findByTestId('person-p3'));
    await touch('246811');
    await userEvent.click(screen.getByTestId('pin-enter'));
    await waitFor(() => expect(screen.getByTestId('pin-problem')).toHaveTextContent('4 tries are left'));
    await touch('246810');
    await userEvent.click(screen.getByTestId('pin-enter'));
    await screen.findByTestId('nav-till');
    expect(screen.getByTestId('lock-till')).toHaveTextContent('Ali');
  });

  it('takes the keyboard, and Enter signs in', async () => {
    const fake = shop();
    fake.state.app = app({ person: null, may: [] });
    await open(fake, 'lock-screen');
    await userEvent.click(await screen.findByTestId('person-p1'));
    const slowly = userEvent.setup({ delay: 120 });
    await slowly.keyboard('2468{Backspace}810');
    await slowly.keyboard('{Enter}');
    await screen.findByTestId('nav-till');
    expect(fake.client.signIn).toHaveBeenCalledWith('p1', '246810');
  });

  it('takes a scan for no try at a PIN', async () => {
    const fake = shop();
    fake.state.app = app({ person: null, may: [] });
    await open(fake, 'lock-screen');
    await userEvent.click(await screen.findByTestId('person-p1'));
    await userEvent.keyboard('6291041500213{Enter}');
    const slowly = userEvent.setup({ delay: 120 });
    await slowly.keyboard('246810{Enter}');
    await screen.findByTestId('nav-till');
    expect(fake.client.signIn).toHaveBeenCalledExactlyOnceWith('p1', '246810');
  });

  it('says how long somebody has to wait, and takes nothing until then', async () => {
    const waiting = { ...cashier, locked_until_ms: Date.now() + 65_000 };
    const fake = shop({ people: vi.fn(async () => [waiting]) });
    fake.state.app = app({ person: null, may: [] });
    await open(fake, 'lock-screen');
    await waitFor(() => expect(screen.getByTestId('pin-problem')).toHaveTextContent(/Wait .?1:0[45]/));
    expect(screen.getByTestId('pin-1')).toBeDisabled();
    expect(waitOf(waiting, waiting.locked_until_ms)).toBeNull();
  });

  it('shows that a payment is under way', async () => {
    const fake = shop();
    fake.state.app = app({ person: null, may: [] });
    fake.state.payments = [order()];
    await open(fake, 'lock-screen');
    await waitFor(() => expect(screen.getByTestId('lock-under-way')).toHaveTextContent('One payment'));
    expect(fake.client.alerts).not.toHaveBeenCalled();
  });

  it('comes with one touch, and leaves nothing open for the next person', async () => {
    const fake = shop();
    const session = await open(fake, 'nav-till');
    session.router.go({ screen: 'alerts' });
    session.dialog = 'preferences';
    await session.lock();
    await screen.findByTestId('lock-screen');
    expect(session.dialog).toBeNull();
    expect(session.router.route).toEqual({ screen: 'till' });
  });
});

describe('locking by itself', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] }));
  afterEach(() => vi.useRealTimers());

  it('waits for the last touch, and never while a payment is under way', async () => {
    const fake = shop();
    fake.state.app = app({ idle_lock_s: 60 });
    const session = await open(fake, 'nav-till');
    await vi.advanceTimersByTimeAsync(50_000);
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
    session.payments = [order()];
    await vi.advanceTimersByTimeAsync(600_000);
    expect(fake.client.lock).not.toHaveBeenCalled();
    session.payments = [order({ state: 'paid', unfinished: false })];
    await vi.advanceTimersByTimeAsync(59_000);
    expect(fake.client.lock).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(fake.client.lock).toHaveBeenCalledTimes(1);
  });

  it('is off where the shop does not want it', async () => {
    const fake = shop();
    await open(fake, 'nav-till');
    await vi.advanceTimersByTimeAsync(36_000_000);
    expect(fake.client.lock).not.toHaveBeenCalled();
  });
});

describe('a command that needs a manager', () => {
  /** A core that lets a refund through once it was approved. */
  function guarded() {
    let approved = false;
    const refund = vi.fn(async () => {
      if (!approved) {
        throw new TillError('needs_manager', 'This needs a manager.', 'refund');
      }
      approved = false;
    });
    const approve = vi.fn(async (_action: string, _person: string, pin: string) => {
      if (pin !== '246810') {
        throw new TillError('pin_wrong', 'That is not the PIN: one more wrong one, and you have to wait.');
      }
      approved = true;
    });
    const fake = shop({ refund, approve });
    fake.state.app = app({ person: cashier, may: ['refund'] });
    return { fake, refund, approve };
  }

  it('is asked for on the spot, in plain words, and then done', async () => {
    const { fake, refund, approve } = guarded();
    const session = await open(fake, 'nav-till');
    const done = session.attempt(() => session.client.refund('T1-1', '1', 'cold'));
    expect(await screen.findByTestId('approval')).toHaveTextContent(/Ali.* wants to give money back/);
    expect(screen.queryByTestId('person-p3')).toBeNull();
    await userEvent.click(await screen.findByTestId('person-p2'));
    await touch('111112');
    await userEvent.click(screen.getByTestId('pin-enter'));
    await waitFor(() => expect(screen.getByTestId('pin-problem')).toHaveTextContent('One more wrong one'));
    await touch('246810');
    await userEvent.click(screen.getByTestId('pin-enter'));
    expect(await done).not.toBeNull();
    expect(approve).toHaveBeenLastCalledWith('refund', 'p2', '246810');
    expect(refund).toHaveBeenCalledTimes(2);
    await waitFor(() => expect(screen.queryByTestId('approval')).toBeNull());
  });

  it('says that somebody is to be chosen, and chooses the only one there is', async () => {
    const { fake } = guarded();
    const session = await open(fake, 'nav-till');
    const ask = () => session.attempt(() => session.client.refund('T1-1', '1', 'cold'));
    const first = ask();
    await waitFor(() =>
      expect(screen.getByTestId('pin-problem')).toHaveTextContent('First choose who approves'),
    );
    await userEvent.click(screen.getByTestId('approval-cancel'));
    await first;
    vi.mocked(fake.client.people).mockResolvedValue([manager, cashier]);
    const second = ask();
    await waitFor(() => expect(screen.getByTestId('person-p2')).toHaveAttribute('aria-pressed', 'true'));
    expect(screen.getByTestId('pin-1')).toBeEnabled();
    await userEvent.click(screen.getByTestId('approval-cancel'));
    await second;
  });

  it('is not done when the manager is sent away', async () => {
    const { fake, refund } = guarded();
    const session = await open(fake, 'nav-till');
    const done = session.attempt(() => session.client.refund('T1-1', '1', 'cold'));
    await userEvent.click(await screen.findByTestId('approval-cancel'));
    expect(await done).toBeNull();
    expect(refund).toHaveBeenCalledTimes(1);
    expect(session.toasts).toHaveLength(0);
  });

  it('tells a screen that has its own place for refusals what happened', async () => {
    const { fake } = guarded();
    const client = approving(fake.client, { ask: async () => false, signedOut: () => undefined });
    await expect(client.refund('T1-1', '1', 'cold')).rejects.toMatchObject({ code: 'not_approved' });
  });

  it('brings the lock screen when nobody is signed in any more', async () => {
    const fake = shop({
      refund: vi.fn(async () => {
        fake.state.app = app({ person: null, may: [] });
        throw new TillError('signed_out', 'Nobody is signed in.');
      }),
    });
    const session = await open(fake, 'nav-till');
    expect(await session.attempt(() => session.client.refund('T1-1', '1', 'cold'))).toBeNull();
    await screen.findByTestId('lock-screen');
    expect(session.toasts).toHaveLength(0);
  });
});

describe('the people', () => {
  async function roster(over: Partial<TillClient> = {}, change: Parameters<typeof app>[0] = {}) {
    const fake = shop(over);
    fake.state.app = app(change);
    const session = await started(fake);
    render(Host, { session, screen: Roster });
    await screen.findByTestId('person-edit-p3');
    return fake;
  }

  it('are listed, those who left too', async () => {
    await roster();
    expect(screen.getByTestId('roster')).toHaveTextContent(/Noor.*Owner.*Signed in now/);
    expect(screen.getByTestId('roster')).toHaveTextContent(/Omar.*Does not work here any more/);
  });

  it('are added with a role and a PIN', async () => {
    const put = vi.fn<TillClient['putPerson']>(async () => [owner]);
    await roster({ putPerson: put });
    await userEvent.click(screen.getByTestId('person-add'));
    await userEvent.type(screen.getByTestId('person-name'), 'Sara');
    await userEvent.click(screen.getByTestId('person-role-manager'));
    await userEvent.click(screen.getByTestId('person-save'));
    for (const _ of ['first', 'again']) {
      await touch('975318');
      await userEvent.click(screen.getByTestId('pin-enter'));
    }
    const form = { person: null, name: 'Sara', role: 'manager', active: true, pin: '975318' };
    expect(put).toHaveBeenCalledWith(form);
    await waitFor(() => expect(screen.queryByTestId('person-dialog')).toBeNull());
  });

  it('are stopped, and what is refused is said where it is seen', async () => {
    const put = vi.fn<TillClient['putPerson']>(async () => {
      throw new TillError('no_owner', 'This is the only owner.');
    });
    await roster({ putPerson: put });
    await userEvent.click(screen.getByTestId('person-edit-p1'));
    await userEvent.click(screen.getByTestId('person-active'));
    await userEvent.click(screen.getByTestId('person-save'));
    expect(put.mock.calls[0]?.[0]).toMatchObject({ person: 'p1', active: false, pin: null });
    expect(await screen.findByTestId('person-problem')).toHaveTextContent('only owner');
  });

  it('are, for a manager, cashiers only', async () => {
    await roster({}, { person: manager, may: ['see_people', 'manage_cashiers'] });
    expect(screen.getByTestId('person-edit-p1')).toBeDisabled();
    await userEvent.click(screen.getByTestId('person-edit-p3'));
    expect(screen.queryByTestId('person-role-owner')).toBeNull();
  });
});

describe('for everybody', () => {
  async function faults(): Promise<string[]> {
    const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
    return found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`);
  }

  it.each([
    ['the first owner', 'first-owner', { owner_needed: true, person: null, may: [] }],
    ['the lock screen', 'lock-screen', { person: null, may: [] }],
  ])('%s has nothing that keeps somebody out', async (_name, shows, change) => {
    const fake = shop();
    fake.state.app = app(change);
    await open(fake, shows);
    if (shows === 'lock-screen') {
      await userEvent.click(await screen.findByTestId('person-p1'));
    }
    expect(await faults()).toEqual([]);
  });

  it('the approval and the dialogs have neither', async () => {
    const fake = shop();
    const session = await open(fake, 'nav-till');
    session.approval = { action: 'refund', settle: () => undefined };
    await screen.findByTestId('person-p2');
    expect(await faults()).toEqual([]);
    session.approval = null;
    session.dialog = 'pin';
    await screen.findByTestId('change-pin');
    expect(await faults()).toEqual([]);
  });
});
