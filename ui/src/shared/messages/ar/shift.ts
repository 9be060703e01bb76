import { aed, iso } from '../isolate';
import type { Messages } from '../shape';
import { counted, number } from './counted';

export const shift: Messages['shift'] = {
  title: 'الوردية والدرج',
  none: 'لا توجد وردية مفتوحة',
  noneLine: 'عُدّ النقد الموجود في الدرج وابدأ به. ليس هذا شرطًا: أول عملية بيع تفتح وردية وحدها بدرج فارغ.',
  float: 'الموجود في الدرج الآن',
  floatHint: 'الفكة التي تبدأ بها',
  openWith: (amount) => `فتح الوردية بـ ${aed(amount)}`,
  openEmpty: 'فتح الوردية بدرج فارغ',
  opened: 'فُتحت الوردية.',

  number: (n) => `الوردية ${iso(n)}`,
  since: (when, who) => `مفتوحة منذ ${iso(when)}، فتحها ${iso(who)}`,
  ran: (from, to) => `من ${iso(from)} إلى ${iso(to)}`,
  closedBy: (who) => `أغلقها ${iso(who)}`,
  expected: 'المفترض وجوده في الدرج',
  figures: 'تفصيل المبلغ',
  lines: {
    float: 'رصيد البداية',
    sales: 'المبيعات النقدية',
    paid_in: 'إيداعات',
    paid_out: 'مصروفات',
    drops: 'نُقل إلى الخزنة',
    refunds: 'نقد أُعيد إلى العملاء',
  },
  moves: 'حركة النقد',
  movesEmpty: 'لا حركة بعد',
  movesEmptyLine: 'تظهر هنا المبيعات النقدية وكل ما يُوضع في الدرج أو يؤخذ منه.',
  kinds: {
    float: 'رصيد البداية',
    paid_in: 'إيداع',
    paid_out: 'مصروف',
    drop: 'نقل إلى الخزنة',
    sale: 'بيع نقدي',
    returned: 'دفعة أُعيدت إلى العميل',
    refund: 'استرداد',
  },
  by: (who) => `بواسطة ${iso(who)}`,
  byAndApproved: (who, manager) => `بواسطة ${iso(who)}، بموافقة ${iso(manager)}`,
  openSale: 'عرض البيع',

  actions: {
    paid_in: 'إيداع نقد',
    paid_out: 'صرف نقد',
    drop: 'نقل إلى الخزنة',
    drawer: 'فتح الدرج',
    close: 'إغلاق الوردية',
  },
  moveTitles: {
    paid_in: 'وضع نقد في الدرج',
    paid_out: 'أخذ نقد لمصروف',
    drop: 'نقل نقد إلى الخزنة',
  },
  moveConfirm: {
    paid_in: (amount) => `إيداع ${aed(amount)}`,
    paid_out: (amount) => `صرف ${aed(amount)}`,
    drop: (amount) => `نقل ${aed(amount)}`,
  },
  amount: 'المبلغ',
  reason: 'لأي غرض؟',
  reasonHints: {
    paid_in: 'مثلًا: فكة من البنك',
    paid_out: 'مثلًا: ماء للمحل، مع الفاتورة',
    drop: 'مثلًا: الظرف رقم 3',
    drawer: 'مثلًا: فكّ ورقة نقدية لعميل',
  },
  reasonMissing: 'اذكر الغرض من فضلك',
  moved: 'تم التسجيل.',
  drawerTitle: 'فتح الدرج من دون بيع',
  drawerLine: 'يُسجَّل ذلك باسمك ومعه السبب.',
  drawerConfirm: 'فتح الدرج',
  drawerOpened: 'يُفتح الدرج الآن.',

  past: 'الورديات السابقة',
  pastEmpty: 'لم تُغلق أي وردية بعد',
  balanced: 'مطابقة',
  stillOpen: 'مفتوحة',
};

const things = {
  zero: 'لا شيء مفتوح',
  one: 'ما زال أمر واحد مفتوحًا',
  two: 'ما زال أمران مفتوحين',
  few: 'أمور ما زالت مفتوحة',
  many: 'أمرًا ما زال مفتوحًا',
  other: 'أمر ما زال مفتوحًا',
};

const needing = {
  zero: 'لا دفعات تحتاج إلى قرار',
  one: 'دفعة واحدة تحتاج إلى قرار',
  two: 'دفعتان تحتاجان إلى قرار',
  few: 'دفعات تحتاج إلى قرار',
  many: 'دفعة تحتاج إلى قرار',
  other: 'دفعة تحتاج إلى قرار',
};

const lines = {
  zero: 'بلا أصناف',
  one: 'صنف واحد',
  two: 'صنفان',
  few: 'أصناف',
  many: 'صنفًا',
  other: 'صنف',
};

export const closeShift: Messages['closeShift'] = {
  title: 'إغلاق الوردية',
  steps: { open: 'ما زال مفتوحًا', count: 'العدّ', compare: 'المطابقة' },
  step: (n, of, name) => `الخطوة ${iso(n)} من ${iso(of)}: ${iso(name)}`,
  leave: 'ليس الآن',

  openTitle: (n) => counted(n, things),
  openLine: 'أنهِ هذه الأمور أولًا: كل سطر يأخذك إلى مكانه. ما عددته يبقى هنا.',
  groups: {
    alerts: 'تنبيهات تنتظر قرارًا',
    orders: 'دفعات بالمحفظة ما زالت جارية',
    sales: 'مبيعات لم تُدفع كاملة',
    overpaid: 'مبيعات فيها مبلغ زائد',
    parked: 'سلال معلّقة',
    prints: 'أوراق لم تُطبع',
  },
  alerts: (n) => counted(n, needing),
  due: (amount) => `المتبقي ${aed(amount)}`,
  parkedLine: (n, who) => `${counted(n, lines)}، بواسطة ${iso(who)}`,
  receiptNumber: (n) => `الإيصال ${iso(n)}`,
  drawerJob: 'فتح الدرج',
  seen: (n) =>
    n === 1
      ? 'اطّلعت على ذلك. أغلق الوردية واتركه مفتوحًا.'
      : `اطّلعت عليها كلها، وعددها ${number(n)}. أغلق الوردية واتركها مفتوحة.`,
  seenLine: 'تبقى محفوظة في Fils ويمكن إنهاؤها في الوردية التالية.',
  allSettled: 'لا شيء مفتوح',
  allSettledLine: 'كل الدفعات محسومة وكل الأوراق مطبوعة.',
  toCount: 'عدّ الدرج',

  countTitle: 'عُدّ ما في الدرج',
  countLine: 'أدخل عدد كل فئة. من لوحة المفاتيح: السهمان للعدّ، والإدخال للتالي.',
  notes: 'الأوراق النقدية',
  coins: 'القطع المعدنية',
  pieces: (of) => `العدد من فئة ${aed(of)}`,
  more: (of) => `زيادة واحدة من فئة ${aed(of)}`,
  fewer: (of) => `إنقاص واحدة من فئة ${aed(of)}`,
  loose: 'غير ذلك',
  looseHint: 'مبلغ عددته بطريقة أخرى',
  piecesWrong: 'أعداد صحيحة فقط',
  counted: 'المعدود',
  toCompare: 'المطابقة',

  compareTitle: 'المفترض والموجود',
  expected: 'المفترض وجوده في الدرج',
  difference: 'الفرق',
  over: (amount) => `زيادة ${aed(amount)}`,
  short: (amount) => `نقص ${aed(amount)}`,
  exact: 'مطابق تمامًا',
  overLine: 'ربما أخذ عميل باقيًا أقل من حقه، أو وُضع مبلغ في الدرج ولم يُسجَّل.',
  shortLine: 'أعد العدّ مرة أخرى. ربما أُخذ مبلغ من الدرج ولم يُسجَّل.',
  exactLine: 'كل فلس في مكانه.',
  again: 'إعادة العدّ',
  note: 'ملاحظة',
  noteHint: 'ما يجب أن يعرفه صاحب المحل',
  confirm: 'إغلاق الوردية',

  done: 'أُغلقت الوردية',
  doneLine: 'تُفتح التالية مع أول بيع، أو من هنا.',
  newShift: 'فتح الوردية التالية',
};
