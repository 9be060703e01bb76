/** Days of the demo's shop, added up in the page from sales that were never made. */
import {
  type Compared,
  type DayClient,
  type DayView,
  type Figure,
  type FindQuery,
  type OpenItem,
  type ReportLine,
  type ReportView,
  TillError,
  type ToDecide,
  type ZRow,
} from '../client';
import { money } from './orders';

const cashiers: [string, string][] = [
  ['p2', 'Mona Haddad'],
  ['p3', 'Ali'],
  ['p4', 'عائشة'],
  ['p5', 'Joseph Fernandes'],
];
const categories = ['Drinks', 'Bakery', 'Dates & nuts', 'Gifts', ''];
/** The hour at which the demo's business day starts. */
const start = 4;
const opensAt = 8;
const closesAt = 23;

interface Sold {
  fils: number;
  hour: number;
  wallet: boolean;
  cashier: number;
  category: number;
  vat: '5' | '0' | 'exempt';
  back: boolean;
  discount: number;
}

const everything: FindQuery = {
  text: '',
  from: null,
  to: null,
  states: [],
  tender: null,
  cashier: null,
  category: null,
  vat: null,
  hour: null,
  flags: [],
  refunded_on: null,
  after: null,
};

function shifted(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
}

/** The same sales for the same day, however often it is looked at. */
function salesOf(day: string, until: number): Sold[] {
  let seed = Number(day.replaceAll('-', '')) % 9973;
  const chance = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  const busy = [2, 3, 3, 4, 8, 11, 9, 5, 4, 5, 7, 9, 8, 6, 3];
  return busy.flatMap((many, at) => {
    const count = Math.round(many * (0.6 + chance() * 0.9));
    const sales = Array.from({ length: count }, (_, n) => ({
      fils: 300 + Math.floor(chance() * chance() * 18_000) + (n % 9 === 8 ? 12_300 : 0),
      hour: opensAt + at,
      wallet: chance() < 0.58,
      cashier: Math.floor(chance() * cashiers.length),
      category: Math.floor(chance() * chance() * categories.length),
      vat: chance() < 0.86 ? ('5' as const) : chance() < 0.7 ? ('0' as const) : ('exempt' as const),
      back: chance() < 0.03,
      discount: chance() < 0.08 ? 250 : 0,
    }));
    return opensAt + at < until ? sales : [];
  });
}

const sum = (of: readonly number[]): number => of.reduce((all, one) => all + one, 0);
const signed = (sale: Sold): number => (sale.back ? -sale.fils : sale.fils);

function change(now: number, then: number): string | null {
  if (then === 0) {
    return null;
  }
  const share = ((now - then) / Math.abs(then)) * 100;
  return `${share > 0 ? '+' : ''}${share.toFixed(1)} %`;
}

function compared(days: Sold[][], amount: (of: Sold[]) => number, count: (of: Sold[]) => number): Compared {
  const [today = 0, yesterday = 0, week = 0] = days.map(amount);
  const [now = 0, before = 0, ago = 0] = days.map(count);
  return {
    today: money(today),
    yesterday: money(yesterday),
    last_week: money(week),
    count: now,
    count_yesterday: before,
    count_last_week: ago,
    than_yesterday: money(today - yesterday),
    than_last_week: money(today - week),
    change_yesterday: change(today, yesterday),
    change_last_week: change(today, week),
  };
}

const kept = (of: Sold[]): Sold[] => of.filter((one) => !one.back);
const returned = (of: Sold[]): Sold[] => of.filter((one) => one.back);
const worth = (of: Sold[]): number => sum(of.map((one) => one.fils));
const net = (of: Sold[]): number => sum(of.map(signed));
const vatOf = (of: Sold[]): number =>
  sum(of.filter((one) => one.vat === '5').map((one) => Math.round((signed(one) * 5) / 105)));

function figure(key: string, label: string | null, of: Sold[], query: FindQuery): Figure {
  return { key, label, count: of.length, amount: money(net(of)), query };
}

class DemoDay {
  readonly today: string;
  #closed: ReportView[] = [];
  readonly #empty: boolean;

  constructor(readonly scene: string) {
    const now = Date.now() + (4 - start) * 3_600_000;
    this.today = new Date(now).toISOString().slice(0, 10);
    this.#empty = scene.endsWith('first') || scene === 'shiftless';
    if (!this.#empty) {
      const last = scene === 'unclosed' ? 3 : 1;
      for (let ago = 24; ago >= last; ago -= 1) {
        this.#close(shifted(this.today, -ago), ago % 9 === 4 ? 'The customer comes back tomorrow' : null);
      }
      if (scene === 'closed') {
        this.#close(this.today, null);
      }
    }
  }

  sales(day: string): Sold[] {
    if (this.#empty || day > this.today || day < shifted(this.today, -40)) {
      return [];
    }
    const hour = Number(new Date(Date.now() + 4 * 3_600_000).toISOString().slice(11, 13));
    const sold = salesOf(day, closesAt);
    const soFar = sold.filter((one) => one.hour <= Math.max(hour, 14));
    return day === this.today && this.scene !== 'closed' ? soFar : sold;
  }

  zOf(day: string): ReportView | null {
    return this.#closed.find((one) => one.day === day) ?? null;
  }

  row(report: ReportView): ZRow {
    const upTo = this.#closed.filter((one) => (one.n ?? 0) <= (report.n ?? 0));
    const all = this.sales(report.day);
    return {
      n: report.n ?? 0,
      number: report.number ?? '',
      day: report.day,
      at_ms: report.to_ms,
      by: report.by,
      signed_off_by: report.signed_off_by,
      net: money(net(all)),
      grand_total: money(sum(upTo.map((one) => net(this.sales(one.day))))),
      receipts: kept(all).length,
    };
  }

  rows(before: number | null): ZRow[] {
    const wanted = this.#closed.filter((one) => before === null || (one.n ?? 0) < before);
    return wanted
      .slice(-20)
      .reverse()
      .map((one) => this.row(one));
  }

  z(n: number): ReportView {
    const found = this.#closed[n - 1];
    if (found === undefined) {
      throw new TillError('no_such_report', 'There is no report of this number.');
    }
    return { ...found, copy: true };
  }

  unclosed(): string[] {
    const days = this.#empty ? [] : [3, 2, 1, 0].map((ago) => shifted(this.today, -ago));
    return days.filter((day) => this.zOf(day) === null && this.sales(day).length > 0);
  }

  close(day: string, reason: string | null): ReportView {
    if (this.unclosed()[0] !== day) {
      throw new TillError('day_not_next', 'Another day has to be closed first.');
    }
    if (this.open(day).length > 0 && (reason ?? '').trim() === '') {
      throw new TillError('sign_off_needed', 'Say why what is open may stay open.');
    }
    return this.#close(day, reason);
  }

  #close(day: string, reason: string | null): ReportView {
    const n = this.#closed.length + 1;
    const made = this.report(day, n, reason);
    this.#closed.push(made);
    return made;
  }

  open(day: string): OpenItem[] {
    if (day !== this.today || this.scene.startsWith('live')) {
      return [];
    }
    return [
      {
        code: 'late_payment',
        number: 'T1-7K2Q',
        amount: money(2450),
        words: 'A payment of AED 24.50 came after its sale was closed.',
      },
      { code: 'open_sale', number: 'S18', amount: money(6300), words: 'A sale of AED 63.00 is not paid.' },
      { code: 'open_shift', number: '3', amount: null, words: 'Shift 3 of Ali is still open.' },
    ];
  }

  report(day: string, n: number | null, reason: string | null): ReportView {
    const of = this.sales(day);
    const signedOff = reason !== null && reason.trim() !== '';
    const at = Date.parse(`${day}T19:40:00Z`);
    const hex = Array.from({ length: 64 }, (_, i) =>
      ((net(of) * (i + 7) + (n ?? 0) * 31) % 16).toString(16).replace('-', ''),
    );
    return {
      kind: n === null ? 'x' : 'z',
      n,
      number: n === null ? null : `T1-Z${String(n).padStart(4, '0')}`,
      day,
      from_ms: at - 86_400_000,
      to_ms: n === null || day === this.today ? Date.now() : at,
      by: 'Noor',
      signed_off_by: signedOff ? 'Noor' : null,
      reason: signedOff ? reason : null,
      lines: this.#lines(day, of),
      open: n !== null && !signedOff ? [] : this.open(day),
      head: hex.join(''),
      copy: false,
      training: !this.scene.startsWith('live'),
    };
  }

  #lines(day: string, of: Sold[]): ReportLine[] {
    const line = (
      section: string,
      code: string,
      fils: number | null,
      count: number | null,
      label?: string,
    ) => ({
      section,
      code,
      label: label ?? null,
      count,
      amount: fils === null ? null : money(fils),
    });
    const view = this.view(day);
    const first = 1000 + (Number(day.slice(-2)) % 28) * 90;
    const upTo = sum(this.#closed.filter((one) => one.day < day).map((one) => net(this.sales(one.day))));
    return [
      line('sales', 'sold', view.sold.today.fils, view.sold.count),
      line('sales', 'given_back', view.given_back.today.fils, view.given_back.count),
      line('sales', 'net', view.net.today.fils, null),
      line('sales', 'discounts', view.discounts.amount.fils, view.discounts.count),
      ...view.by_vat.map((one) => line('vat', `class_${one.key}`, one.amount.fils, one.count)),
      line('vat', 'vat', view.vat.fils, null),
      ...view.by_tender.map((one) => line('tenders', one.key, one.amount.fils, one.count)),
      line('wallet', 'received', view.wallet.received.fils, null),
      line('wallet', 'refunded', view.wallet.refunded.fils, null),
      line('wallet', 'of_papers', view.wallet.of_receipts.fils, null),
      line('wallet', 'held', view.wallet.held.fils, null),
      line('cash', 'opened_with', view.cash.opened_with.fils, null),
      line('cash', 'sales', view.cash.sales.fils, null),
      line('cash', 'refunds', view.cash.refunds.fils, null),
      line('cash', 'drops', view.cash.drops.fils, null),
      line('cash', 'expected', view.cash.expected.fils, null),
      ...view.by_cashier.map((one) =>
        line('cashiers', 'cashier', one.amount.fils, one.count, one.label ?? ''),
      ),
      ...view.by_category.map((one) =>
        line('categories', 'category', one.amount.fils, one.count, one.label ?? ''),
      ),
      line('counts', 'first_receipt', null, null, `T1-${String(first).padStart(6, '0')}`),
      line(
        'counts',
        'last_receipt',
        null,
        null,
        `T1-${String(first + kept(of).length - 1).padStart(6, '0')}`,
      ),
      line('counts', 'receipts', null, kept(of).length),
      line('counts', 'credit_notes', null, returned(of).length),
      line('counts', 'cancellations', null, view.cancellations.count),
      line('totals', 'total_before', upTo, null),
      line('totals', 'net', view.net.today.fils, null),
      line('totals', 'grand_total', upTo + view.net.today.fils, null),
    ];
  }

  #toDecide(day: string): ToDecide[] {
    const said = (code: ToDecide['code'], go: ToDecide['go'], more: Partial<ToDecide> = {}): ToDecide => ({
      code,
      count: 1,
      amount: null,
      about: null,
      at_ms: null,
      go,
      query: null,
      order: null,
      sale: null,
      day: null,
      ...more,
    });
    const left = this.unclosed().filter((one) => one < this.today);
    const unclosed = left.map((one) => said('unclosed_day', 'reports', { day: one, about: one }));
    if (this.scene.startsWith('live') || this.#empty || day !== this.today) {
      return day === this.today ? unclosed : [];
    }
    const yesterday = shifted(this.today, -1);
    return [
      said('late_payment', 'alerts', { amount: money(2450), about: 'T1-7K2Q' }),
      said('difference', 'match', { count: 3, amount: money(11_250), day: yesterday, about: yesterday }),
      said('open_sale', 'orders', {
        amount: money(6300),
        query: { ...everything, from: day, to: day, states: ['open'] },
      }),
      said('printer', 'settings_printer', { about: 'The printer is out of paper.' }),
      ...unclosed,
    ];
  }

  view(day: string): DayView {
    const of = this.sales(day);
    const days = [of, this.sales(shifted(day, -1)), this.sales(shifted(day, -7))];
    const here: FindQuery = { ...everything, from: day, to: day };
    const by = (choose: (one: Sold) => boolean) => of.filter(choose);
    const cash = kept(by((one) => !one.wallet));
    const cashBack = returned(by((one) => !one.wallet));
    const wallet = kept(by((one) => one.wallet));
    const walletBack = returned(by((one) => one.wallet));
    const z = this.zOf(day);
    const hours = Array.from({ length: 24 }, (_, n) => (start + n) % 24);
    const week = days[2] ?? [];
    const drops = of.length > 0 ? 50_000 : 0;
    const float = of.length > 0 ? 30_000 : 0;
    const expected = float + worth(cash) - worth(cashBack) - drops;
    const done = z !== null;
    const tips = of.length > 0 ? 1500 : 0;
    const discounted = by((one) => one.discount > 0);
    const held = day === this.today && this.#toDecide(day).length > 0 ? 2450 : 0;
    const at = Date.parse(`${day}T17:58:00Z`);
    return {
      day,
      today: this.today,
      closed_by: z === null ? null : this.row(z),
      unclosed: this.unclosed().filter((one) => one < this.today),
      to_decide: this.#toDecide(day),
      sold: compared(
        days,
        (one) => worth(kept(one)),
        (one) => kept(one).length,
      ),
      given_back: compared(
        days,
        (one) => worth(returned(one)),
        (one) => returned(one).length,
      ),
      net: compared(days, net, (one) => kept(one).length),
      vat: money(vatOf(of)),
      vat_registered: true,
      average: kept(of).length === 0 ? null : money(Math.round(worth(kept(of)) / kept(of).length)),
      by_tender: [
        figure(
          'wallet',
          null,
          by((one) => one.wallet),
          { ...here, tender: 'wallet' },
        ),
        figure(
          'cash',
          null,
          by((one) => !one.wallet),
          { ...here, tender: 'cash' },
        ),
      ],
      by_vat: (['5', '0', 'exempt'] as const)
        .map((vat) =>
          figure(
            vat,
            null,
            by((one) => one.vat === vat),
            { ...here, vat },
          ),
        )
        .filter((one) => one.count > 0),
      by_cashier: cashiers
        .map(([id, name], n) =>
          figure(
            id,
            name,
            by((one) => one.cashier === n),
            { ...here, cashier: name },
          ),
        )
        .filter((one) => one.count > 0),
      by_category: categories
        .map((name, n) =>
          figure(
            name,
            name === '' ? null : name,
            by((one) => one.category === n),
            { ...here, category: name },
          ),
        )
        .filter((one) => one.count > 0),
      by_hour: hours.map((hour) =>
        figure(
          String(hour),
          null,
          by((one) => one.hour === hour),
          { ...here, hour },
        ),
      ),
      by_hour_last_week: hours.map((hour) => money(net(week.filter((one) => one.hour === hour)))),
      refunds: {
        ...figure('refunds', null, returned(of), { ...here, refunded_on: day }),
        amount: money(worth(returned(of))),
      },
      cancellations: { count: of.length > 0 ? 4 : 0, query: { ...here, flags: ['cancelled'] } },
      voids: figure('voids', null, [], { ...here, states: ['void'] }),
      discounts: {
        ...figure('discounts', null, discounted, { ...here, flags: ['discount'] }),
        amount: money(sum(discounted.map((one) => one.discount))),
      },
      tips: {
        ...figure('tips', null, [], { ...here, flags: ['tip'] }),
        count: tips > 0 ? 3 : 0,
        amount: money(tips),
      },
      rounding: figure('rounding', null, [], here),
      cash: {
        opened_with: money(float),
        sales: money(worth(cash)),
        refunds: money(worth(cashBack)),
        paid_in: money(0),
        paid_out: money(0),
        drops: money(drops),
        expected: money(expected),
        counted: done ? money(expected - 250) : null,
        difference: done ? money(-250) : null,
        shifts:
          of.length === 0
            ? []
            : [
                {
                  id: 41,
                  by: 'Mona Haddad',
                  opened_ms: at - 36_000_000,
                  closed_ms: at - 18_000_000,
                  difference: money(0),
                },
                {
                  id: 42,
                  by: 'Ali',
                  opened_ms: at - 18_000_000,
                  closed_ms: done ? at : null,
                  difference: done ? money(-250) : null,
                },
              ],
      },
      wallet: {
        received: money(worth(wallet) + tips + held),
        refunded: money(worth(walletBack)),
        tips: money(tips),
        of_receipts: money(worth(wallet) - worth(walletBack) + tips),
        held: money(held),
        taken_over: money(0),
        fees: day < this.today && of.length > 0 ? money(Math.round(worth(wallet) * 0.015)) : null,
      },
      matched: {
        list_at_ms: of.length > 0 && day < this.today ? at : null,
        statement_at_ms: of.length > 0 && day < shifted(this.today, -1) ? at + 36_000_000 : null,
        open_differences: day === shifted(this.today, -1) && !this.scene.startsWith('live') ? 3 : 0,
      },
    };
  }
}

export function demoDay(scene: string): DayClient {
  const days = new DemoDay(scene);
  const soon = <T>(value: T) => new Promise<T>((done) => setTimeout(() => done(value), 60));
  const named = (n: number | null) => `Fils ${n === null ? 'X' : `Z ${n}`}.pdf`;
  return {
    day: async (day) => soon(days.view(day ?? days.today)),
    cancellations: async () => [],
    xReport: async () => soon(days.report(days.today, null, null)),
    zPreview: async () => {
      const left = days.unclosed();
      const next = left[0] ?? days.today;
      return soon({ days: left, day: next, open: days.open(next), report: days.report(next, null, null) });
    },
    closeDay: async (day, reason) => soon(days.close(day, reason)),
    zReports: async (before) => soon(days.rows(before)),
    report: async (n) => soon(days.z(n)),
    printReport: async () => undefined,
    saveReport: async (n) => `/home/shop/Documents/${named(n)}`,
  };
}
