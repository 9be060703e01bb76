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
  throw new TillError(result.error.code, result.error.message, result.error.action);
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
    makeOwner: (name, pin) => done(commands.makeOwner(name, pin)),
    people: () => settled(commands.people()),
    peopleAll: () => settled(commands.peopleAll()),
    signIn: (person, pin) => done(commands.signIn(person, pin)),
    lock: () => done(commands.lock()),
    approve: (action, person, pin) => done(commands.approve(action, person, pin)),
    changePin: (oldPin, newPin) => done(commands.changePin(oldPin, newPin)),
    putPerson: (form) => settled(commands.putPerson(form)),
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
    findOrders: (query) => settled(commands.findOrders(query)),
    findChoices: () => settled(commands.findChoices()),
    savedFilters: () => settled(commands.savedFilters()),
    saveFilter: (name, query) => settled(commands.saveFilter(name, query)),
    forgetFilter: (id) => settled(commands.forgetFilter(id)),
    saleStory: (number) => settled(commands.saleStory(number)),
    lookUp: (kind, number) => settled(commands.lookUp(kind, number)),
    qr: (order) => settled(commands.qr(order)),
    products: (query) => settled(commands.products(query)),
    categories: () => settled(commands.categories()),
    putProduct: (form) => settled(commands.putProduct(form)),
    pickImport: () => settled(commands.pickImport()),
    applyImport: (leaveOutRefused) => settled(commands.applyImport(leaveOutRefused)),
    dropImport: () => done(commands.dropImport()),
    exportSample: () => settled(commands.exportSample()),
    exportProducts: () => settled(commands.exportProducts()),
    basket: () => settled(commands.basket()),
    addProduct: (code, quantity, price) => settled(commands.addProduct(code, quantity, price)),
    addAmount: (amount, name, vat) => settled(commands.addAmount(amount, name, vat)),
    scan: (text, paying) => settled(commands.scan(text, paying)),
    setQuantity: (line, text) => settled(commands.setQuantity(line, text)),
    setPrice: (line, text) => settled(commands.setPrice(line, text)),
    discountLine: (line, text) => settled(commands.discountLine(line, text)),
    noteLine: (line, text) => settled(commands.noteLine(line, text)),
    removeLine: (line) => settled(commands.removeLine(line)),
    discountSale: (text) => settled(commands.discountSale(text)),
    noteSale: (text) => settled(commands.noteSale(text)),
    clearBasket: () => settled(commands.clearBasket()),
    undo: () => settled(commands.undo()),
    park: (name) => settled(commands.park(name)),
    parked: () => settled(commands.parked()),
    takeUp: (sale) => settled(commands.takeUp(sale)),
    startSale: () => settled(commands.startSale()),
    sale: (sale) => settled(commands.sale(sale)),
    openSales: () => settled(commands.openSales()),
    overpaidSales: () => settled(commands.overpaidSales()),
    previewCash: (sale, given) => settled(commands.previewCash(sale, given)),
    takeCash: (sale, given) => settled(commands.takeCash(sale, given)),
    chargeSale: (sale, amount, tip, code) => settled(commands.chargeSale(sale, amount, tip, code)),
    giveCashBack: (sale) => settled(commands.giveCashBack(sale)),
    backToBasket: (sale) => settled(commands.backToBasket(sale)),
    voidSale: (sale, reason) => settled(commands.voidSale(sale, reason)),
    receipts: (query) => settled(commands.receipts(query)),
    returnable: (sale) => settled(commands.returnable(sale)),
    creditPreview: (sale, what) => settled(commands.creditPreview(sale, what)),
    giveBack: (sale, what, tender, order, reason) =>
      settled(commands.giveBack(sale, what, tender, order, reason)),
    giveExcessBack: (sale, reason) => done(commands.giveExcessBack(sale, reason)),
    shift: () => settled(commands.shift()),
    shifts: () => settled(commands.shifts()),
    denominations: () => settled(commands.denominations()),
    openShift: (float) => settled(commands.openShift(float)),
    moveCash: (kind, amount, reason) => settled(commands.moveCash(kind, amount, reason)),
    openThings: () => settled(commands.openThings()),
    countTotal: (form) => settled(commands.countTotal(form)),
    closeShift: (form, note) => settled(commands.closeShift(form, note)),
    openDrawer: (reason) => done(commands.openDrawer(reason)),
    printer: () => settled(commands.printer()),
    testPrint: () => done(commands.testPrint()),
    printAgain: (id) => settled(commands.printAgain(id)),
    giveUpPrint: (id) => settled(commands.giveUpPrint(id)),
    printerDevices: () => settled(commands.printerDevices()),
    receiptPicture: (number, width) => settled(commands.receiptPicture(number, width)),
    receiptSample: (changes, width) => settled(commands.receiptSample(changes, width)),
    printReceipt: (number) => done(commands.printReceipt(number)),
    saveReceipt: (number) => settled(commands.saveReceipt(number)),
    settings: () => settled(commands.settings()),
    trySettings: (changes) => settled(commands.trySettings(changes)),
    changeSettings: (changes) => done(commands.changeSettings(changes)),
    showCustomer: (sale, order) => done(commands.showCustomer(sale, order)),
    matching: (day, withMatched) => settled(commands.matching(day, withMatched)),
    matchDue: () => settled(commands.matchDue()),
    matchList: (day) => settled(commands.matchList(day)),
    matchStatement: (day) => settled(commands.matchStatement(day)),
    matchFile: () => settled(commands.matchFile()),
    matchAsk: (id) => settled(commands.matchAsk(id)),
    matchTakeOver: (id, reason) => settled(commands.matchTakeOver(id, reason)),
    matchExplain: (id, reason) => settled(commands.matchExplain(id, reason)),
    matchReopen: (id) => settled(commands.matchReopen(id)),
    orphans: () => settled(commands.orphans()),
    assignOrphan: (id, sale, words) => settled(commands.assignOrphan(id, sale, words)),
    papers: () => settled(commands.papers()),
    exportPaper: (paper, from, to, format, language) =>
      settled(commands.exportPaper(paper, from, to, format, language)),
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
        events.basketChanged.listen((event) => to.basketChanged(event.payload)),
        events.saleChanged.listen((event) => to.saleChanged(event.payload)),
        events.printChanged.listen((event) => to.printChanged(event.payload)),
        events.drawerChanged.listen(() => to.drawerChanged()),
        events.closeRequested.listen((event) => to.closeRequested(event.payload)),
        events.importProgress.listen((event) => to.importProgress(event.payload)),
        events.matching.listen((event) => to.matching(event.payload)),
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
