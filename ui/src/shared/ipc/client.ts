/**
 * What the screens ask of the till's core. Screens know this interface only: the desktop shell answers it in the
 * window, a fake answers it in a browser, tests bring their own.
 */
import type {
  AccountForm,
  AmountEntryView,
  AppView,
  CheckView,
  CloseDecision,
  CustomerAct,
  DecisionCode,
  FaultForm,
  OrdersQuery,
  OrdersView,
  OrderView,
  PublicKeyView,
  Qr,
  RefundView,
  StoryView,
  TrainingView,
} from './bindings';
import type { CounterClient, CounterEvents } from './counter';
import type { DayClient } from './day';
import type { FindClient } from './find';
import type { KeepingClient } from './keeping';
import type { MatchingClient, MatchProgress } from './matching';
import type { PapersClient } from './papers';

export type {
  AccountForm,
  AlertKind,
  AlertView,
  AmountEntryView,
  AppView,
  CheckView,
  CloseDecision,
  CommandError,
  CustomerAct,
  DecisionCode,
  EnvironmentCode,
  FaultCode,
  FaultForm,
  FaultView,
  FilterCode,
  Headline,
  MoneyView,
  OrdersQuery,
  OrdersView,
  OrderView,
  PublicKeyView,
  Qr,
  RefundView,
  SceneView,
  StateView,
  StoryEntry,
  StoryView,
  TrainingView,
} from './bindings';

export type * from './counter';
export type * from './day';
export type * from './find';
export type * from './keeping';
export type * from './matching';
export type * from './papers';

/** A command the core refused: a code to branch on, a sentence to show. */
export class TillError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** What somebody else has to approve, where that is why. */
    readonly action: string | null = null,
  ) {
    super(message);
    this.name = 'TillError';
  }
}

export interface TillEvents extends CounterEvents {
  changed(order: OrderView): void;
  refundChanged(refund: RefundView): void;
  appChanged(app: AppView): void;
  closeRequested(request: { open: number }): void;
  /** How far a comparison with PayBy is. */
  matching(progress: MatchProgress): void;
  /** More changed than could be told one by one: everything shown is asked for again. */
  resync(): void;
}

/** The till, its payments and its orders. */
export interface PaymentClient {
  appState(): Promise<AppView>;
  setupTraining(): Promise<void>;
  makeKey(): Promise<PublicKeyView>;
  /** Null when the person closed the file dialog. The private key never comes here. */
  importKey(): Promise<PublicKeyView | null>;
  setupAccount(account: AccountForm): Promise<void>;
  testConnection(): Promise<CheckView[]>;
  unlock(passphrase: string): Promise<void>;

  enterAmount(text: string): Promise<AmountEntryView>;
  charge(amountText: string, description: string | null): Promise<OrderView>;
  chargeCode(amountText: string, description: string | null, code: string): Promise<OrderView>;

  cancel(order: string): Promise<OrderView>;
  ask(order: string): Promise<OrderView>;
  replace(order: string): Promise<OrderView>;
  decide(order: string, decision: DecisionCode, reason: string): Promise<OrderView>;
  refund(order: string, amountText: string, reason: string): Promise<void>;

  payments(): Promise<OrderView[]>;
  alerts(): Promise<OrderView[]>;
  orders(query: OrdersQuery): Promise<OrdersView>;
  story(order: string): Promise<StoryView>;
  qr(order: string): Promise<Qr | null>;

  trainingStatus(): Promise<TrainingView | null>;
  trainingCustomer(order: string, act: CustomerAct): Promise<void>;
  trainingFault(fault: FaultForm): Promise<void>;
  trainingClear(): Promise<void>;

  closeDecision(decision: CloseDecision): Promise<void>;

  /** Resolves once every event is listened to; the function it gives stops them all. */
  listen(events: TillEvents): Promise<() => void>;
}

export interface TillClient
  extends PaymentClient,
    CounterClient,
    DayClient,
    FindClient,
    KeepingClient,
    MatchingClient,
    PapersClient {}
