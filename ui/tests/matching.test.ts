import { render, screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { tick } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { type FoundRow, type MatchRow, type MatchView, TillError } from '$shared/ipc/client';
import { speak } from '$shared/messages/index.svelte';
import Matching from '../src/features/matching/Matching.svelte';
import { wrongWith } from './support/axe';
import { type FakeClient, fakeClient, started } from './support/client';
import Host from './support/Host.svelte';
import { foreign, matchingOf, matchView, orphan, run, unsure } from './support/matching';
import { money } from './support/orders';

let core: ReturnType<typeof matchingOf>;
let fake: FakeClient;

beforeEach(() => {
  speak('en');
  says(matchView());
});

/** From now on the core says this of the day. */
function says(view: MatchView) {
  core = matchingOf(view);
  fake = fakeClient(core);
}

const sold: FoundRow = {
  sale: 'S1',
  receipt: 'T1-001041',
  orders: [],
  short: '1041',
  at_ms: 1_795_000_000_000,
  day: '2026-11-21',
  state: 'unpaid',
  total: money('45.00'),
  returned: null,
  cashier: 'Ali',
  tenders: [],
  what: 'Karak ×4',
  what_ar: null,
  attention: false,
};

const differing = (rows: MatchRow[], change: Partial<MatchView> = {}) =>
  matchView({
    rows,
    open: rows.filter((row) => row.decision === null).length,
    theirs_total: money('385.25'),
    difference: money('45.00'),
    ...change,
  });

async function open(day: string | null = null) {
  const session = await started(fake);
  const { unmount } = render(Host, { session, screen: Matching, given: { day } });
  await waitFor(() => expect(core.matching).toHaveBeenCalled());
  return { session, leave: unmount };
}

const click = async (testid: string) => userEvent.click(await screen.findByTestId(testid));
const summary = () => screen.findByTestId('match-summary');
const rowText = (id: number) => screen.findByTestId(`match-row-${id}`);

describe('the line on top', () => {
  it('says that the money is equal only where nothing is open', async () => {
    await open();
    expect(await summary()).toHaveTextContent('PayBy’s money and ours are equal, to the fils');
    expect(await summary()).toHaveTextContent('8 entries match');
  });

  it.each([
    ['385.25', '340.25', '45.00', /PayBy has.*45\.00 more than we do/],
    ['340.25', '385.25', '-45.00', /PayBy has.*45\.00 less than we do/],
  ])('says which way it differs: %s there, %s here', async (theirs, ours, difference, words) => {
    says(
      differing([foreign()], {
        theirs_total: money(theirs),
        ours_total: money(ours),
        difference: money(difference),
      }),
    );
    await open();
    expect(await summary()).toHaveTextContent(words);
    expect(await summary()).toHaveTextContent('One difference needs you.');
  });

  it('does not call it equal when sums agree by chance', async () => {
    says(differing([foreign()], { theirs_total: money('340.25'), difference: money('0.00') }));
    await open();
    expect(await summary()).toHaveTextContent('The sums are equal, but not every payment fits');
  });

  it('says when nobody has compared the day', async () => {
    says(matchView({ runs: [], due: [{ day: '2026-11-21', source: 'list', why: null }] }));
    await open();
    expect(await summary()).toHaveTextContent('This day has not been compared yet');
    expect(screen.queryByTestId('match-ours')).toBeNull();
  });

  it('leads to the next day that has differences', async () => {
    says(matchView({ other_days: [{ day: '2026-11-17', open: 2 }] }));
    const { session } = await open();
    await click('match-next-day');
    expect(session.router.route).toEqual({ screen: 'day', part: 'match', day: '2026-11-17' });
  });
});

describe('comparing', () => {
  const due = [
    { day: '2026-11-21', source: 'list' as const, why: null },
    { day: '2026-11-20', source: 'statement' as const, why: 'statement_not_ready' },
  ];

  it('compares everything that is due with one press, and shows what it came to', async () => {
    says(matchView({ runs: [], due }));
    core.matchDue.mockResolvedValue(differing([foreign()]));
    await open();
    core.matching.mockResolvedValue(differing([foreign()]));
    await click('match-due');
    expect(await rowText(11)).toBeVisible();
    expect(await screen.findByText('Compared. 1 difference needs you.')).toBeVisible();
  });

  it('does not say compared when PayBy did not answer, and remembers why', async () => {
    says(matchView({ runs: [], due }));
    core.matchDue.mockResolvedValue(
      matchView({ runs: [], due: due.map((one) => ({ ...one, why: 'no_answer' })) }),
    );
    const { session } = await open();
    await click('match-due');
    expect(await screen.findByTestId('match-problem')).toHaveTextContent('PayBy did not answer.');
    expect(session.toasts).toEqual([]);
    await waitFor(() => expect(core.matching.mock.calls.length).toBeGreaterThan(1));
    expect(screen.getByTestId('match-due-list')).toHaveTextContent('PayBy did not answer.');
  });

  it('says how far it is, in words and numbers, and takes no second press meanwhile', async () => {
    says(matchView({ runs: [], due }));
    let finish: (view: MatchView) => void = () => undefined;
    core.matchDue.mockReturnValue(new Promise((done) => (finish = done)));
    await open();
    await click('match-due');
    expect(await screen.findByText('Starting…')).toBeVisible();
    expect(screen.getByTestId('match-today')).toBeDisabled();
    fake.events.matching({
      day: '2026-11-20',
      days_done: 1,
      days_total: 2,
      done: 12_400,
      total: 50_000,
      step: 'comparing',
    });
    const progress = await screen.findByTestId('match-progress');
    await waitFor(() => expect(progress).toHaveTextContent('Comparing with our books'));
    expect(progress).toHaveTextContent(/12,400.*of.*50,000/);
    expect(progress).toHaveTextContent(/day.*2.*of.*2/);
    expect(within(progress).getByRole('progressbar')).toHaveValue(12_400);
    finish(matchView());
    await waitFor(() => expect(screen.queryByTestId('match-progress')).toBeNull());
  });

  it('goes on while the person is elsewhere, and does not call them back', async () => {
    says(matchView({ runs: [], due }));
    let finish: (view: MatchView) => void = () => undefined;
    core.matchDue.mockReturnValue(
      new Promise((done) => {
        finish = done;
      }),
    );
    const { session, leave } = await open();
    await click('match-due');
    leave();
    session.router.go({ screen: 'till' });
    render(Host, { session, screen: Matching, given: { day: null } });
    expect(await screen.findByTestId('match-progress')).toBeVisible();
    core.matching.mockResolvedValue(differing([foreign()]));
    finish(differing([foreign()]));
    expect(await rowText(11)).toBeVisible();
    expect(screen.queryByTestId('match-progress')).toBeNull();
    expect(session.router.route).toEqual({ screen: 'till' });
  });

  it('fetches yesterday’s statement from today’s page, and goes to that day', async () => {
    const { session } = await open();
    await click('match-fetch');
    expect(core.matchStatement).toHaveBeenCalledExactlyOnceWith('2026-11-20');
    await waitFor(() =>
      expect(session.router.route).toEqual({ screen: 'day', part: 'match', day: '2026-11-20' }),
    );
  });

  it('fetches the day’s own statement and list from another day’s page', async () => {
    core.matching.mockImplementation(async (day) => matchView({ day: day ?? '2026-11-21' }));
    await open('2026-11-17');
    await waitFor(async () =>
      expect(await screen.findByTestId('match-fetch')).toHaveTextContent('Fetch the statement'),
    );
    await click('match-fetch');
    expect(core.matchStatement).toHaveBeenCalledExactlyOnceWith('2026-11-17');
    await click('match-today');
    expect(core.matchList).toHaveBeenCalledExactlyOnceWith('2026-11-17');
  });

  it('stays where it is when the file dialog was closed', async () => {
    const { session } = await open();
    const before = session.router.route;
    await click('match-file');
    expect(core.matchFile).toHaveBeenCalledOnce();
    expect(session.router.route).toBe(before);
    expect(session.toasts).toEqual([]);
  });

  it('says why it came to nothing, and keeps what was there', async () => {
    says(differing([foreign()]));
    core.matchList.mockRejectedValue(new TillError('something_new', 'PayBy did not answer.'));
    await open();
    await click('match-today');
    expect(await screen.findByTestId('match-problem')).toHaveTextContent('PayBy did not answer.');
    expect(await rowText(11)).toBeVisible();
  });

  it('says what is due, and why it could not be had', async () => {
    says(matchView({ due }));
    await open();
    const list = await screen.findByTestId('match-due-list');
    expect(list).toHaveTextContent(/The payments of\s*today/);
    expect(list).toHaveTextContent('PayBy makes it about half an hour after its day ends.');
  });

  it('says when, by whom and from which file it was compared', async () => {
    says(matchView({ day: '2026-11-20', runs: [run({ source: 'statement', file: 'sheet.zip' })] }));
    core.matching.mockImplementation(async (day) =>
      matchView({ day: day ?? '2026-11-21', runs: [run({ source: 'statement', file: 'sheet.zip' })] }),
    );
    await open('2026-11-20');
    expect(await screen.findByTestId('match-run-statement')).toHaveTextContent(/sheet\.zip.*by.*Noor/);
    expect(screen.getByTestId('match-run-list')).toHaveTextContent('Not compared yet');
  });
});

describe('a difference', () => {
  it('says who says what, how much, and what to do', async () => {
    says(differing([foreign(), unsure()]));
    await open();
    expect(await rowText(11)).toHaveTextContent(/PayBy has a payment of.*45\.00 that is not in our books\./);
    expect(await rowText(11)).toHaveTextContent('Take it over');
    expect(await rowText(12)).toHaveTextContent(/Our books say “\s*not paid\s*”\. PayBy says “\s*paid\s*”\./);
  });

  it('says the fee that was kept and the usual one', async () => {
    const fee = {
      kind: 'fee_unexpected',
      what: 'settlement',
      fee: money('5.00'),
      fee_expected: money('3.00'),
    } as const;
    says(differing([foreign({ ...fee, advice: 'check_fee', acts: ['explain'] })]));
    await open();
    expect(await rowText(11)).toHaveTextContent(/fee of.*5\.00\. Usually it would be.*3\.00/);
  });

  it('shows PayBy’s own word for a state that nobody knows', async () => {
    says(
      differing([
        unsure({
          theirs: { amount: money('12.00'), state: 'FROZEN', at_ms: null, subject: null },
          advice: 'new',
        }),
      ]),
    );
    await open();
    expect(await rowText(12)).toHaveTextContent(/PayBy says “\s*FROZEN\s*”/);
    expect(await rowText(12)).toHaveTextContent('Find out why, and write it down.');
  });

  it('has one primary button, the core’s first; what only leads elsewhere is last', async () => {
    says(differing([unsure()]));
    await open();
    const buttons = within(await rowText(12)).getAllByRole('button');
    expect(buttons.map((button) => button.dataset['testid'])).toEqual([
      'match-ask-12',
      'match-explain-12',
      'match-order-12',
    ]);
    expect(buttons.filter((button) => button.classList.contains('accent'))).toEqual([buttons[0]]);
  });

  it('is taken over only with a reason, and then says by whom', async () => {
    says(differing([foreign()]));
    await open();
    await click('match-takeover-11');
    await click('match-reason-confirm');
    expect(screen.getByText('Please say why')).toBeVisible();
    expect(core.matchTakeOver).not.toHaveBeenCalled();
    const taken = foreign({
      decision: 'taken_over',
      reason: 'Paper QR',
      decided_by: 'Noor',
      decided_ms: 1_795_000_100_000,
      orphan: 3,
      acts: ['assign'],
    });
    core.matchTakeOver.mockResolvedValue(taken);
    core.matching.mockResolvedValue(differing([taken], { open: 0 }));
    core.orphans.mockResolvedValue([orphan()]);
    await userEvent.type(screen.getByTestId('match-reason'), ' Paper QR ');
    await click('match-reason-confirm');
    expect(core.matchTakeOver).toHaveBeenCalledExactlyOnceWith(11, 'Paper QR');
    await waitFor(async () => expect(await rowText(11)).toHaveTextContent(/Taken over by.*Noor.*Paper QR/));
    expect(screen.queryByTestId('match-reason-dialog')).toBeNull();
    expect(screen.getByTestId('match-assign-11')).toBeVisible();
    expect(await summary()).toHaveTextContent('Every difference is explained');
  });

  it('is explained with words that are often said, and can be opened again', async () => {
    says(differing([foreign()]));
    await open();
    await click('match-explain-11');
    await click('match-suggest-1');
    const explained = foreign({
      decision: 'explained',
      reason: 'Clarified with PayBy',
      decided_by: 'Noor',
      decided_ms: 1_795_000_100_000,
      acts: [],
    });
    core.matchExplain.mockResolvedValue(explained);
    core.matching.mockResolvedValue(differing([explained], { open: 0 }));
    await click('match-reason-confirm');
    expect(core.matchExplain).toHaveBeenCalledExactlyOnceWith(11, 'Clarified with PayBy');
    core.matching.mockResolvedValue(differing([foreign()]));
    await click('match-reopen-11');
    expect(core.matchReopen).toHaveBeenCalledExactlyOnceWith(11);
    expect(await screen.findByTestId('match-takeover-11')).toBeVisible();
  });

  it('keeps what was typed when the core refuses', async () => {
    says(differing([foreign()]));
    core.matchExplain.mockRejectedValue(new TillError('something_new', 'Somebody explained it meanwhile.'));
    await open();
    await click('match-explain-11');
    await userEvent.type(screen.getByTestId('match-reason'), 'Because');
    await click('match-reason-confirm');
    expect(await screen.findByText('Somebody explained it meanwhile.')).toBeVisible();
    expect(screen.getByTestId('match-reason')).toHaveValue('Because');
  });

  it('that matches once PayBy was asked stays in sight, and says so', async () => {
    says(differing([unsure(), foreign()]));
    const settled = unsure({ kind: 'matched', acts: [], advice: 'nothing' });
    core.matchAsk.mockResolvedValue(settled);
    await open();
    await screen.findByTestId('match-row-12');
    core.matching.mockResolvedValue(differing([foreign()]));
    await click('match-ask-12');
    expect(core.matchAsk).toHaveBeenCalledExactlyOnceWith(12);
    await waitFor(async () => expect(await rowText(12)).toHaveTextContent('It matches now'));
    const shown = screen.getAllByTestId(/^match-row-/).map((row) => row.dataset['testid']);
    expect(shown).toEqual(['match-row-12', 'match-row-11']);
  });

  it('says when PayBy’s answer changes nothing', async () => {
    says(differing([unsure()]));
    await open();
    await click('match-ask-12');
    expect(
      await within(await rowText(12)).findByText('PayBy has answered: nothing has changed.'),
    ).toBeVisible();
    expect(screen.getByTestId('match-ask-12')).toBeEnabled();
  });

  it('says in its place what PayBy refused, and offers to explain it first then', async () => {
    says(differing([unsure()]));
    core.matchAsk.mockRejectedValue(new TillError('something_new', 'PayBy knows no such payment.'));
    const { session } = await open();
    await click('match-ask-12');
    expect(await screen.findByTestId('match-answer-12')).toHaveTextContent('PayBy knows no such payment.');
    expect(session.toasts).toEqual([]);
    expect(screen.getByTestId('match-explain-12')).toHaveClass('accent');
    expect(screen.getByTestId('match-ask-12')).not.toHaveClass('accent');
  });

  it('does not jump when it is settled, and gives the keyboard back to its row', async () => {
    const second = foreign({ id: 14 });
    says(differing([foreign(), second]));
    await open();
    await click('match-explain-11');
    await userEvent.type(screen.getByTestId('match-reason'), 'Test');
    const explained = foreign({
      decision: 'explained',
      reason: 'Test',
      decided_by: 'Noor',
      decided_ms: 1,
      acts: [],
    });
    core.matchExplain.mockResolvedValue(explained);
    core.matching.mockResolvedValue(differing([second, explained]));
    await click('match-reason-confirm');
    await waitFor(async () => expect(await rowText(11)).toHaveTextContent('Explained by'));
    expect(screen.getAllByTestId(/^match-row-/).map((row) => row.dataset['testid'])).toEqual([
      'match-row-11',
      'match-row-14',
    ]);
    await waitFor(async () => expect((await rowText(11)).contains(document.activeElement)).toBe(true));
  });

  it('is reached by the arrows', async () => {
    says(differing([foreign(), unsure()]));
    await open();
    await rowText(11);
    await userEvent.keyboard('{ArrowDown}');
    expect(screen.getByTestId('match-takeover-11')).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}');
    expect(screen.getByTestId('match-ask-12')).toHaveFocus();
  });

  it('leads to its order', async () => {
    says(differing([unsure()]));
    const { session } = await open();
    await click('match-order-12');
    expect(session.router.route).toEqual({ screen: 'orders', order: 'T1-9' });
  });
});

describe('a payment that was taken over', () => {
  beforeEach(() => {
    fake.client.findOrders.mockResolvedValue({ rows: [sold], next: null, behind: 0 });
    core.orphans.mockResolvedValue([orphan()]);
  });

  it('is assigned to a sale, of which those with its amount are shown first', async () => {
    await open();
    await click('orphan-assign-3');
    expect(screen.getByTestId('assign-search')).toHaveValue('45.00');
    expect(fake.client.findOrders).toHaveBeenLastCalledWith(
      expect.objectContaining({ text: '45.00', from: null }),
    );
    expect(screen.getByTestId('assign-confirm')).toBeDisabled();
    await click('assign-sale-S1');
    await click('assign-confirm');
    expect(core.assignOrphan).toHaveBeenCalledExactlyOnceWith(3, 'S1', 'Payment of T1-001041');
    expect(screen.queryByTestId('assign-dialog')).toBeNull();
  });

  it('is something else, in words', async () => {
    await open();
    await click('orphan-assign-3');
    await click('assign-way-other');
    await click('assign-confirm');
    expect(screen.getByText('Please say what it is')).toBeVisible();
    await userEvent.type(screen.getByTestId('assign-words'), 'Deposit');
    await click('assign-confirm');
    expect(core.assignOrphan).toHaveBeenCalledExactlyOnceWith(3, null, 'Deposit');
  });

  it('is out of sight once it is assigned', async () => {
    core.orphans.mockResolvedValue([orphan({ assigned_as: 'Deposit' })]);
    await open();
    await summary();
    expect(screen.queryByTestId('match-orphans')).toBeNull();
  });
});

describe('the rest of the page', () => {
  it('shows what matches only when it is asked for', async () => {
    await open();
    core.matching.mockResolvedValue(
      matchView({ rows: [foreign({ id: 50, kind: 'matched', order: 'T1-5', number: 'T1-5', acts: [] })] }),
    );
    await click('match-show-matched');
    expect(core.matching).toHaveBeenLastCalledWith('2026-11-21', true);
    expect(within(await screen.findByTestId('match-matched')).getByText('T1-5')).toBeVisible();
    expect(screen.queryByTestId('match-row-50')).toBeNull();
  });

  it('names the fees once a statement has told them', async () => {
    await open();
    expect(await screen.findByTestId('match-fees')).toHaveTextContent('known once the statement');
  });

  it('sums up the fees, the VAT on them and what was settled', async () => {
    says(
      matchView({
        runs: [run({ source: 'statement' })],
        fees: money('29.87'),
        fee_vat: money('1.49'),
        settled: money('308.89'),
        usual_fee: '1.50 %',
      }),
    );
    await open();
    expect(await screen.findByTestId('match-fees')).toHaveTextContent(/29\.87.*1\.49.*308\.89.*1\.50 %/);
  });

  it('leads to other days with differences', async () => {
    says(matchView({ other_days: [{ day: '2026-11-17', open: 2 }] }));
    const { session } = await open();
    expect(await screen.findByTestId('match-day-2026-11-17')).toHaveTextContent('2 differences');
    await click('match-day-2026-11-17');
    expect(session.router.route).toEqual({ screen: 'day', part: 'match', day: '2026-11-17' });
  });

  it('says why it cannot be shown, and tries again', async () => {
    core.matching.mockRejectedValueOnce(new TillError('something_new', 'The books are busy.'));
    await open();
    expect(await screen.findByText('The books are busy.')).toBeVisible();
    await click('match-again');
    expect(await summary()).toBeVisible();
  });

  it('says that it is offline, and that a file works', async () => {
    fake.state.app = { ...fake.state.app, online: false };
    await open();
    expect(await summary()).toHaveTextContent('A statement file works all the same.');
  });
});

describe.each(['en', 'ar'] as const)('axe finds nothing wrong, in %s, with', (language) => {
  async function check() {
    speak(language);
    await tick();
    expect(await wrongWith(document)).toEqual([]);
  }

  it('a day that nobody has compared', async () => {
    says(matchView({ runs: [], due: [{ day: '2026-11-21', source: 'list', why: 'no_answer' }] }));
    await open();
    await summary();
    await check();
  });

  it('differences, settled ones, what matches and payments taken over', async () => {
    const matched = foreign({ id: 50, kind: 'matched', order: 'T1-5', number: 'T1-5', acts: [] });
    says(
      differing(
        [
          foreign(),
          unsure(),
          foreign({
            id: 14,
            decision: 'explained',
            reason: 'Test',
            decided_by: 'Noor',
            decided_ms: 1,
            acts: [],
          }),
          matched,
        ],
        { other_days: [{ day: '2026-11-17', open: 2 }], runs: [run({ source: 'statement' })] },
      ),
    );
    core.orphans.mockResolvedValue([orphan()]);
    await open();
    await click('match-show-matched');
    await screen.findByTestId('match-matched');
    await check();
  });

  it('its dialogs', async () => {
    says(differing([foreign()]));
    core.orphans.mockResolvedValue([orphan()]);
    await open();
    await click('match-explain-11');
    await click('match-reason-confirm');
    await check();
  });

  it('the search of a sale', async () => {
    fake.client.findOrders.mockResolvedValue({ rows: [sold], next: null, behind: 0 });
    core.orphans.mockResolvedValue([orphan()]);
    await open();
    await click('orphan-assign-3');
    await screen.findByTestId('assign-sale-S1');
    await check();
  });

  it('a comparison under way', async () => {
    says(matchView({ runs: [], due: [{ day: '2026-11-21', source: 'list', why: null }] }));
    core.matchDue.mockReturnValue(new Promise(() => undefined));
    await open();
    await click('match-due');
    await screen.findByTestId('match-progress');
    await check();
  });
});
