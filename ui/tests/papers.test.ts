import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type PapersClient, type PapersView, type TillClient, TillError } from '$shared/ipc/client';
import { speak } from '$shared/messages/index.svelte';
import Papers from '../src/features/papers/Papers.svelte';
import { quickOf, rangeOf } from '../src/features/papers/ranges';
import { wrongWith } from './support/axe';
import { type FakeClient, fakeClient, started } from './support/client';
import Host from './support/Host.svelte';

const view: PapersView = {
  today: '2026-11-21',
  papers: [
    { paper: 'accountant', formats: ['xlsx', 'csv', 'pdf'] },
    { paper: 'takings', formats: ['xlsx', 'csv', 'pdf'] },
    { paper: 'journal', formats: ['jsonl'] },
  ],
};

let core: { [command in keyof PapersClient]: ReturnType<typeof vi.fn<TillClient[command]>> };
let fake: FakeClient;

beforeEach(() => {
  speak('en');
  core = {
    papers: vi.fn<TillClient['papers']>(async () => view),
    exportPaper: vi.fn<TillClient['exportPaper']>(async () => '/home/amina/takings.xlsx'),
  };
  fake = fakeClient(core);
});

async function open(day: string | null = null) {
  const session = await started(fake);
  const result = render(Host, { session, screen: Papers, given: { day } });
  await screen.findByTestId('paper-save');
  return result;
}

const click = async (testid: string) => userEvent.click(await screen.findByTestId(testid));
const asked = () => core.exportPaper.mock.lastCall;

describe('days chosen with one press', () => {
  it.each([
    ['today', '2026-11-21', '2026-11-21', '2026-11-21'],
    ['yesterday', '2026-03-01', '2026-02-28', '2026-02-28'],
    ['month', '2026-11-21', '2026-11-01', '2026-11-21'],
    ['lastMonth', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['lastMonth', '2026-01-10', '2025-12-01', '2025-12-31'],
    ['lastQuarter', '2026-11-21', '2026-07-01', '2026-09-30'],
    ['lastQuarter', '2026-01-01', '2025-10-01', '2025-12-31'],
    ['lastQuarter', '2026-03-31', '2025-10-01', '2025-12-31'],
    ['year', '2026-11-21', '2026-01-01', '2026-11-21'],
  ] as const)('%s on %s', (choice, today, from, to) => {
    expect(rangeOf(choice, today)).toEqual({ from, to });
  });

  it('are recognised when they are typed', () => {
    expect(quickOf({ from: '2026-07-01', to: '2026-09-30' }, '2026-11-21')).toBe('lastQuarter');
    expect(quickOf({ from: '2026-07-02', to: '2026-09-30' }, '2026-11-21')).toBeNull();
  });
});

describe('a file', () => {
  it('of this month for the accountant needs one press, and says where it is', async () => {
    await open();
    await click('paper-save');
    expect(asked()).toEqual(['accountant', '2026-11-01', '2026-11-21', 'xlsx', 'en']);
    expect(await screen.findByTestId('paper-outcome')).toHaveTextContent('Saved: /home/amina/takings.xlsx');
  });

  it('is of the day that is looked at', async () => {
    await open('2026-11-14');
    await click('paper-save');
    expect(asked()).toEqual(['accountant', '2026-11-14', '2026-11-14', 'xlsx', 'en']);
  });

  it('is what was chosen', async () => {
    await open();
    await click('paper-takings');
    await click('paper-days-lastQuarter');
    await click('paper-format-pdf');
    await click('paper-language-ar');
    await click('paper-save');
    expect(asked()).toEqual(['takings', '2026-07-01', '2026-09-30', 'pdf', 'ar']);
  });

  it('is only what its paper can be, and remembers what was wanted', async () => {
    await open();
    await click('paper-format-pdf');
    await click('paper-journal');
    expect(screen.queryByTestId('paper-format-pdf')).toBeNull();
    expect(screen.queryByTestId('paper-language-en')).toBeNull();
    await click('paper-save');
    expect(asked()?.[3]).toBe('jsonl');
    await click('paper-takings');
    await click('paper-save');
    expect(asked()?.[3]).toBe('pdf');
  });

  it('is not made of days that run backwards', async () => {
    await open();
    const to = screen.getByTestId('paper-to');
    await userEvent.clear(to);
    expect(screen.getByTestId('paper-save')).toBeDisabled();
    await userEvent.type(to, '2026-10-01');
    expect(await screen.findByTestId('paper-outcome')).toHaveTextContent('The last day is before the first.');
    expect(screen.getByTestId('paper-save')).toBeDisabled();
  });

  it('that could not be written says why, in one sentence', async () => {
    core.exportPaper.mockRejectedValue(new TillError('no_such_code', 'The disk is full. Make room on it.'));
    await open();
    await click('paper-save');
    expect(await screen.findByTestId('paper-outcome')).toHaveTextContent(
      'The disk is full. Make room on it.',
    );
  });

  it('nobody wanted after all leaves nothing to say', async () => {
    core.exportPaper.mockResolvedValue(null);
    await open();
    await click('paper-save');
    await waitFor(() => expect(screen.getByTestId('paper-save')).toBeEnabled());
    expect(screen.getByTestId('paper-outcome')).toHaveTextContent(/^$/);
  });

  it('takes no second press while it is made', async () => {
    core.exportPaper.mockReturnValue(new Promise(() => undefined));
    await open();
    await click('paper-save');
    expect(screen.getByTestId('paper-save')).toBeDisabled();
    expect(screen.getByTestId('paper-outcome')).toHaveTextContent('The file is being made…');
  });
});

describe('the page', () => {
  it('says when the papers cannot be shown, and tries again', async () => {
    core.papers.mockRejectedValueOnce(new TillError('no_such_code', 'The books cannot be read.'));
    const session = await started(fake);
    render(Host, { session, screen: Papers, given: { day: null } });
    expect(await screen.findByText('The books cannot be read.')).toBeVisible();
    await click('papers-again');
    expect(await screen.findByTestId('paper-save')).toBeVisible();
  });

  it.each(['en', 'ar'] as const)('can be used by everybody in %s', async (language) => {
    speak(language);
    await open();
    expect(await wrongWith(document)).toEqual([]);
  });
});
