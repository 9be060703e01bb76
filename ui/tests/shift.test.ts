import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { tick } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TillError } from '$shared/ipc/client';
import { speak } from '$shared/messages/index.svelte';
import Shift from '../src/features/shift/Shift.svelte';
import { wrongWith } from './support/axe';
import { backOf, paidSale, row, settled, shift } from './support/back';
import { type FakeClient, fakeClient, started } from './support/client';
import Host from './support/Host.svelte';
import { money, order } from './support/orders';

let back: ReturnType<typeof backOf>;
let fake: FakeClient;

beforeEach(() => {
  back = backOf();
  fake = fakeClient(back);
});

async function open() {
  const session = await started(fake);
  const { unmount } = render(Host, { session, screen: Shift });
  return { session, unmount };
}

const click = async (testid: string) => userEvent.click(await screen.findByTestId(testid));

describe('without a shift', () => {
  beforeEach(() => {
    back.shift.mockResolvedValue(null);
  });

  it('opens with the float that was typed on the keypad', async () => {
    await open();
    await screen.findByTestId('open-shift');
    for (const key of ['2', '5', '0']) {
      await click(`key-${key}`);
    }
    await click('open-shift-confirm');
    expect(back.openShift).toHaveBeenCalledExactlyOnceWith('250.00');
    expect(await screen.findByTestId('shift-now')).toBeVisible();
  });

  it('opens with an empty drawer too, and says so', async () => {
    await open();
    expect(await screen.findByText('Open with an empty drawer')).toBeVisible();
    await click('open-shift-confirm');
    expect(back.openShift).toHaveBeenCalledExactlyOnceWith('0');
  });

  it('takes the digits of an Arabic keyboard, and keeps them when the core refuses', async () => {
    back.openShift.mockRejectedValue(new TillError('storage', 'The disk is full.'));
    await open();
    await userEvent.type(await screen.findByTestId('float'), '١٠٠٫٥');
    await click('open-shift-confirm');
    expect(back.openShift).toHaveBeenCalledExactlyOnceWith('100.50');
    expect(await screen.findByText('The disk is full.')).toBeVisible();
    expect(screen.getByTestId('float')).toHaveValue('100.5');
  });
});

describe('an open shift', () => {
  it('shows the core’s figures, and who moved what and why', async () => {
    back.shift.mockResolvedValue(
      shift({
        expected_text: '-2.00',
        rows: [row({ kind: 'paid_out', reason: 'Water', by: 'Amina', approved_by: 'Khalid' })],
      }),
    );
    await open();
    expect(await screen.findByTestId('expected')).toHaveTextContent('-2.00');
    expect(screen.getByText('Water')).toBeVisible();
    expect(screen.getByTestId('shift-now')).toHaveTextContent(/by Amina, approved by Khalid/);
  });

  it('asks for it again when cash moved', async () => {
    await open();
    await screen.findByTestId('shift-now');
    back.shift.mockResolvedValue(shift({ expected_text: '512.50' }));
    fake.events.drawerChanged();
    await waitFor(() => expect(screen.getByTestId('expected')).toHaveTextContent('512.50'));
  });

  it('does not move cash without saying what for', async () => {
    await open();
    await click('move-drop');
    await userEvent.type(screen.getByTestId('move-amount'), '300');
    await click('move-confirm');
    expect(screen.getByText('Please say what for')).toBeVisible();
    expect(back.moveCash).not.toHaveBeenCalled();
    await userEvent.type(screen.getByTestId('move-reason'), ' Envelope 3 ');
    await click('move-confirm');
    expect(back.moveCash).toHaveBeenCalledExactlyOnceWith('drop', '300.00', 'Envelope 3');
    expect(screen.queryByTestId('move-dialog')).toBeNull();
  });

  it('opens the drawer only with a reason', async () => {
    await open();
    await click('open-drawer');
    await click('drawer-confirm');
    expect(back.openDrawer).not.toHaveBeenCalled();
    await userEvent.type(screen.getByTestId('drawer-reason'), 'Change');
    await click('drawer-confirm');
    expect(back.openDrawer).toHaveBeenCalledExactlyOnceWith('Change');
  });
});

describe('closing', () => {
  const things = {
    ...settled,
    orders: [order({ order: 'T1-5' })],
    sales: [paidSale({ sale: 'S8', complete: false, due: money('4.00') })],
    alerts: 2,
  };

  it('lists first what is still open, and goes on only when somebody says that it was seen', async () => {
    back.openThings.mockResolvedValue(things);
    await open();
    await click('close-shift-begin');
    expect(await screen.findByText('4 things are still open')).toBeVisible();
    expect(screen.getByTestId('to-count')).toBeDisabled();
    await click('things-seen');
    await click('to-count');
    expect(screen.getByTestId('count-total')).toBeVisible();
  });

  it('leads to where each thing is settled, and keeps the count meanwhile', async () => {
    back.openThings.mockResolvedValue(things);
    const { session, unmount } = await open();
    await click('close-shift-begin');
    await click('things-seen');
    await click('to-count');
    await click('pieces-10000-more');
    await userEvent.click(screen.getByText('Back'));
    await click('thing-orders-T1-5');
    expect(session.router.route).toEqual({ screen: 'payment', order: 'T1-5' });
    unmount();
    render(Host, { session, screen: Shift });
    await click('to-count');
    expect(screen.getByTestId('pieces-10000')).toHaveValue('1');
  });

  it('comes back to the list when something new is open', async () => {
    const { session } = await open();
    await click('close-shift-begin');
    await click('to-count');
    back.openThings.mockResolvedValue(things);
    session.revision += 1;
    expect(await screen.findByText('4 things are still open')).toBeVisible();
    expect(screen.getByTestId('things-seen')).not.toBeChecked();
  });

  it('lets the core add up, by touch and by keyboard, and refuses half a note', async () => {
    await open();
    await click('close-shift-begin');
    await click('to-count');
    await click('pieces-10000-more');
    await userEvent.type(screen.getByTestId('pieces-100'), '{ArrowUp}{ArrowUp}{ArrowUp}{ArrowDown}');
    await userEvent.type(screen.getByTestId('count-loose'), '٣٫٥');
    await waitFor(() =>
      expect(back.countTotal).toHaveBeenLastCalledWith({
        pieces: [
          { fils: 10_000, pieces: 1 },
          { fils: 100, pieces: 2 },
        ],
        loose: '3.5',
      }),
    );
    expect(screen.getByTestId('count-total')).toHaveTextContent('498.00');
    await userEvent.type(screen.getByTestId('pieces-100'), '.5');
    expect(screen.getByText('Whole numbers only')).toBeVisible();
    expect(screen.getByTestId('to-compare')).toBeDisabled();
  });

  it('goes from note to note by Enter, and compares at the end', async () => {
    await open();
    await click('close-shift-begin');
    await click('to-count');
    await userEvent.type(screen.getByTestId('pieces-10000'), '4{Enter}');
    expect(screen.getByTestId('pieces-100')).toHaveFocus();
    await userEvent.keyboard('9{Enter}');
    expect(screen.getByTestId('count-loose')).toHaveFocus();
    await waitFor(() => expect(screen.getByTestId('to-compare')).toBeEnabled());
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByTestId('difference')).toBeVisible();
  });

  it('says the difference in plain words, and keeps a note', async () => {
    await open();
    await click('close-shift-begin');
    await click('to-count');
    await click('pieces-10000-more');
    await waitFor(() => expect(screen.getByTestId('to-compare')).toBeEnabled());
    await click('to-compare');
    expect(screen.getByTestId('difference')).toHaveTextContent(/2\.00\s*too little/);
    await userEvent.type(screen.getByTestId('close-note'), 'Parking coins');
    await click('close-confirm');
    expect(back.closeShift).toHaveBeenCalledExactlyOnceWith(
      { pieces: [{ fils: 10_000, pieces: 1 }], loose: '' },
      'Parking coins',
    );
    expect(await screen.findByTestId('shift-closed')).toBeVisible();
    await click('next-shift');
    expect(await screen.findByTestId('open-shift')).toBeVisible();
  });
});

describe('past shifts', () => {
  it('say how they ended', async () => {
    back.shifts.mockResolvedValue([
      shift({ shift: 6, closed_at_ms: 1_795_000_100_000, difference_fils: 0, difference_text: '0.00' }),
      shift({
        shift: 5,
        closed_at_ms: 1_795_000_100_000,
        closed_by: 'Khalid',
        counted: money('501.00'),
        difference_fils: 100,
        difference_text: '1.00',
        note: 'Found a coin',
      }),
    ]);
    await open();
    expect(await screen.findByTestId('past-6')).toHaveTextContent('Balanced');
    await click('past-5');
    expect(screen.getByTestId('difference')).toHaveTextContent(/1\.00\s*too much/);
    expect(screen.getByText('Found a coin')).toBeVisible();
  });
});

describe.each(['en', 'ar'] as const)('axe finds nothing wrong, in %s, with', (language) => {
  async function check() {
    speak(language);
    await tick();
    expect(await wrongWith(document)).toEqual([]);
  }

  it('opening', async () => {
    back.shift.mockResolvedValue(null);
    await open();
    await screen.findByTestId('open-shift');
    await check();
  });

  it('the open shift and its dialogs', async () => {
    back.shift.mockResolvedValue(shift({ rows: [row({ sale: 'S1' })] }));
    await open();
    await screen.findByTestId('shift-now');
    await check();
    await click('move-paid_in');
    await check();
  });

  it('closing', async () => {
    back.openThings.mockResolvedValue({ ...settled, alerts: 1 });
    await open();
    await click('close-shift-begin');
    await screen.findByTestId('open-things');
    await check();
    await click('things-seen');
    await click('to-count');
    await check();
    await click('pieces-100-more');
    await waitFor(() => expect(screen.getByTestId('to-compare')).toBeEnabled());
    await click('to-compare');
    await check();
  });
});

vi.setConfig({ testTimeout: 20_000 });
