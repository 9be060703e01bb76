/** The desktop shell's host: generated commands and events behind the interface the screens use. */
import { type CommandError, commands, events } from './bindings';
import { type TillClient, TillError } from './client';
import { refusing } from './refusing';

type Result<T> = { status: 'ok'; data: T } | { status: 'error'; error: CommandError };

async function settled<T>(pending: Promise<Result<T>>): Promise<T> {
  const result = await pending;
  if (result.status === 'ok') {
    return result.data;
  }
  throw new TillError(result.error.code, result.error.message);
}

async function done(pending: Promise<Result<unknown>>): Promise<void> {
  await settled(pending);
}

export function tauriClient(): TillClient {
  return {
    ...refusing(),
    appState: () => settled(commands.appState()),
    setupTraining: () => done(commands.setupTraining()),
    makeKey: () => settled(commands.makeKey()),
    importKey: () => settled(commands.importKey()),
    setupAccount: (account) => done(commands.setupAccount(account)),
    testConnection: () => settled(commands.testConnection()),
    unlock: (passphrase) => done(commands.unlock(passphrase)),
    enterAmount: (text) => commands.enterAmount(text),
    charge: (amountText, description) => settled(commands.charge(amountText, description)),
    chargeCode: (amountText, description, code) =>
      settled(commands.chargeCode(amountText, description, code)),
    cancel: (order) => settled(commands.cancel(order)),
    ask: (order) => settled(commands.ask(order)),
    replace: (order) => settled(commands.replace(order)),
    decide: (order, decision, reason) => settled(commands.decide(order, decision, reason)),
    refund: (order, amountText, reason) => done(commands.refund(order, amountText, reason)),
    payments: () => settled(commands.payments()),
    alerts: () => settled(commands.alerts()),
    orders: (query) => settled(commands.orders(query)),
    story: (order) => settled(commands.story(order)),
    qr: (order) => settled(commands.qr(order)),
    products: (query) => settled(commands.products(query)),
    categories: () => settled(commands.categories()),
    putProduct: (form) => settled(commands.putProduct(form)),
    pickImport: () => settled(commands.pickImport()),
    applyImport: (leaveOutRefused) => settled(commands.applyImport(leaveOutRefused)),
    exportSample: () => settled(commands.exportSample()),
    exportProducts: () => settled(commands.exportProducts()),
    trainingStatus: () => settled(commands.trainingStatus()),
    trainingCustomer: (order, act) => done(commands.trainingCustomer(order, act)),
    trainingFault: (fault) => done(commands.trainingFault(fault)),
    trainingClear: () => done(commands.trainingClear()),
    closeDecision: (decision) => done(commands.closeDecision(decision)),
    listen: async (to) => {
      const stops = await Promise.all([
        events.changed.listen((event) => to.changed(event.payload.order)),
        events.refundChanged.listen((event) => to.refundChanged(event.payload.refund)),
        events.appChanged.listen((event) => to.appChanged(event.payload)),
        events.closeRequested.listen((event) => to.closeRequested(event.payload)),
        events.importProgress.listen((event) => to.importProgress(event.payload)),
        events.resync.listen(() => to.resync()),
      ]);
      return () => {
        for (const stop of stops) {
          stop();
        }
      };
    },
  };
}
