import { getContext, setContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import {
  type AppView,
  type Headline,
  type ImportProgress,
  type MatchProgress,
  type OrderView,
  type PrinterView,
  type TillClient,
  TillError,
  type TrainingView,
} from '../ipc/client';
import { refusal, t } from '../messages/index.svelte';
import { type Sounds, whileWanted } from '../sound/tones';
import { approving } from './approving';
import { Counter } from './counter.svelte';
import { Preferences } from './preferences.svelte';
import { Router } from './route.svelte';

export type ToastTone = 'good' | 'bad' | 'plain';

export interface Toast {
  readonly id: number;
  readonly tone: ToastTone;
  readonly text: string;
}

/** How long a toast stays, in milliseconds. */
const toastMs = 7000;
/** Lists are asked for again this long after a change, in milliseconds: what a payment needs now goes first. */
const listsMs = 150;

/** The ends of a payment that the customer hears about. */
const refusals: ReadonlySet<Headline> = new Set<Headline>(['closed_refused', 'closed_failed']);

const untold: ReadonlySet<string> = new Set(['not_approved', 'signed_out']);

const key = Symbol('session');

/** What to tell a person about a command that failed: in their language, by the core's code where it refused. */
export function sentenceOf(error: unknown): string {
  return error instanceof TillError ? refusal(error.code, error.message) : t().common.unexpected;
}

/**
 * What the core last said, kept for the screens to show. It decides nothing: lists are asked for again whenever the
 * core says that something changed.
 */
export class Session {
  app = $state.raw<AppView | null>(null);
  payments = $state.raw<OrderView[]>([]);
  alerts = $state.raw<OrderView[]>([]);
  training = $state.raw<TrainingView | null>(null);
  toasts = $state.raw<Toast[]>([]);
  /** Set while the window asks whether it may close. */
  closeAsked = $state.raw<{ open: number } | null>(null);
  /** Grows with every change, for screens that keep lists of their own. */
  revision = $state(0);
  /** Grows whenever cash moved or the shift changed. */
  drawer = $state(0);
  /** How far an import of products is. */
  importing = $state.raw<ImportProgress | null>(null);
  /** How far a comparison with PayBy is. */
  matching = $state.raw<MatchProgress | null>(null);
  /** The printer and what waits for it; null until it is known. */
  printer = $state.raw<PrinterView | null>(null);
  /** Counts what was heard about each order, be it only that PayBy gave the same answer again. */
  readonly heard = new SvelteMap<string, number>();
  /** The setup wizard is still talking to the person although the core is ready. */
  wizardOpen = $state(false);
  drawerOpen = $state(false);
  /** The dialog over every screen that the person has opened. */
  dialog = $state<'preferences' | 'shortcuts' | 'pin' | null>(null);
  /** Set while a manager is asked to approve what somebody wants to do. */
  approval = $state.raw<{ action: string; settle: (approved: boolean) => void } | null>(null);

  readonly router = new Router();
  readonly counter = new Counter(this);
  /** The newest view of every order seen in this window. */
  readonly known = new SvelteMap<string, OrderView>();

  /** What a scanned code is for, where the screen in front takes it; else it goes to the counter. */
  scanned: ((code: string) => void) | null = null;
  /** Keys typed while no field has the focus, as the screen in front sees them. */
  typed: ((text: string) => void) | null = null;
  /** Enter pressed while nothing else would take it. */
  entered: (() => void) | null = null;

  #refreshing: Promise<void> | null = null;
  #again = false;
  #toastId = 0;
  #lists: ReturnType<typeof setTimeout> | undefined;

  readonly sounds: Sounds;
  readonly client: TillClient;

  constructor(
    client: TillClient,
    sounds: Sounds,
    readonly preferences: Preferences = new Preferences(),
  ) {
    this.client = approving(client, {
      ask: (action) => this.#askManager(action),
      signedOut: () => void this.reloadApp(),
    });
    this.sounds = whileWanted(sounds, () => this.preferences.sounds);
  }

  /** Listens first and asks then, so that nothing falls in between. */
  async start(): Promise<() => void> {
    const stopEvents = await this.client.listen({
      changed: (order) => this.#changed(order),
      refundChanged: () => this.refreshSoon(),
      appChanged: (app) => this.#appChanged(app),
      closeRequested: (request) => {
        this.closeAsked = request;
      },
      basketChanged: (basket) => {
        const other = this.counter.basket?.sale !== basket.sale;
        this.counter.basket = basket;
        // A line more changes nothing else; another basket does: what is parked, what is to be paid.
        if (other) {
          this.refreshSoon();
        }
      },
      saleChanged: (sale) => {
        this.counter.learn(sale);
        this.refreshSoon();
      },
      drawerChanged: () => {
        this.drawer += 1;
      },
      printChanged: (printer) => {
        this.printer = printer;
      },
      importProgress: (progress) => {
        this.importing = progress;
      },
      matching: (progress) => {
        this.matching = progress;
      },
      resync: () => void this.#resync(),
    });
    const stopRoutes = this.router.listen();
    this.#appChanged(await this.client.appState());
    return () => {
      stopEvents();
      stopRoutes();
      clearTimeout(this.#lists);
    };
  }

  get ready(): boolean {
    return this.app?.setup === 'ready' && !this.wizardOpen;
  }

  /** What the screens may offer to whoever is signed in; the core decides. */
  may(action: string): boolean {
    return this.app?.may.includes(action) ?? false;
  }

  /** Nobody is at the till from now on; payments go on. */
  async lock(): Promise<void> {
    await this.attempt(async () => {
      await this.client.lock();
      await this.reloadApp();
    });
  }

  #askManager(action: string): Promise<boolean> {
    this.approval?.settle(false);
    return new Promise((settled) => {
      this.approval = {
        action,
        settle: (approved) => {
          this.approval = null;
          settled(approved);
        },
      };
    });
  }

  /** Asks the core for its state again, after a command that may have changed the set-up. */
  async reloadApp(): Promise<void> {
    this.#appChanged(await this.client.appState());
  }

  /** Takes an order from a reply, unless an event has already brought a newer one. */
  learn(order: OrderView): void {
    const had = this.known.get(order.order);
    if (had === undefined || order.at_ms >= had.at_ms) {
      this.known.set(order.order, order);
    }
  }

  toast(tone: ToastTone, text: string): void {
    const id = ++this.#toastId;
    this.toasts = [...this.toasts.slice(-2), { id, tone, text }];
    setTimeout(() => this.dismiss(id), toastMs);
  }

  dismiss(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }

  /** Runs a command about an order and takes over what it has become. Returns whether it was carried out. */
  async act(command: () => Promise<OrderView>): Promise<boolean> {
    const done = await this.attempt(command);
    if (done !== null) {
      this.learn(done.value);
      this.refreshSoon();
    }
    return done !== null;
  }

  /** Runs a command; a refusal becomes a toast with the core's sentence. Returns null then. */
  async attempt<T>(command: () => Promise<T>): Promise<{ value: T } | null> {
    try {
      return { value: await command() };
    } catch (error) {
      // Who sent the manager away, or is signed out, sees that without being told.
      if (!(error instanceof TillError && untold.has(error.code))) {
        this.toast('bad', sentenceOf(error));
      }
      return null;
    }
  }

  refresh(): Promise<void> {
    if (this.#refreshing !== null) {
      this.#again = true;
      return this.#refreshing;
    }
    this.#refreshing = this.#load().finally(() => {
      this.#refreshing = null;
      if (this.#again) {
        this.#again = false;
        void this.refresh();
      }
    });
    return this.#refreshing;
  }

  async #load(): Promise<void> {
    await this.attempt(async () => {
      const [payments, alerts, training] = await Promise.all([
        this.client.payments(),
        this.app?.person === null ? [] : this.client.alerts(),
        this.client.trainingStatus(),
      ]);
      for (const order of [...payments, ...alerts]) {
        this.learn(order);
      }
      this.payments = payments;
      this.alerts = alerts;
      this.training = training;
    });
    await this.counter.refresh();
  }

  #appChanged(app: AppView): void {
    const wasReady = this.app?.setup === 'ready';
    const before = this.app?.person ?? null;
    const otherPerson = before?.person !== app.person?.person;
    this.app = app;
    if (before !== null && otherPerson) {
      this.#left();
    }
    if (app.setup === 'ready' && (!wasReady || otherPerson)) {
      this.revision += 1;
      void this.counter.load();
      void this.refresh();
    }
  }

  /** Who leaves the till takes along what was open in front of them; a payment stays. */
  #left(): void {
    this.approval?.settle(false);
    this.dialog = null;
    this.drawerOpen = false;
    const { screen } = this.router.route;
    if (screen !== 'payment' && screen !== 'pay') {
      this.router.go({ screen: 'till' });
    }
  }

  #changed(order: OrderView): void {
    const before = this.known.get(order.order);
    this.heard.set(order.order, (this.heard.get(order.order) ?? 0) + 1);
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(order)) {
      return;
    }
    this.known.set(order.order, order);
    this.payments = this.payments.map((one) => (one.order === order.order ? order : one));
    this.#announce(order, before);
    this.refreshSoon();
  }

  #announce(order: OrderView, before: OrderView | undefined): void {
    if (before === undefined) {
      return;
    }
    if (order.state === 'paid' && before.state !== 'paid' && before.state !== 'paid_late') {
      this.sounds.paid();
      if (!this.#inFront(order.order)) {
        this.toast('good', t().shell.paidToast(order.amount.text, order.short));
      }
    } else if (refusals.has(order.headline) && !refusals.has(before.headline)) {
      this.sounds.refused();
    } else if (order.alert !== null && order.alert.code !== before.alert?.code) {
      this.sounds.alert();
      if (!this.#inFront(order.order)) {
        this.toast('bad', t().shell.alertToast(t().alerts.advice[order.alert.code].title, order.short));
      }
    }
  }

  async #resync(): Promise<void> {
    await this.attempt(() => this.reloadApp());
    this.refreshSoon();
  }

  #inFront(order: string): boolean {
    const { route } = this.router;
    return (
      (route.screen === 'payment' && route.order === order) ||
      (route.screen === 'pay' && route.sale === this.known.get(order)?.sale)
    );
  }

  /** Several changes within a moment are looked up once. */
  refreshSoon(): void {
    this.#lists ??= setTimeout(() => {
      this.#lists = undefined;
      this.revision += 1;
      void this.refresh();
    }, listsMs);
  }
}

export function provideSession(session: Session): Session {
  return setContext(key, session);
}

export function useSession(): Session {
  return getContext<Session>(key);
}
