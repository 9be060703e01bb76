/** The back of the demo's shop: drawer, shifts, receipts, returns, printing and settings, in the page's memory. */
import {
  type CashMoveCode,
  type CashRowView,
  type CountForm,
  type OpenThingsView,
  type OrderView,
  type PaperWidth,
  type PrinterView,
  type PrintView,
  type ReceiptRowView,
  type ReceiptsClient,
  type ReturnableView,
  type ReturnWhat,
  type SaleView,
  type SettingChange,
  type SettingsClient,
  type ShiftClient,
  type ShiftView,
  TillError,
  type TillEvents,
} from '../client';
import type { PrintingClient } from '../counter';
import { money, parse } from './orders';
import { drawPaper } from './paper';
import { denominations, shipped, takes } from './shop';
import { type Sold, soldOf, soldToday } from './sold';

interface Around {
  orders(): OrderView[];
  tell(): TillEvents | null;
}

export type BackClient = { met(sale: SaleView): SaleView } & ReceiptsClient &
  ShiftClient &
  PrintingClient &
  SettingsClient;

class DemoBack implements BackClient {
  #settings = new Map(Object.entries(shipped));
  #sold: Sold[];
  #shifts: ShiftView[] = [];
  #rows: CashRowView[] = [];
  #open: { at: number; by: string } | null;
  #queue: PrintView[] = [];
  #fault: PrinterView['fault'] = null;
  #jobs = 0;

  constructor(
    readonly scene: string,
    readonly around: Around,
  ) {
    const first = scene.endsWith('first') || scene === 'shiftless';
    const paid = around.orders().find((one) => one.state === 'paid' && one.scene === 'qr');
    this.#sold = scene.endsWith('first') ? [] : soldToday(paid?.order ?? null);
    this.#open = first ? null : { at: Date.now() - 20_000_000, by: 'Amina' };
    if (!scene.endsWith('first')) {
      this.#shifts = [this.#pastShift(2, 86_400, -1250), this.#pastShift(1, 2 * 86_400, 0)];
    }
    if (!first) {
      this.#seedRows();
    }
    if (scene === 'printer') {
      this.#fault = { code: 'paper_out', message: 'The printer at 192.168.1.50:9100 is out of paper.' };
      this.#job('receipt', 'T1-001044', 'waiting');
      this.#job('receipt', 'T1-001045', 'uncertain', true);
      this.#job('drawer', null, 'waiting');
    }
    if (scene === 'noprinter') {
      this.#settings.set('printer', null);
    }
  }

  #seedRows(): void {
    const at = (ago: number) => Date.now() - ago * 1000;
    const row = (
      kind: CashMoveCode,
      fils: number,
      ago: number,
      by: string,
      more: Partial<CashRowView> = {},
    ): CashRowView => ({
      kind,
      amount: money(fils),
      at_ms: at(ago),
      by,
      approved_by: null,
      reason: null,
      sale: null,
      ...more,
    });
    this.#rows = [
      row('float', 50_000, 20_000, 'Amina'),
      row('sale', 1200, 19_000, 'Amina', { sale: 'S1' }),
      row('paid_out', 3550, 15_000, 'Amina', { reason: 'Water for the shop', approved_by: 'Khalid' }),
      row('sale', 35_450, 9800, 'Yousef', { sale: 'S3' }),
      row('drop', 30_000, 9000, 'Khalid', { reason: 'Envelope 3' }),
      row('sale', 4775, 3100, 'Yousef', { sale: 'S4' }),
      row('refund', 1175, 1200, 'Yousef', { sale: 'S4', reason: 'Water not wanted', approved_by: 'Khalid' }),
    ];
  }

  #pastShift(n: number, ago: number, difference: number): ShiftView {
    const closed = Date.now() - ago * 1000;
    const expected = 84_600;
    return {
      shift: n,
      opened_at_ms: closed - 40_000_000,
      opened_by: 'Amina',
      closed_at_ms: closed,
      closed_by: 'Khalid',
      rows: [],
      float: money(50_000),
      sales: money(64_600),
      paid_in: money(0),
      paid_out: money(0),
      drops: money(30_000),
      refunds: money(0),
      expected_fils: expected,
      expected_text: money(expected).text,
      counted: money(expected + difference),
      difference_fils: difference,
      difference_text: money(Math.abs(difference)).text,
      note: difference === 0 ? null : 'A customer was given too much change.',
    };
  }

  #sum(...kinds: CashMoveCode[]): number {
    return this.#rows
      .filter((row) => kinds.includes(row.kind))
      .reduce((sum, row) => sum + row.amount.fils, 0);
  }

  #now(): ShiftView | null {
    if (this.#open === null) {
      return null;
    }
    const into = this.#sum('float', 'sale', 'paid_in');
    const out = this.#sum('paid_out', 'drop', 'refund', 'returned');
    return {
      shift: (this.#shifts[0]?.shift ?? 0) + 1,
      opened_at_ms: this.#open.at,
      opened_by: this.#open.by,
      closed_at_ms: null,
      closed_by: null,
      rows: [...this.#rows],
      float: money(this.#sum('float')),
      sales: money(this.#sum('sale')),
      paid_in: money(this.#sum('paid_in')),
      paid_out: money(this.#sum('paid_out')),
      drops: money(this.#sum('drop')),
      refunds: money(this.#sum('refund', 'returned')),
      expected_fils: into - out,
      expected_text: money(into - out).text,
      counted: null,
      difference_fils: null,
      difference_text: null,
      note: null,
    };
  }

  #need(): ShiftView {
    const now = this.#now();
    if (now === null) {
      throw new TillError('no_shift', 'No shift is open. Open one first.');
    }
    return now;
  }

  #amount(text: string): number {
    const { fils, error } = parse(text);
    if (fils === null) {
      throw new TillError(error ?? 'amount_not_a_number', 'That is not an amount.');
    }
    return fils;
  }

  #row(kind: CashMoveCode, fils: number, reason: string | null, sale: string | null): void {
    this.#rows.push({
      kind,
      amount: money(fils),
      at_ms: Date.now(),
      by: 'Amina',
      approved_by: null,
      reason,
      sale,
    });
    this.around.tell()?.drawerChanged();
  }

  #job(
    what: PrintView['what'],
    receipt: string | null,
    state: PrintView['state'] = 'waiting',
    copy = false,
  ): void {
    this.#jobs += 1;
    this.#queue.push({
      id: this.#jobs,
      what,
      receipt,
      copy,
      state,
      fault:
        state === 'uncertain' ? { code: 'connection_lost', message: 'It stopped answering.' } : this.#fault,
      tries: state === 'waiting' ? 0 : 1,
      at_ms: Date.now() - 200_000,
      by: 'Amina',
    });
    if (this.#fault === null) {
      setTimeout(() => {
        this.#queue = this.#queue.filter((one) => one.id !== this.#jobs);
        this.#tellPrinter();
      }, 900);
    }
    this.#tellPrinter();
  }

  #tellPrinter(): void {
    void this.printer().then((printer) => this.around.tell()?.printChanged(printer));
  }

  #find(sale: string): Sold {
    const found = this.#sold.find((one) => one.view.sale.sale === sale);
    if (found === undefined) {
      throw new TillError('no_such_sale', 'There is no such sale.');
    }
    return found;
  }

  /** A sale over the counter; once it is paid it has its receipt, and its cash is in the drawer. */
  met = (sale: SaleView): SaleView => {
    if (
      sale.complete &&
      sale.receipt !== null &&
      !this.#sold.some((one) => one.view.sale.sale === sale.sale)
    ) {
      this.#sold.push(soldOf(sale, sale.receipt));
      this.#open ??= { at: Date.now(), by: sale.by };
      for (const one of sale.payments.filter(({ tender }) => tender === 'cash')) {
        this.#row('sale', one.amount.fils, null, sale.sale);
      }
    }
    return sale;
  };

  receipts: ReceiptsClient['receipts'] = async ({ search, day }) => {
    const wanted = (search ?? '').toLowerCase();
    const papers: ReceiptRowView[] = day === null ? this.#sold.flatMap((one) => one.view.papers) : [];
    return papers
      .filter((one) => `${one.number} ${one.total.text} ${one.first}`.toLowerCase().includes(wanted))
      .sort((a, b) => b.at_ms - a.at_ms);
  };

  #setting(name: string, changes: SettingChange[] = []): string {
    const changed = changes.find((one) => one.name === name);
    return (changed === undefined ? this.#settings.get(name) : changed.value) ?? '';
  }

  #paper(
    number: string,
    rows: [string, string][],
    total: string,
    width: PaperWidth,
    changes: SettingChange[],
  ) {
    const of = (name: string) => this.#setting(name, changes);
    const lines = (...texts: string[]) => texts.filter((text) => text !== '');
    const trn = of('trn');
    return drawPaper(
      number,
      {
        head: lines(of('merchant_name'), of('merchant_name_ar')),
        under: lines(
          of('address'),
          of('address_ar'),
          of('phone'),
          trn === '' ? '' : `TRN ${trn}`,
          trn === '' ? '' : 'فاتورة ضريبية  Tax Invoice',
        ),
        rows,
        total: ['TOTAL  الإجمالي', `AED ${total}`],
        foot: lines(of('receipt_footer'), of('receipt_footer_ar')),
      },
      width,
    );
  }

  receiptPicture: ReceiptsClient['receiptPicture'] = async (number, width) => {
    const found = this.#sold.find((one) => one.view.papers.some((paper) => paper.number === number));
    if (found === undefined) {
      throw new TillError('no_such_receipt', 'There is no such receipt.');
    }
    const paper = found.view.papers.find((one) => one.number === number);
    const rows = found.view.sale.lines.flatMap((line): [string, string][] => [
      [line.name, line.total.text],
      [`   ${line.quantity} x ${line.price.text}`, ''],
    ]);
    return this.#paper(number, rows, paper?.total.text ?? '', width, []);
  };

  receiptSample: SettingsClient['receiptSample'] = async (changes, width) =>
    this.#paper(
      'T1-000001',
      [
        ['Arabic coffee  قهوة عربية', '18.00'],
        ['   1 x 18.00', ''],
        ['Dates  تمر', '26.00'],
        ['   0.500 kg x 52.00', ''],
      ],
      '44.00',
      width,
      changes.filter(({ name, value }) => value === null || takes[name]?.[0].test(value) !== false),
    );

  printReceipt = async (number: string) => this.#job('receipt', number, 'waiting', true);

  saveReceipt = async (number: string) => `/home/shop/Documents/${number}.pdf`;

  returnable: ReceiptsClient['returnable'] = async (sale) => structuredClone(this.#find(sale).view);

  #worth(view: ReturnableView, what: ReturnWhat): number {
    if (what.kind === 'all') {
      return view.left.fils;
    }
    if (what.kind === 'amount') {
      return this.#amount(what.amount);
    }
    return what.lines.reduce((sum, { line, quantity }) => {
      const of = view.lines.find((one) => one.line === line);
      const left = Number(of?.left ?? 0);
      if (of === undefined || !(Number(quantity) > 0) || Number(quantity) > left) {
        throw new TillError(
          'return_more_than_left',
          `Only ${of?.left ?? '0'} of this is left to give back. Enter at most that.`,
        );
      }
      return sum + Math.round((of.left_total.fils * Number(quantity)) / left);
    }, 0);
  }

  creditPreview: ReceiptsClient['creditPreview'] = async (sale, what) => {
    const { view } = this.#find(sale);
    const fils = this.#worth(view, what);
    if (fils > view.left.fils) {
      throw new TillError(
        'return_more_than_left',
        `Only ${view.left.text} of this is left to give back. Enter at most that.`,
      );
    }
    if (fils === 0) {
      throw new TillError('return_nothing', 'There is nothing to give back.');
    }
    return money(fils);
  };

  giveBack: ReceiptsClient['giveBack'] = async (sale, what, tender, order, reason) => {
    const { view } = this.#find(sale);
    const total = await this.creditPreview(sale, what);
    const way = view.ways.find((one) => one.tender === tender && one.order === order);
    if (way === undefined || way.left.fils < total.fils) {
      throw new TillError('return_more_than_left', `Only ${way?.left.text ?? '0.00'} is left.`);
    }
    this.#takeOff(view, what, total.fils);
    way.left = money(way.left.fils - total.fils);
    const n = view.papers.length;
    const number = `T1-00${1060 + n}`;
    view.returns.push({
      total,
      vat: money(Math.round((total.fils * 5) / 105)),
      tender,
      refund: tender === 'wallet' ? `R-${sale}-${n}` : null,
      receipt: tender === 'cash' ? number : null,
      at_ms: Date.now(),
      by: 'Amina',
      approved_by: 'Khalid',
      reason,
      state: tender === 'cash' ? 'done' : 'under_way',
    });
    const issue = () => {
      view.papers.push({
        number,
        kind: 'refund',
        sale,
        total,
        at_ms: Date.now(),
        by: 'Amina',
        lines: 1,
        first: view.sale.subject,
        first_ar: null,
      });
    };
    if (tender === 'cash') {
      issue();
      this.#row('refund', total.fils, reason, sale);
    } else {
      this.#later(view, issue, number);
    }
    return structuredClone(view);
  };

  #takeOff(view: ReturnableView, what: ReturnWhat, fils: number): void {
    for (const line of view.lines) {
      const named = what.kind === 'lines' ? what.lines.find((one) => one.line === line.line) : undefined;
      if (what.kind === 'all') {
        line.left = null;
        line.left_total = money(0);
      } else if (named !== undefined) {
        const left = Number(line.left) - Number(named.quantity);
        line.left_total = money(Math.round((line.left_total.fils * left) / Number(line.left)));
        line.left = left <= 0 ? null : line.unit === 'kg' ? left.toFixed(3) : String(left);
      }
    }
    view.left = money(view.left.fils - fils);
    view.sale.returned = money(view.sale.returned.fils + fils);
  }

  #later(view: ReturnableView, issue: () => void, number: string): void {
    setTimeout(() => {
      const last = view.returns.at(-1);
      if (last !== undefined) {
        last.state = 'done';
        last.receipt = number;
      }
      issue();
      this.around.tell()?.saleChanged(view.sale);
    }, 2500);
  }

  giveExcessBack: ReceiptsClient['giveExcessBack'] = async (sale, reason) => {
    const { view } = this.#find(sale);
    this.#row('refund', view.sale.over.fils, reason, sale);
    view.sale.over = money(0);
  };

  shift = async () => this.#now();
  shifts = async () => this.#shifts;
  denominations = async () =>
    denominations.map((fils) => ({
      fils,
      text: fils >= 100 ? (fils / 100).toLocaleString('en-US') : (fils / 100).toFixed(2),
      note: fils > 100,
    }));

  openShift = async (float: string) => {
    const fils = /^0*(?:\.0*)?$/.test(float) ? 0 : this.#amount(float);
    this.#open = { at: Date.now(), by: 'Amina' };
    this.#rows = [];
    this.#row('float', fils, null, null);
    return this.#need();
  };

  moveCash: ShiftClient['moveCash'] = async (kind, amount, reason) => {
    this.#row(kind, this.#amount(amount), reason, null);
    return this.#need();
  };

  openThings = async (): Promise<OpenThingsView> => {
    if (this.scene === 'settled') {
      return { orders: [], sales: [], overpaid: [], parked: [], prints: [], alerts: 0 };
    }
    const orders = this.around.orders();
    const sale = this.#sold.at(-1)?.view.sale;
    return {
      orders: orders.filter((one) => one.unfinished),
      sales:
        sale === undefined ? [] : [{ ...sale, complete: false, status: 'partly_paid', due: money(1325) }],
      overpaid: [],
      parked: [
        {
          sale: 'S90',
          name: 'Lady with the blue bag',
          total: money(8600),
          lines: 3,
          first: 'Saffron, 5 g',
          first_ar: null,
          parked_at_ms: Date.now() - 3_000_000,
          by: 'Yousef',
        },
      ],
      prints: this.#queue,
      alerts: orders.filter((one) => one.alert !== null).length,
    };
  };

  #counted(form: CountForm): number {
    const loose = form.loose.trim() === '' ? 0 : this.#amount(form.loose);
    return form.pieces.reduce((sum, one) => sum + one.fils * one.pieces, loose);
  }

  countTotal: ShiftClient['countTotal'] = async (form) => {
    const fils = this.#counted(form);
    const difference = fils - this.#need().expected_fils;
    return {
      counted: money(fils),
      difference_fils: difference,
      difference_text: money(Math.abs(difference)).text,
    };
  };

  closeShift: ShiftClient['closeShift'] = async (form, note) => {
    const before = this.#need();
    const { counted, difference_fils, difference_text } = await this.countTotal(form);
    const closed: ShiftView = {
      ...before,
      closed_at_ms: Date.now(),
      closed_by: 'Amina',
      counted,
      difference_fils,
      difference_text,
      note,
    };
    this.#shifts = [closed, ...this.#shifts];
    this.#open = null;
    this.#rows = [];
    this.around.tell()?.drawerChanged();
    return closed;
  };

  openDrawer = async () => this.#job('drawer', null);

  printer = async (): Promise<PrinterView> => {
    const connection = this.#settings.get('printer') ?? null;
    return { set: connection !== null, connection, fault: this.#fault, warning: null, queue: this.#queue };
  };

  testPrint = async () => {
    if (this.#fault !== null) {
      throw new TillError(`printer_${this.#fault.code}`, this.#fault.message);
    }
  };

  #without(id: number): Promise<PrinterView> {
    this.#queue = this.#queue.filter((one) => one.id !== id);
    this.#tellPrinter();
    return this.printer();
  }

  printAgain = async (id: number) => {
    this.#queue = this.#queue.map((one) => (one.id === id ? { ...one, state: 'waiting' } : one));
    return this.printer();
  };

  giveUpPrint = (id: number) => this.#without(id);

  printerDevices = async () =>
    this.scene === 'printer'
      ? []
      : [
          { connection: 'usb:04b8:0e15', name: 'EPSON TM-T20II' },
          { connection: 'serial:/dev/ttyUSB0@9600', name: '/dev/ttyUSB0' },
        ];

  settings = async () =>
    [...this.#settings].map(([name, value]) => ({ name, value, takes: takes[name]?.[1] ?? 'a text' }));

  trySettings: SettingsClient['trySettings'] = async (changes) =>
    changes
      .filter(({ name, value }) => value !== null && takes[name]?.[0].test(value) === false)
      .map(({ name }) => ({ name, takes: takes[name]?.[1] ?? 'a text' }));

  changeSettings: SettingsClient['changeSettings'] = async (changes) => {
    const [refused] = await this.trySettings(changes);
    if (refused !== undefined) {
      throw new TillError('setting_invalid', `\`${refused.name}\` must be ${refused.takes}.`);
    }
    for (const { name, value } of changes) {
      this.#settings.set(name, value);
    }
    this.#tellPrinter();
  };
}

/** Its commands as plain functions, to be spread into a client. */
export function demoBack(scene: string, around: Around): BackClient {
  return new DemoBack(scene, around);
}
