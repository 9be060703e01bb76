// Drafted by hand in the shape the exporter gives; the generated file takes its place.
import { invoke as __TAURI_INVOKE } from "@tauri-apps/api/core";
import * as __TAURI_EVENT from "@tauri-apps/api/event";

/** Commands */
export const commands = {
	appState: () => typedError<AppView, CommandError>(__TAURI_INVOKE("app_state")),
	setupTraining: () => typedError<AppView, CommandError>(__TAURI_INVOKE("setup_training")),
	makeKey: () => typedError<PublicKeyView, CommandError>(__TAURI_INVOKE("make_key")),
	importKey: () => typedError<PublicKeyView | null, CommandError>(__TAURI_INVOKE("import_key")),
	setupAccount: (account: AccountForm) => typedError<AppView, CommandError>(__TAURI_INVOKE("setup_account", { account })),
	testConnection: () => typedError<CheckView[], CommandError>(__TAURI_INVOKE("test_connection")),
	unlock: (passphrase: string) => typedError<AppView, CommandError>(__TAURI_INVOKE("unlock", { passphrase })),
	enterAmount: (text: string) => typedError<AmountEntryView, CommandError>(__TAURI_INVOKE("enter_amount", { text })),
	charge: (amountText: string, description: string | null) => typedError<OrderView, CommandError>(__TAURI_INVOKE("charge", { amountText, description })),
	chargeCode: (amountText: string, description: string | null, code: string) => typedError<OrderView, CommandError>(__TAURI_INVOKE("charge_code", { amountText, description, code })),
	cancel: (order: string) => typedError<null, CommandError>(__TAURI_INVOKE("cancel", { order })),
	ask: (order: string) => typedError<null, CommandError>(__TAURI_INVOKE("ask", { order })),
	replace: (order: string) => typedError<OrderView, CommandError>(__TAURI_INVOKE("replace", { order })),
	decide: (order: string, decision: DecisionCode, reason: string) => typedError<null, CommandError>(__TAURI_INVOKE("decide", { order, decision, reason })),
	refund: (order: string, amountText: string, reason: string) => typedError<null, CommandError>(__TAURI_INVOKE("refund", { order, amountText, reason })),
	payments: () => typedError<OrderView[], CommandError>(__TAURI_INVOKE("payments")),
	alerts: () => typedError<OrderView[], CommandError>(__TAURI_INVOKE("alerts")),
	orders: (query: OrdersQuery) => typedError<OrdersView, CommandError>(__TAURI_INVOKE("orders", { query })),
	story: (order: string) => typedError<StoryView, CommandError>(__TAURI_INVOKE("story", { order })),
	qr: (order: string) => typedError<QrView | null, CommandError>(__TAURI_INVOKE("qr", { order })),
	trainingStatus: () => typedError<TrainingView | null, CommandError>(__TAURI_INVOKE("training_status")),
	trainingCustomer: (order: string, act: CustomerAct) => typedError<null, CommandError>(__TAURI_INVOKE("training_customer", { order, act })),
	trainingFault: (fault: FaultForm) => typedError<TrainingView, CommandError>(__TAURI_INVOKE("training_fault", { fault })),
	trainingClear: () => typedError<TrainingView, CommandError>(__TAURI_INVOKE("training_clear")),
	closeDecision: (decision: CloseDecision) => typedError<null, CommandError>(__TAURI_INVOKE("close_decision", { decision })),
};

/** Events */
export const events = {
	appChanged: makeEvent<AppChanged>("app-changed"),
	changed: makeEvent<Changed>("changed"),
	closeRequested: makeEvent<CloseRequested>("close-requested"),
	refundChanged: makeEvent<RefundChanged>("refund-changed"),
};

/* Types */
export type AccountForm = {
	environment: EnvironmentCode,
	base_url: string | null,
	partner_id: string,
	payee_mid: string | null,
	payby_public_key: string,
	passphrase: string | null,
};

export type ActionsView = {
	cancel: boolean,
	ask: boolean,
	replace: boolean,
	keep: boolean,
	revoke: boolean,
	close: boolean,
	refund: boolean,
};

export type AlertKind = "payby_not_answering" | "signature_not_accepted" | "cancel_not_confirmed" | "revoke_not_confirmed" | "refund_not_confirmed" | "paid_late" | "needs_review";

export type AlertView = {
	code: AlertKind,
	since_ms: number,
	detail: string | null,
};

export type AmountEntryView = {
	ok: boolean,
	amount: MoneyView | null,
	error: string | null,
};

export type AppChanged = AppView;

export type AppView = {
	setup: SetupCode,
	failure: CommandError | null,
	mode: ModeCode | null,
	version: string,
	partner_id: string | null,
	till_name: string | null,
	clock: ClockView | null,
	online: boolean,
};

export type Changed = {
	order: OrderView,
};

export type CheckView = {
	code: string,
	ok: boolean,
	detail: string | null,
};

export type ClockView = {
	offset_ms: number,
};

export type CloseDecision = "stay" | "background" | "quit";

export type CloseRequested = {
	open: number,
};

export type CommandError = {
	code: string,
	message: string,
};

export type CountsView = {
	all: number,
	open: number,
	paid: number,
	closed: number,
	attention: number,
};

export type CustomerAct = "scan" | "pay" | "decline" | "pay_late";

export type DecisionCode = "keep" | "revoke" | "close";

export type EnvironmentCode = "uat" | "production" | "custom";

export type FaultForm = {
	kind: string,
	op: string | null,
	count: number,
};

export type FaultView = {
	kind: string,
	op: string | null,
	count: number,
};

export type FilterCode = "all" | "open" | "paid" | "closed" | "attention";

export type Headline = "sending" | "checking" | "waiting_for_customer" | "scanned" | "confirming" | "cancelling_by_cashier" | "cancelling_expired" | "cancelling_refused" | "paid" | "paid_while_cancelling" | "paid_kept" | "closed_cancelled" | "closed_expired" | "closed_refused" | "closed_failed" | "closed_revoked" | "closed_refunded" | "closed_by_person" | "closed_never_reached" | "paid_late" | "needs_review" | "revoking";

export type ModeCode = "training" | "live";

export type MoneyView = {
	fils: number,
	text: string,
	currency: string,
};

export type OrderView = {
	order: string,
	short: string,
	sale: string,
	state: StateView,
	headline: Headline,
	at_ms: number,
	created_at_ms: number,
	amount: MoneyView,
	subject: string,
	scene: SceneView,
	deadline_ms: number | null,
	expires_at_ms: number,
	token_url: string | null,
	scanned_by: string | null,
	order_no: string | null,
	paid_at_ms: number | null,
	paid_amount: MoneyView | null,
	reason: string | null,
	reason_detail: string | null,
	alert: AlertView | null,
	unfinished: boolean,
	refunded: MoneyView,
	refundable: MoneyView,
	actions: ActionsView,
};

export type OrdersQuery = {
	day: string | null,
	search: string,
	filter: FilterCode,
};

export type OrdersView = {
	day: string,
	rows: OrderView[],
	total_taken: MoneyView,
	counts: CountsView,
};

export type PublicKeyView = {
	public_pem: string,
};

export type QrView = {
	size: number,
	path: string,
};

export type RefundChanged = {
	refund: RefundView,
};

export type RefundView = {
	refund: string,
	order: string,
	amount: MoneyView,
	state: string,
	at_ms: number,
	reason: string,
	detail: string | null,
	order_no: string | null,
	alert: AlertView | null,
	is_final: boolean,
};

export type SceneView = "qr" | "code";

export type SetupCode = "needed" | "locked" | "ready" | "failed";

export type StateView = "submitting" | "awaiting_payment" | "closing" | "paid" | "closed" | "paid_late" | "needs_review";

export type StoryEntry = {
	seq: number,
	at_ms: number,
	kind: string,
	by: string | null,
	text_params: { [key in string]: string },
	raw: string | null,
};

export type StoryView = {
	order: OrderView,
	refunds: RefundView[],
	entries: StoryEntry[],
};

export type TrainingView = {
	faults: FaultView[],
	network_down: boolean,
};

/* Tauri Specta runtime */
async function typedError<T, E>(result: Promise<T>): Promise<{ status: "ok"; data: T } | { status: "error"; error: E }> {
    try {
        return { status: "ok", data: await result };
    } catch (e) {
        if (e instanceof Error) throw e;
        return { status: "error", error: e as any };
    }
}

function makeEvent<T>(name: string) {
    return {
        listen: (cb: __TAURI_EVENT.EventCallback<T>) => __TAURI_EVENT.listen<T>(name, cb),
    };
}
