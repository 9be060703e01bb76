import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { tick } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type CancellationRow, type DayView, type TillClient, TillError } from '$shared/ipc/client';
import { speak } from '$shared/messages/index.svelte';
import Cancellations from '../src/features/cancellations/Cancellations.svelte';
import { wrongWith } from './support/axe';
import { fakeClient, started } from './support/client';
import Host from './support/Host.svelte';
import { money } from './support/orders';

function cancelled(change: Partial<CancellationRow> = {}): CancellationRow {
  return {
    order: 'T1-20261121T090612-7K2Q',
    sale: 'S1',
    at_ms: 1_795_000_000_000,
    by: 'Ali',
    why: 'cashier',
    reason: null,
    tries: 1,
    proved_ms: 1_795_000_002_300,
    outcome: 'proved',
    amount: money('12.00'),
    ...change,
  };
}

const core = {
  day: vi.fn<TillClient['day']>(),
  cancellations: vi.fn<TillClient['cancellations']>(),
  exportPaper: vi.fn<TillClient['exportPaper']>(),
};

beforeEach(() => {
  speak('en');
  core.day.mockReset().mockResolvedValue({ day: '2026-11-21', today: '2026-11-21' } as DayView);
  core.cancellations.mockReset().mockResolvedValue([cancelled()]);
  core.exportPaper.mockReset().mockResolvedValue('/home/shop/cancellations.xlsx');
});

async function open(day: string | null = null) {
  const session = await started(fakeClient(core));
  render(Host, { session, screen: Cancellations, given: { day } });
  await waitFor(() => expect(core.day).toHaveBeenCalled());
  return session;
}

const click = async (testid: string) => userEvent.click(await screen.findByTestId(testid));
const row = (ending = '7K2Q') => screen.findByTestId(new RegExp(`^cancelled-.*${ending}$`));
const lastQuery = () => core.cancellations.mock.lastCall?.[0];

describe('the log', () => {
  it('asks for the business day of now, which the core says', async () => {
    await open();
    await row();
    expect(lastQuery()).toEqual({ from: '2026-11-21', to: '2026-11-21', text: '' });
    expect(screen.getByTestId('cancellations-found')).toHaveTextContent('1 cancellation');
  });

  it('says who cancelled, why, how many tries it took and when it was proved', async () => {
    core.cancellations.mockResolvedValue([cancelled({ reason: 'Pays in cash', tries: 3 })]);
    await open();
    expect(await row()).toHaveTextContent(
      /Cancelled at the till.*Pays in cash.*Ali.*3 tries.*Proved.*after 2 seconds/,
    );
  });

  it.each([
    ['paid_instead', 'The customer paid after all'],
    ['open', 'Not proved yet'],
    ['refused', 'PayBy had not taken the payment'],
    ['without_proof', 'Ended by a person, without proof'],
  ] as const)('does not call %s cancelled', async (outcome, words) => {
    core.cancellations.mockResolvedValue([cancelled({ outcome, proved_ms: null })]);
    await open();
    expect(await row()).toHaveTextContent(words);
    expect(await row()).not.toHaveTextContent('Proved');
  });

  it('names the till where nobody pressed anything, and shows a reason that nobody knows as it is', async () => {
    core.cancellations.mockResolvedValue([cancelled({ by: 'till', why: 'moon' })]);
    await open();
    expect(await row()).toHaveTextContent(/moon.*The till/);
  });

  it('leads to the story of its order', async () => {
    const session = await open();
    (await screen.findByRole('button', { name: /See the story of order T1-/ })).click();
    expect(session.router.route).toEqual({ screen: 'orders', order: 'T1-20261121T090612-7K2Q' });
  });

  it('is searched by the core', async () => {
    await open();
    await row();
    core.cancellations.mockResolvedValue([]);
    await userEvent.type(screen.getByTestId('cancellations-search'), 'Ali');
    await waitFor(() => expect(lastQuery()?.text).toBe('Ali'));
    expect(await screen.findByText('Nothing matches')).toBeVisible();
  });

  it('looks back a week or a month from the day that the page is about', async () => {
    await open('2026-11-17');
    await row();
    await click('cancellations-week');
    await waitFor(() => expect(lastQuery()).toEqual({ from: '2026-11-11', to: '2026-11-17', text: '' }));
    await click('cancellations-month');
    await waitFor(() => expect(lastQuery()).toEqual({ from: '2026-10-18', to: '2026-11-17', text: '' }));
    expect(screen.getByTestId('cancellations-month')).toHaveAttribute('aria-pressed', 'true');
  });

  it('keeps a range that runs forward, whichever end is chosen', async () => {
    await open();
    await row();
    const from = screen.getByTestId<HTMLInputElement>('cancellations-from');
    from.value = '2026-11-10';
    from.dispatchEvent(new Event('change', { bubbles: true }));
    await waitFor(() => expect(lastQuery()?.from).toBe('2026-11-10'));
    const to = screen.getByTestId<HTMLInputElement>('cancellations-to');
    to.value = '2026-11-05';
    to.dispatchEvent(new Event('change', { bubbles: true }));
    await waitFor(() => expect(lastQuery()).toEqual({ from: '2026-11-05', to: '2026-11-05', text: '' }));
  });

  it('is gone through by the arrows', async () => {
    core.cancellations.mockResolvedValue([cancelled(), cancelled({ order: 'T1-20261121T090700-8L3R' })]);
    await open();
    await row();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect((await row('8L3R')).contains(document.activeElement)).toBe(true);
  });

  it('says when nothing was cancelled, and looks further', async () => {
    core.cancellations.mockResolvedValue([]);
    await open();
    expect(await screen.findByText('Nothing was cancelled')).toBeVisible();
    await click('cancellations-more');
    await waitFor(() => expect(lastQuery()?.from).toBe('2026-11-15'));
  });

  it('says why it cannot be shown, and tries again', async () => {
    core.cancellations.mockRejectedValueOnce(new TillError('something_new', 'The books are busy.'));
    await open();
    expect(await screen.findByText('The books are busy.')).toBeVisible();
    await click('cancellations-again');
    expect(await row()).toBeVisible();
  });
});

describe('the export', () => {
  it('takes the days that are shown, in the format and the language that are chosen', async () => {
    await open();
    await row();
    await click('cancellations-week');
    await click('cancellations-export');
    await click('export-format-pdf');
    await click('export-language-ar');
    await click('cancellations-save');
    expect(core.exportPaper).toHaveBeenCalledExactlyOnceWith(
      'cancellations',
      '2026-11-15',
      '2026-11-21',
      'pdf',
      'ar',
    );
    expect(await screen.findByTestId('toast')).toHaveTextContent('/home/shop/cancellations.xlsx');
    expect(screen.queryByTestId('cancellations-export-dialog')).toBeNull();
  });

  it('stays open when the file dialog was closed, and says why a file could not be written', async () => {
    core.exportPaper.mockResolvedValueOnce(null);
    await open();
    await row();
    await click('cancellations-export');
    await click('cancellations-save');
    expect(screen.getByTestId('cancellations-export-dialog')).toBeVisible();
    core.exportPaper.mockRejectedValueOnce(new TillError('something_new', 'The folder cannot be written.'));
    await click('cancellations-save');
    expect(await screen.findByText('The folder cannot be written.')).toBeVisible();
  });
});

describe.each(['en', 'ar'] as const)('axe finds nothing wrong, in %s, with', (language) => {
  async function check() {
    speak(language);
    await tick();
    expect(await wrongWith(document)).toEqual([]);
  }

  it('the log', async () => {
    core.cancellations.mockResolvedValue([cancelled({ reason: 'Pays in cash' })]);
    await open();
    await row();
    await check();
  });

  it('its export', async () => {
    await open();
    await row();
    await click('cancellations-export');
    await check();
  });

  it('an empty log', async () => {
    core.cancellations.mockResolvedValue([]);
    await open();
    await screen.findByTestId('cancellations-more');
    await check();
  });
});
