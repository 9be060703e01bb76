import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { tick } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TillError } from '$shared/ipc/client';
import { speak } from '$shared/messages/index.svelte';
import type { ReportAct } from '$shared/state/route.svelte';
import Reports from '../src/features/reports/Reports.svelte';
import { wrongWith } from './support/axe';
import { type FakeClient, fakeClient, started } from './support/client';
import { daysOf, preview, report } from './support/days';
import Host from './support/Host.svelte';
import { money } from './support/orders';

let days: ReturnType<typeof daysOf>;
let fake: FakeClient;

beforeEach(() => {
  days = daysOf();
  fake = fakeClient(days);
});

async function open(act?: ReportAct, day: string | null = null) {
  const session = await started(fake);
  render(Host, { session, screen: Reports, given: { day, act } });
  return session;
}

const click = async (testid: string) => userEvent.click(await screen.findByTestId(testid));
const openItem = {
  code: 'open_sale',
  number: 'S18',
  amount: money('63.00'),
  words: 'A sale of AED 63.00 is not paid.',
};

describe('the X report', () => {
  it('is on the screen when it is asked for, and closes nothing', async () => {
    await open();
    await click('x-report');
    const sheet = await screen.findByTestId('report-sheet');
    expect(sheet).toHaveTextContent(/X report.*Sat, 21 Nov 2026/s);
    expect(screen.getByTestId('line-sales-given_back')).toHaveTextContent(/Given back.*1.*−.*10\.00/s);
    expect(screen.getByTestId('line-cashiers-cashier')).toHaveTextContent(/Amina.*210\.00/s);
    expect(screen.getByTestId('line-counts-first_receipt')).toHaveTextContent(/First receipt.*T1-001000/s);
    expect(screen.getByTestId('report-head')).toHaveTextContent('a1'.repeat(32));
    expect(days.closeDay).not.toHaveBeenCalled();
    await click('print-report');
    expect(days.printReport).toHaveBeenCalledExactlyOnceWith(null);
  });

  it('is there at once for whoever came for it', async () => {
    await open('x');
    expect(await screen.findByTestId('report-sheet')).toHaveAttribute('data-report', 'x');
    expect(await screen.findByTestId('z-row-9')).toBeVisible();
  });
});

describe('past Z reports', () => {
  it('are listed, the latest first, and shown as copies', async () => {
    await open();
    expect(await screen.findByTestId('z-row-9')).toHaveTextContent(
      /20 Nov 2026.*T1-Z0009.*12 receipts.*210\.00/s,
    );
    await click('z-row-8');
    expect(days.report).toHaveBeenCalledExactlyOnceWith(8);
    expect(await screen.findByTestId('report-copy')).toHaveTextContent('COPY');
    expect(screen.getByTestId('z-row-8')).toHaveAttribute('aria-current', 'true');
    await click('print-report');
    expect(days.printReport).toHaveBeenCalledExactlyOnceWith(8);
    await click('save-report');
    expect(days.saveReport).toHaveBeenCalledExactlyOnceWith(8);
    expect(await screen.findByText(/Saved:/)).toHaveTextContent('C:\\Fils\\Z.pdf');
  });

  it('say nothing when the person closed the file dialog', async () => {
    days.saveReport.mockResolvedValue(null);
    await open();
    await click('z-row-9');
    await click('save-report');
    expect(screen.queryByText(/Saved:/)).toBeNull();
  });

  it('go on to the very first', async () => {
    await open();
    await click('z-older');
    expect(days.zReports).toHaveBeenLastCalledWith(8);
    expect(await screen.findByTestId('z-row-1')).toBeVisible();
    expect(screen.queryByTestId('z-older')).toBeNull();
  });

  it('open at the day that was come from', async () => {
    await open(undefined, '2026-11-19');
    expect(await screen.findByTestId('report-sheet')).toHaveAttribute('data-report', 'T1-Z0008');
  });

  it('say who signed off what was open, and why', async () => {
    days.report.mockResolvedValue(
      report({
        kind: 'z',
        n: 9,
        number: 'T1-Z0009',
        signed_off_by: 'Noor',
        reason: 'Comes back tomorrow',
        open: [openItem],
      }),
    );
    await open();
    await click('z-row-9');
    expect(await screen.findByTestId('signed-off')).toHaveTextContent(/Noor.*Comes back tomorrow/s);
    expect(screen.getByTestId('open-item-open_sale')).toHaveTextContent('63.00');
  });

  it('show the one that was asked for last, however late another comes', async () => {
    let late: (got: ReturnType<typeof report>) => void = () => undefined;
    days.report.mockImplementationOnce(() => new Promise((done) => (late = done)));
    await open();
    await click('z-row-9');
    await click('x-report');
    await screen.findByTestId('report-sheet');
    late(report({ kind: 'z', n: 9, number: 'T1-Z0009' }));
    await tick();
    expect(screen.getByTestId('report-sheet')).toHaveAttribute('data-report', 'x');
  });
});

describe('closing a day', () => {
  it('takes a look, a tick and a press: none of them alone closes anything', async () => {
    await open();
    await click('close-day');
    await screen.findByTestId('closing');
    expect(screen.getByTestId('closing')).toHaveTextContent(
      /Close Sat, 21 Nov 2026.*Nothing is open.*Takings.*210\.00/s,
    );
    await userEvent.keyboard('{Enter}');
    await click('close-day-confirm');
    expect(days.closeDay).not.toHaveBeenCalled();
    await click('close-day-sure');
    expect(days.closeDay).not.toHaveBeenCalled();
    await userEvent.keyboard('{Enter}');
    expect(days.closeDay).not.toHaveBeenCalled();
    await click('close-day-confirm');
    expect(days.closeDay).toHaveBeenCalledExactlyOnceWith('2026-11-21', null);
    expect(await screen.findByTestId('day-closed')).toHaveTextContent(/T1-Z0010.*210\.00/s);
    expect(screen.getByTestId('report-sheet')).toHaveAttribute('data-report', 'T1-Z0010');
    expect(screen.queryByTestId('closing')).toBeNull();
  });

  it('closes once, however often the button is pressed', async () => {
    let done: (got: ReturnType<typeof report>) => void = () => undefined;
    days.closeDay.mockImplementation(() => new Promise((settle) => (done = settle)));
    await open('close');
    await click('close-day-sure');
    await userEvent.dblClick(screen.getByTestId('close-day-confirm'));
    done(report({ kind: 'z', n: 10, number: 'T1-Z0010' }));
    await screen.findByTestId('day-closed');
    expect(days.closeDay).toHaveBeenCalledTimes(1);
  });

  it('wants a reason for what is still open', async () => {
    days.zPreview.mockResolvedValue(preview({ open: [openItem] }));
    await open('close');
    expect(await screen.findByTestId('closing-open')).toHaveTextContent(
      /One thing is still open.*not paid.*63\.00/s,
    );
    await click('close-day-sure');
    await click('close-day-confirm');
    expect(screen.getByText('Say why they may stay open')).toBeVisible();
    expect(screen.getByTestId('sign-off')).toHaveFocus();
    expect(days.closeDay).not.toHaveBeenCalled();
    await userEvent.type(screen.getByTestId('sign-off'), '  Comes back tomorrow ');
    await click('close-day-confirm');
    expect(days.closeDay).toHaveBeenCalledExactlyOnceWith('2026-11-21', 'Comes back tomorrow');
  });

  it('closes the oldest of several, and says which come after', async () => {
    days.zPreview.mockResolvedValue(preview({ days: ['2026-11-19', '2026-11-20'], day: '2026-11-19' }));
    await open('close', '2026-11-20');
    expect(await screen.findByTestId('closing')).toHaveTextContent(
      /Close Thu, 19 Nov 2026.*2 days are not closed.*20 Nov 2026/s,
    );
    await click('close-day-sure');
    await click('close-day-confirm');
    expect(days.closeDay).toHaveBeenCalledExactlyOnceWith('2026-11-19', null);
  });

  it('keeps everything when the core refuses', async () => {
    days.zPreview.mockResolvedValue(preview({ open: [openItem] }));
    days.closeDay.mockRejectedValue(new TillError('storage', 'The disk is full.'));
    await open('close');
    await userEvent.type(await screen.findByTestId('sign-off'), 'Tomorrow');
    await click('close-day-sure');
    await click('close-day-confirm');
    expect(await screen.findByText('The disk is full.')).toBeVisible();
    expect(screen.getByTestId('sign-off')).toHaveValue('Tomorrow');
    expect(screen.getByTestId('close-day-confirm')).toBeEnabled();
  });

  it('shows what opened meanwhile before anybody decides again', async () => {
    days.closeDay.mockRejectedValueOnce(new TillError('still_open', 'One thing is still open.'));
    await open('close');
    await click('close-day-sure');
    days.zPreview.mockResolvedValue(preview({ open: [openItem] }));
    await click('close-day-confirm');
    expect(await screen.findByTestId('closing-open')).toBeVisible();
    expect(screen.getByTestId('close-day-sure')).not.toBeChecked();
    expect(screen.getByTestId('close-day-confirm')).toBeDisabled();
  });

  it('can be left, and leaves nothing behind', async () => {
    await open('close');
    await click('close-day-leave');
    expect(await screen.findByTestId('report-sheet')).toHaveAttribute('data-report', 'x');
    expect(days.closeDay).not.toHaveBeenCalled();
  });

  it('says when every day is closed', async () => {
    days.zPreview.mockResolvedValue(preview({ days: [] }));
    await open('close');
    expect(await screen.findByText('Every day is closed')).toBeVisible();
    expect(screen.queryByTestId('close-day-confirm')).toBeNull();
  });
});

describe('who may not see reports', () => {
  it('is told whom to ask, and asks again when they want', async () => {
    days.zReports.mockRejectedValue(new TillError('needs_manager', 'This needs a manager.', 'see_day'));
    const session = await open();
    await waitFor(() => expect(session.approval).not.toBeNull());
    session.approval?.settle(false);
    expect(await screen.findByText('Reports are for managers')).toBeVisible();
    days.zReports.mockResolvedValue([]);
    await click('reports-again');
    expect(await screen.findByText('No day has been closed yet')).toBeVisible();
  });
});

describe.each(['en', 'ar'] as const)('axe finds nothing wrong, in %s, with', (language) => {
  async function check() {
    speak(language);
    await tick();
    expect(await wrongWith(document)).toEqual([]);
  }

  it('a report', async () => {
    await open('x');
    await screen.findByTestId('report-sheet');
    await screen.findByTestId('z-row-9');
    await check();
  });

  it('closing a day, and what comes of it', async () => {
    days.zPreview.mockResolvedValue(preview({ days: ['2026-11-20', '2026-11-21'], open: [openItem] }));
    await open('close');
    await screen.findByTestId('closing');
    await check();
    await userEvent.type(screen.getByTestId('sign-off'), 'Tomorrow');
    await click('close-day-sure');
    await click('close-day-confirm');
    await screen.findByTestId('day-closed');
    await check();
  });
});

vi.setConfig({ testTimeout: 20_000 });
