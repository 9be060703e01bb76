import { aed, iso } from '../isolate';
import type { Messages } from '../shape';
import { counted, type Forms, times } from './counted';

const receipts: Forms = {
  zero: 'لا إيصالات',
  one: 'إيصال واحد',
  two: 'إيصالان',
  few: 'إيصالات',
  many: 'إيصالًا',
  other: 'إيصال',
};

const notes: Forms = {
  zero: 'لا إشعارات دائنة',
  one: 'إشعار دائن واحد',
  two: 'إشعاران دائنان',
  few: 'إشعارات دائنة',
  many: 'إشعارًا دائنًا',
  other: 'إشعار دائن',
};

const late: Forms = {
  zero: 'لا دفعات متأخرة',
  one: 'وصلت دفعة بعد إغلاق عمليتها',
  two: 'وصلت دفعتان بعد إغلاق عمليتيهما',
  few: 'دفعات وصلت بعد إغلاق عملياتها',
  many: 'دفعة وصلت بعد إغلاق عملياتها',
  other: 'دفعة وصلت بعد إغلاق عملياتها',
};

const unsure: Forms = {
  zero: 'لا إلغاءات غير مؤكدة',
  one: 'إلغاء دفعة لم يتأكد',
  two: 'إلغاءان لم يتأكدا',
  few: 'إلغاءات لم تتأكد',
  many: 'إلغاءً لم يتأكد',
  other: 'إلغاء لم يتأكد',
};

const review: Forms = {
  zero: 'لا دفعات للمراجعة',
  one: 'دفعة لا تطابق طلبها',
  two: 'دفعتان لا تطابقان طلبيهما',
  few: 'دفعات لا تطابق طلباتها',
  many: 'دفعة لا تطابق طلباتها',
  other: 'دفعة لا تطابق طلباتها',
};

const overpaid: Forms = {
  zero: 'لا مبالغ زائدة',
  one: 'في عملية بيع مبلغ زائد',
  two: 'في عمليتي بيع مبلغ زائد',
  few: 'عمليات بيع فيها مبلغ زائد',
  many: 'عملية بيع فيها مبلغ زائد',
  other: 'عملية بيع فيها مبلغ زائد',
};

const stuck: Forms = {
  zero: 'لا مبالغ مستردة معلّقة',
  one: 'استرداد لم يتأكد',
  two: 'استردادان لم يتأكدا',
  few: 'عمليات استرداد لم تتأكد',
  many: 'عملية استرداد لم تتأكد',
  other: 'عملية استرداد لم تتأكد',
};

const papers: Forms = {
  zero: 'لا أوراق مشكوك فيها',
  one: 'ورقة ربما لم تُطبع',
  two: 'ورقتان ربما لم تُطبعا',
  few: 'أوراق ربما لم تُطبع',
  many: 'ورقة ربما لم تُطبع',
  other: 'ورقة ربما لم تُطبع',
};

const unclosed: Forms = {
  zero: 'كل الأيام مغلقة',
  one: 'يوم لم يُغلق',
  two: 'يومان لم يُغلقا',
  few: 'أيام لم تُغلق',
  many: 'يومًا لم تُغلق',
  other: 'يوم لم تُغلق',
};

const differences: Forms = {
  zero: 'لا فروق مع PayBy',
  one: 'فرق واحد بين PayBy والسجلات',
  two: 'فرقان بين PayBy والسجلات',
  few: 'فروق بين PayBy والسجلات',
  many: 'فرقًا بين PayBy والسجلات',
  other: 'فرق بين PayBy والسجلات',
};

const orphans: Forms = {
  zero: 'لا دفعات بلا بيع',
  one: 'دفعة أُخذت من PayBy ولا تخص أي بيع',
  two: 'دفعتان أُخذتا من PayBy ولا تخصان أي بيع',
  few: 'دفعات أُخذت من PayBy ولا تخص أي بيع',
  many: 'دفعة أُخذت من PayBy ولا تخص أي بيع',
  other: 'دفعة أُخذت من PayBy ولا تخص أي بيع',
};

const openSales: Forms = {
  zero: 'كل عمليات البيع مدفوعة',
  one: 'عملية بيع لم تُدفع كاملة',
  two: 'عمليتا بيع لم تُدفعا كاملتين',
  few: 'عمليات بيع لم تُدفع كاملة',
  many: 'عملية بيع لم تُدفع كاملة',
  other: 'عملية بيع لم تُدفع كاملة',
};

const openOrders: Forms = {
  zero: 'لا دفعات جارية',
  one: 'دفعة ما زالت جارية',
  two: 'دفعتان ما زالتا جاريتين',
  few: 'دفعات ما زالت جارية',
  many: 'دفعة ما زالت جارية',
  other: 'دفعة ما زالت جارية',
};

const openShifts: Forms = {
  zero: 'كل الورديات مغلقة',
  one: 'وردية ما زالت مفتوحة',
  two: 'ورديتان ما زالتا مفتوحتين',
  few: 'ورديات ما زالت مفتوحة',
  many: 'وردية ما زالت مفتوحة',
  other: 'وردية ما زالت مفتوحة',
};

const statements: Forms = {
  zero: 'كل كشوف PayBy موجودة',
  one: 'يوم ينتظر كشف PayBy',
  two: 'يومان ينتظران كشف PayBy',
  few: 'أيام تنتظر كشف PayBy',
  many: 'يومًا تنتظر كشف PayBy',
  other: 'يوم تنتظر كشف PayBy',
};

const openDifferences: Forms = {
  zero: 'لا فروق مفتوحة',
  one: 'فرق واحد ما زال مفتوحًا',
  two: 'فرقان ما زالا مفتوحين',
  few: 'فروق ما زالت مفتوحة',
  many: 'فرقًا ما زال مفتوحًا',
  other: 'فرق ما زال مفتوحًا',
};

export const day: Messages['day'] = {
  title: 'اليوم',
  parts: {
    figures: 'اليوم',
    match: 'المطابقة مع PayBy',
    reports: 'التقارير',
    cancellations: 'الإلغاءات',
    papers: 'الملفات',
    health: 'حالة النظام',
  },
  partsLabel: 'ماذا تريد أن ترى؟',
  chooser: 'أي يوم؟',
  previousDay: 'اليوم السابق',
  nextDay: 'اليوم التالي',
  today: 'اليوم',

  adding: 'جارٍ جمع أرقام اليوم…',
  asOf: (time) => `حتى الساعة ${iso(time)}`,
  refresh: 'تحديث',
  locked: {
    title: 'هذه الصفحة للمديرين',
    line: 'اطلب من مدير أن يُدخل رمزه هنا، فتُفتح الصفحة مرة واحدة.',
    ask: 'طلب مدير',
  },
  failed: { title: 'تعذّر جمع أرقام اليوم', again: 'إعادة المحاولة' },
  future: {
    title: 'هذا اليوم لم يأتِ بعد',
    line: 'لا شيء يُعرض قبل أن يبدأ.',
    go: 'إلى اليوم الحالي',
  },
  quiet: {
    title: 'لم يُبع شيء في هذا اليوم',
    line: 'لا يوجد إيصال ولا إشعار دائن بهذا التاريخ.',
    todayTitle: 'لم يُبع شيء اليوم بعد',
    todayLine: 'تظهر أرقام اليوم هنا مع أول إيصال.',
  },
  closedBy: (number) => `أُغلق: ${iso(number)}`,
  closedLine: (who, when) => `بواسطة ${iso(who)}، ${iso(when)}`,
  running: 'لم يُغلق بعد',
  x: 'تقرير X',
  z: 'تقرير Z',
  close: 'إغلاق اليوم',
  print: 'طباعة',
  printed: 'أُرسل التقرير إلى الطابعة.',

  decide: {
    title: 'بحاجة إلى قرارك',
    clear: 'لا شيء ينتظرك',
    clearLine: 'كل دفعة محسومة، وكل فلس في مكانه.',
    codes: {
      late_payment: (n) => counted(n, late),
      cancel_unsure: (n) => counted(n, unsure),
      needs_review: (n) => counted(n, review),
      overpaid: (n) => counted(n, overpaid),
      refund_stuck: (n) => counted(n, stuck),
      printer: () => 'في الطابعة مشكلة',
      print_uncertain: (n) => counted(n, papers),
      clock: () => 'ساعة هذا الجهاز غير صحيحة',
      offline: () => 'لا يمكن الوصول إلى PayBy',
      backup: () => 'النسخة الاحتياطية تحتاج إلى مراجعة',
      disk: () => 'القرص يكاد يمتلئ',
      audit: () => 'سجل العمليات غير متماسك',
      unclosed_day: (n) => counted(n, unclosed),
      difference: (n) => counted(n, differences),
      orphan: (n) => counted(n, orphans),
      open_sale: (n) => counted(n, openSales),
      open_order: (n) => counted(n, openOrders),
      open_shift: (n) => counted(n, openShifts),
      statement_due: (n) => counted(n, statements),
    },
    go: {
      alerts: 'اتخاذ القرار',
      orders: 'عرض الطلبات',
      match: 'مطابقة',
      reports: 'إغلاقه',
      shift: 'عرض الوردية',
      settings_printer: 'عرض الطابعة',
      health: 'ماذا تفعل؟',
    },
    since: (time) => `منذ ${iso(time)}`,
  },

  takings: {
    title: 'المبيعات',
    soFar: 'المبيعات حتى الآن',
    sold: 'المبيع',
    givenBack: 'المُرجع',
    vat: 'منها الضريبة',
    receipts: (n) => counted(n, receipts),
    notes: (n) => counted(n, notes),
    average: 'متوسط الإيصال',
    beside: 'مقارنة بأيام أخرى',
    yesterday: 'اليوم السابق',
    lastWeek: 'اليوم نفسه من الأسبوع الماضي',
    more: (amount) => `أكثر بمقدار ${aed(amount)}`,
    less: (amount) => `أقل بمقدار ${aed(amount)}`,
    same: 'مثله تمامًا',
    nothing: 'لا شيء للمقارنة',
    see: (when) => `${iso(when)}: الانتقال إلى هذا اليوم`,
  },

  groups: {
    tender: 'نقدًا أو بالمحفظة',
    vat: 'فئة الضريبة',
    cashier: 'الكاشير',
    category: 'الفئة',
  },
  keys: {
    cash: 'نقدًا',
    wallet: 'محفظة',
    '5': 'ضريبة 5 %',
    '0': 'ضريبة 0 %',
    exempt: 'معفى',
    none: 'بلا فئة',
  },
  receipts: 'الإيصالات',
  amount: 'المبلغ',
  total: 'المجموع',
  groupEmpty: 'لا شيء للتقسيم',
  seeOrders: (what, amount) => `${iso(what)}، ${aed(amount)}: عرض الطلبات`,

  hours: {
    title: 'حسب الساعة',
    thisDay: 'هذا اليوم',
    lastWeek: 'اليوم نفسه من الأسبوع الماضي',
    hint: 'اختر عمودًا لعرض طلبات ساعته',
    chart: 'المبيعات حسب الساعة',
    hour: 'الساعة',
    span: (from, to) => `من ${iso(from)} إلى ${iso(to)}`,
    said: (from, to, amount, n) => `من ${iso(from)} إلى ${iso(to)}: ${aed(amount)}، ${counted(n, receipts)}`,
    before: (amount) => `الأسبوع الماضي ${aed(amount)}`,
    table: 'عرض كجدول',
    picture: 'عرض كرسم',
  },

  also: {
    title: 'ما حدث غير ذلك',
    refunds: 'المُرجع',
    cancellations: 'دفعات أُلغيت',
    voids: 'مبيعات تُراجع عنها',
    discounts: 'الخصومات',
    tips: 'الإكراميات',
    rounding: 'تقريب النقد',
    none: 'لا شيء',
    times: (n) => counted(n, times),
    see: (what) => `${iso(what)}: عرض الطلبات`,
    seeLog: (what) => `${iso(what)}: عرض السجل`,
  },

  cash: {
    title: 'النقد',
    opened_with: 'في الدرج عند البداية',
    sales: 'مبيعات نقدية',
    refunds: 'أُعيد نقدًا',
    paid_in: 'إيداع',
    paid_out: 'صرف',
    drops: 'نُقل إلى الخزنة',
    expected: 'يجب أن يكون في الدرج',
    counted: 'المعدود',
    notCounted: 'لم يُعدّ بعد',
    balanced: 'مطابق حتى آخر فلس',
    over: (amount) => `زيادة ${aed(amount)}`,
    short: (amount) => `نقص ${aed(amount)}`,
    shifts: 'الورديات',
    shift: (n, who) => `الوردية ${iso(n)}، ${iso(who)}`,
    shiftOpen: 'ما زالت مفتوحة',
    empty: 'لم يتحرك نقد في هذا اليوم',
    see: 'عرض الورديات',
  },

  wallet: {
    title: 'أموال المحافظ',
    received: 'استُلم من المحافظ',
    refunded: 'أُعيد إلى المحافظ',
    of_receipts: 'على إيصالات بعد الإشعارات الدائنة',
    tips: 'منها إكراميات',
    held: 'بلا إيصال بعد',
    heldLine: 'مدفوع، لكن بيعه مفتوح أو أُغلق من قبل أو فيه مبلغ زائد.',
    heldBelow: 'مبلغ من يوم سابق صار على إيصال أو أُعيد.',
    taken_over: 'أُخذ من PayBy',
    fees: 'رسوم PayBy حسب كشفه',
    feesLater: 'تُعرف من الكشف',
    matched: 'طُوبق مع PayBy',
    notMatched: 'لم يُطابق مع PayBy بعد',
    list: (when) => `قائمة PayBy، ${iso(when)}`,
    statement: (when) => `كشف PayBy، ${iso(when)}`,
    agrees: 'كل شيء متطابق',
    differences: (n) => counted(n, openDifferences),
    see: 'المطابقة مع PayBy',
  },
};
