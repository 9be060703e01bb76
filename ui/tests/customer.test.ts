import { render, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { describe, expect, it, vi } from 'vitest';
import { type CustomerHost, type DisplayStage, type DisplayView, welcome } from '$shared/ipc/customer';
import Customer from '../src/customer/Customer.svelte';
import Page from '../src/customer/Page.svelte';
import { tongues } from '../src/customer/tongues';
import { money } from './support/orders';

const qr = { size: 21, path: 'M0 0h1v1h-1z' };

function view(stage: DisplayStage, over: Partial<DisplayView> = {}): DisplayView {
  const line = { quantity: '2', unit: 'piece' as const, total: money('3.00') };
  const goods = ['basket', 'pay', 'scanned'].includes(stage);
  const payable = ['pay', 'scanned'].includes(stage);
  return {
    ...welcome,
    stage,
    shop: 'Karak House',
    shop_ar: 'بيت الكرك',
    lines: goods
      ? [
          { ...line, line: 1, name: 'Karak', name_ar: 'كرك' },
          { ...line, line: 2, name: 'Dates', name_ar: null, unit: 'kg', quantity: '0.350' },
        ]
      : [],
    total: goods ? money('6.00') : null,
    amount: payable || stage === 'thanks' ? money('6.00') : null,
    qr: payable ? qr : null,
    starts_at_ms: payable ? Date.now() - 1000 : null,
    ends_at_ms: payable ? Date.now() + 60_000 : null,
    ...over,
  };
}

const stages: DisplayStage[] = ['welcome', 'basket', 'pay', 'scanned', 'checking', 'thanks', 'error'];
const text = () => document.body.textContent ?? '';

describe('the customer’s screen', () => {
  it('says everything in both languages, and turns with the first', () => {
    render(Customer, { view: view('pay', { languages: ['ar', 'en'] }) });
    expect(text()).toContain('Scan to pay with Botim or PayBy');
    expect(text()).toContain('امسح الرمز وادفع عبر Botim أو PayBy');
    expect([document.documentElement.lang, document.documentElement.dir]).toEqual(['ar', 'rtl']);
    for (const arabic of document.querySelectorAll('[lang="ar"]:not(html)')) {
      expect(arabic.closest('[dir]')?.getAttribute('dir')).toMatch(/rtl|ltr/);
    }
  });

  it('keeps to one language where the shop has chosen one', () => {
    render(Customer, { view: view('thanks', { languages: ['ar'] }) });
    expect(text()).toContain('شكرًا لك');
    expect(text()).not.toContain('Thank you');
  });

  it('has no language that it does not know, and always one', () => {
    expect(tongues(['xx', 'ar']).map(({ code }) => code)).toEqual(['ar']);
    expect(tongues([]).map(({ code }) => code)).toEqual(['en']);
  });

  it('shows names once where they are the same in both languages', () => {
    render(Customer, { view: view('basket') });
    expect(screen.getAllByText('Dates')).toHaveLength(1);
    expect(screen.getByText('كرك')).toBeVisible();
    expect(screen.getByTestId('customer-total').textContent).toContain('6.00');
  });

  it('shows a QR only while it is told one', async () => {
    const { rerender } = render(Customer, { view: view('pay') });
    expect(screen.getByTestId('customer-qr')).toBeVisible();
    for (const stage of stages.filter((one) => one !== 'pay' && one !== 'scanned')) {
      await rerender({ view: view(stage) });
      expect(screen.queryByTestId('customer-qr')).toBeNull();
      await rerender({ view: view('pay') });
    }
  });

  it('takes the QR away when its time is up, though nobody says so', async () => {
    render(Customer, { view: view('pay', { ends_at_ms: Date.now() + 300 }) });
    expect(screen.getByTestId('customer-qr')).toBeVisible();
    await waitFor(() => expect(screen.queryByTestId('customer-qr')).toBeNull(), { timeout: 5000 });
    expect(text()).toContain('One moment please');
  });

  it('marks training on every stage', async () => {
    const { rerender } = render(Customer, { view: view('welcome', { training: true }) });
    for (const stage of stages) {
      await rerender({ view: view(stage, { training: true }) });
      expect(screen.getByTestId('customer-training')).toBeVisible();
    }
  });

  it('gives the change with the thanks', () => {
    render(Customer, { view: view('thanks', { change: money('14.00') }) });
    expect(screen.getByTestId('customer-change').textContent).toContain('14.00');
  });

  it('asks for a moment where something is wrong, and says nothing technical', () => {
    render(Customer, { view: view('error') });
    expect(text()).toContain('One moment please');
    expect(text()).toContain('Our staff will be right with you');
  });

  it('has nothing to press or to type into', async () => {
    const { rerender } = render(Customer, { view: view('welcome') });
    for (const stage of stages) {
      await rerender({ view: view(stage) });
      expect(document.querySelector('button, input, a, select, textarea, [tabindex]')).toBeNull();
    }
  });
});

describe('the page', () => {
  it('shows what it is told, and asks again while the core does not answer', async () => {
    vi.useFakeTimers();
    try {
      let tell: ((view: DisplayView) => void) | undefined;
      const watch = vi
        .fn<CustomerHost['watch']>()
        .mockRejectedValueOnce(new Error('not_ready'))
        .mockImplementation(async (show) => {
          tell = show;
        });
      render(Page, { host: { watch } });
      expect(screen.getByTestId('customer-welcome')).toBeVisible();
      await vi.advanceTimersByTimeAsync(2000);
      expect(watch).toHaveBeenCalledTimes(2);
      tell?.(view('thanks'));
      await vi.advanceTimersByTimeAsync(1);
      expect(screen.getByTestId('customer-screen').dataset['stage']).toBe('thanks');
    } finally {
      vi.useRealTimers();
    }
  });
});

/** jsdom lays nothing out and paints nothing; contrast is held to WCAG by the test of the design's colours. */
const options: axe.RunOptions = {
  resultTypes: ['violations'],
  rules: { 'color-contrast': { enabled: false } },
};

describe.each([['en', 'ar'], ['ar']])('axe finds nothing wrong in %s', (...languages) => {
  it.each(stages)('with %s', async (stage) => {
    document.title = 'Fils';
    render(Customer, {
      view: view(stage, { languages, training: true, paid: money('1.00'), due: money('5.00') }),
    });
    const { violations } = await axe.run(document, options);
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
    ).toEqual([]);
  });
});
