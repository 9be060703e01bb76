import { vi } from 'vitest';
import type { OrderView, TillClient, TillEvents } from '$shared/ipc/client';
import { refusing } from '$shared/ipc/refusing';
import { silent } from '$shared/sound/tones';
import { Session } from '$shared/state/session.svelte';
import { app, found, money, order, owner } from './orders';
import { basket } from './sales';

/** A core that answers what a test tells it to, and lets the test send events. */
export function fakeClient(over: Partial<TillClient> = {}) {
  let events: TillEvents | null = null;
  const state = { app: app(), payments: [] as OrderView[], alerts: [] as OrderView[] };

  const client = {
    ...refusing(),
    appState: vi.fn<TillClient['appState']>(async () => state.app),
    setupTraining: vi.fn<TillClient['setupTraining']>(async () => undefined),
    makeKey: vi.fn<TillClient['makeKey']>(async () => ({
      public_pem: '-----BEGIN PUBLIC KEY-----\nMINE\n-----END PUBLIC KEY-----',
    })),
    importKey: vi.fn<TillClient['importKey']>(async () => null),
    setupAccount: vi.fn<TillClient['setupAccount']>(async () => undefined),
    testConnection: vi.fn<TillClient['testConnection']>(async () => []),
    unlock: vi.fn<TillClient['unlock']>(async () => undefined),
    // What the core would say to the texts the tests type.
    enterAmount: vi.fn<TillClient['enterAmount']>(async (text: string) => {
      if (!/^\d+(\.\d*)?$/.test(text)) {
        return { ok: false, amount: null, error: 'amount_not_a_number' };
      }
      if (/\.\d{3}/.test(text)) {
        return { ok: false, amount: null, error: 'amount_too_many_decimals' };
      }
      return Number(text) === 0
        ? { ok: false, amount: null, error: 'amount_zero' }
        : { ok: true, amount: money(Number(text).toFixed(2)), error: null };
    }),
    charge: vi.fn<TillClient['charge']>(async () => order({ order: 'T1-new' })),
    chargeCode: vi.fn<TillClient['chargeCode']>(async () =>
      order({ order: 'T1-code', scene: 'code', headline: 'confirming' }),
    ),
    cancel: vi.fn<TillClient['cancel']>(async (number) => order({ order: number, at_ms: 0 })),
    ask: vi.fn<TillClient['ask']>(async (number) => order({ order: number, at_ms: 0 })),
    replace: vi.fn<TillClient['replace']>(async () => order({ order: 'T1-again' })),
    decide: vi.fn<TillClient['decide']>(async (number) => order({ order: number, at_ms: 0 })),
    refund: vi.fn<TillClient['refund']>(async () => undefined),
    payments: vi.fn<TillClient['payments']>(async () => state.payments),
    alerts: vi.fn<TillClient['alerts']>(async () => state.alerts),
    orders: vi.fn<TillClient['orders']>(async () => ({
      day: '2026-11-21',
      rows: [],
      total_taken: money('0.00'),
      counts: { all: 0, open: 0, paid: 0, closed: 0, attention: 0 },
    })),
    story: vi.fn<TillClient['story']>(async (number: string) => ({
      order: order({ order: number }),
      refunds: [],
      entries: [],
    })),
    findOrders: vi.fn<TillClient['findOrders']>(async () => ({ rows: [], next: null, behind: 0 })),
    findChoices: vi.fn<TillClient['findChoices']>(async () => ({ people: [], categories: [] })),
    savedFilters: vi.fn<TillClient['savedFilters']>(async () => []),
    saveFilter: vi.fn<TillClient['saveFilter']>(async (name, query) => [{ id: '1', name, query }]),
    forgetFilter: vi.fn<TillClient['forgetFilter']>(async () => []),
    saleStory: vi.fn<TillClient['saleStory']>(async (number) => ({
      row: found({ sale: 'S1', orders: [number] }),
      orders: [{ order: order({ order: number }), refunds: [], entries: [] }],
      entries: [],
    })),
    lookUp: vi.fn<TillClient['lookUp']>(),
    qr: vi.fn<TillClient['qr']>(async () => ({ size: 21, path: 'M0 0h1v1h-1z' })),
    trainingStatus: vi.fn<TillClient['trainingStatus']>(async () =>
      state.app.mode === 'training' ? { faults: [], network_down: false } : null,
    ),
    trainingCustomer: vi.fn<TillClient['trainingCustomer']>(async () => undefined),
    trainingFault: vi.fn<TillClient['trainingFault']>(async () => undefined),
    trainingClear: vi.fn<TillClient['trainingClear']>(async () => undefined),
    people: vi.fn<TillClient['people']>(async () => [owner]),
    peopleAll: vi.fn<TillClient['peopleAll']>(async () => [owner]),
    basket: vi.fn<TillClient['basket']>(async () => basket()),
    scan: vi.fn<TillClient['scan']>(async (code) =>
      /^\d{16,24}$/.test(code) ? { kind: 'customer_code' } : { kind: 'unknown', code },
    ),
    parked: vi.fn<TillClient['parked']>(async () => []),
    openSales: vi.fn<TillClient['openSales']>(async () => []),
    overpaidSales: vi.fn<TillClient['overpaidSales']>(async () => []),
    products: vi.fn<TillClient['products']>(async () => ({ products: [], count: 0, more: false })),
    categories: vi.fn<TillClient['categories']>(async () => []),
    closeDecision: vi.fn<TillClient['closeDecision']>(async () => undefined),
    listen: vi.fn<TillClient['listen']>(async (to: TillEvents) => {
      events = to;
      return () => {
        events = null;
      };
    }),
  };
  Object.assign(client, over);

  return {
    client,
    state,
    /** What the core announces. */
    get events(): TillEvents {
      if (events === null) {
        throw new Error('nothing listens');
      }
      return events;
    },
  };
}

export type FakeClient = ReturnType<typeof fakeClient>;

/** A session that has started, with the orders it knows. */
export async function started(fake: FakeClient, known: OrderView[] = [], sounds = silent): Promise<Session> {
  const session = new Session(fake.client, sounds);
  for (const one of known) {
    session.learn(one);
  }
  await session.start();
  await session.refresh();
  return session;
}
