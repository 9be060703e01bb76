import { render, screen } from '@testing-library/svelte';
import axe from 'axe-core';
import { describe, expect, it, vi } from 'vitest';
import type { OrderView } from '$shared/ipc/client';
import { type LanguageCode, languages } from '$shared/messages/index.svelte';
import { silent } from '$shared/sound/tones';
import type { ThemeChoice } from '$shared/state/preferences.svelte';
import { Session } from '$shared/state/session.svelte';
import App from '../src/app/App.svelte';
import { fakeClient } from './support/client';
import { alert, app, found, money, noActions, order } from './support/orders';

interface Scene {
  name: string;
  hash?: string;
  app?: Parameters<typeof app>[0];
  order?: Partial<OrderView>;
  dialog?: Session['dialog'];
  drawer?: boolean;
  click?: string[];
  shows: string;
}

const decided = { ...noActions, keep: true, revoke: true, close: true, ask: true };

const scenes: Scene[] = [
  { name: 'the first start', app: { setup: 'needed', mode: null }, shows: 'choose-training' },
  {
    name: 'the account wizard',
    app: { setup: 'needed', mode: null },
    click: ['connect-account'],
    shows: 'partner-id',
  },
  { name: 'a locked till', app: { setup: 'locked' }, shows: 'passphrase' },
  {
    name: 'a till that cannot open',
    app: {
      setup: 'failed',
      failure: { code: 'db_corrupted', message: 'The database is damaged.', action: null },
    },
    shows: 'start-failed',
  },
  {
    name: 'the first owner',
    app: { owner_needed: true, person: null, may: [] },
    shows: 'first-owner',
  },
  { name: 'a till that nobody is at', app: { person: null, may: [] }, shows: 'pin-dots' },
  { name: 'the people', hash: '#/people', shows: 'person-edit-p1' },
  { name: 'changing a PIN', dialog: 'pin', shows: 'change-pin' },
  { name: 'the till', shows: 'amount-display' },
  {
    name: 'the till when much is odd',
    app: { online: false, storage: 'The disk is full.' },
    order: { alert: alert('paid_late') },
    shows: 'alert-bar',
  },
  { name: 'the scan of a customer’s code', click: ['key-5', 'scan-code'], shows: 'scan-dialog' },
  { name: 'training', app: { mode: 'training' }, drawer: true, shows: 'training-drawer' },
  { name: 'a payment under way', hash: '#/payment/T1-1', order: {}, shows: 'cancel-payment' },
  {
    name: 'a paid payment',
    hash: '#/payment/T1-1',
    order: { state: 'paid', headline: 'paid', paid_at_ms: 1_795_000_000_000 },
    shows: 'payment-status',
  },
  {
    name: 'a payment not paid',
    hash: '#/payment/T1-1',
    order: { state: 'closed', headline: 'closed_refused', actions: { ...noActions, replace: true } },
    shows: 'try-again',
  },
  {
    name: 'a payment that came late',
    hash: '#/payment/T1-1',
    order: { state: 'paid_late', headline: 'paid_late', alert: alert('paid_late'), actions: decided },
    shows: 'decide-keep',
  },
  { name: 'the orders', hash: '#/orders', order: {}, shows: 'orders-search' },
  {
    name: 'the story of an order',
    hash: '#/orders/T1-1',
    order: {
      state: 'paid',
      headline: 'paid',
      refundable: money('12.50'),
      actions: { ...noActions, refund: true },
    },
    shows: 'story-refund',
  },
  {
    name: 'a refund',
    hash: '#/orders/T1-1',
    order: {
      state: 'paid',
      headline: 'paid',
      refundable: money('12.50'),
      actions: { ...noActions, refund: true },
    },
    click: ['story-refund'],
    shows: 'refund-dialog',
  },
  {
    name: 'the alerts',
    hash: '#/alerts',
    order: { alert: alert('needs_review', 'PayBy names AED 1.00'), actions: decided },
    app: { warnings: ['config.toml: “x” is not a setting of Fils.'] },
    shows: 'alert-T1-1',
  },
  { name: 'no alerts', hash: '#/alerts', shows: 'nav-alerts' },
  { name: 'the preferences', dialog: 'preferences', shows: 'preferences' },
  { name: 'the shortcuts', dialog: 'shortcuts', shows: 'shortcuts' },
];

async function show(scene: Scene, language: LanguageCode, theme: ThemeChoice): Promise<void> {
  // As index.html has it.
  document.title = 'Fils';
  history.replaceState(null, '', scene.hash ?? '#/till');
  const fake = fakeClient();
  fake.state.app = app(scene.app);
  if (scene.order !== undefined) {
    const shown = order(scene.order);
    fake.state.payments = [shown];
    fake.state.alerts = shown.alert === null ? [] : [shown];
    fake.client.story.mockResolvedValue({
      order: shown,
      refunds: [],
      entries: [
        {
          seq: 1,
          at_ms: 1_795_000_000_000,
          kind: 'call_answered',
          by: 'payby',
          refund: null,
          text_params: { op: 'get_order', outcome: 'accepted', status: 'PAID_SUCCESS' },
          raw: 'POST',
        },
      ],
    });
    fake.client.saleStory.mockImplementation(async (number) => ({
      row: found({ sale: 'S1', orders: [number] }),
      orders: [await fake.client.story(number)],
      entries: [],
    }));
    fake.client.orders.mockResolvedValue({
      day: '2026-11-21',
      rows: [shown],
      total_taken: money('12.50'),
      counts: { all: 1, open: 0, paid: 1, closed: 0, attention: 0 },
    });
  }
  const session = new Session(fake.client, silent);
  session.preferences.language = language;
  session.preferences.theme = theme;
  session.drawerOpen = scene.drawer === true;
  render(App, { session });
  for (const testid of scene.click ?? []) {
    const button = await screen.findByTestId(testid);
    await vi.waitFor(() => expect(button).toBeEnabled());
    button.click();
  }
  session.dialog = scene.dialog ?? null;
  expect(await screen.findByTestId(scene.shows)).toBeVisible();
}

/** jsdom lays nothing out and paints nothing; contrast is held to WCAG by the test of the design's colours. */
const options: axe.RunOptions = {
  resultTypes: ['violations'],
  rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } },
};

const looks = (Object.keys(languages) as LanguageCode[]).flatMap((language) =>
  (['light', 'dark'] as const).map((theme) => [language, theme] as const),
);

describe.each(looks)('in %s, %s: axe finds nothing wrong with', (language, theme) => {
  it.each(scenes)('$name', async (scene) => {
    await show(scene, language, theme);
    const { violations } = await axe.run(document, options);
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
    ).toEqual([]);
  });
});

it('axe is awake: it sees a button without a name', async () => {
  document.body.innerHTML = '<main><h1>Test</h1><button></button></main>';
  const { violations } = await axe.run(document, options);
  expect(violations.map(({ id }) => id)).toContain('button-name');
});

vi.setConfig({ testTimeout: 20_000 });
