import { aed, iso } from '../isolate';
import type { Messages, Said } from '../shape';
import { counted, number } from './counted';

const entries = {
  zero: 'لا قيود متطابقة',
  one: 'قيد واحد متطابق',
  two: 'قيدان متطابقان',
  few: 'قيود متطابقة',
  many: 'قيدًا متطابقًا',
  other: 'قيد متطابق',
};

const differences = {
  zero: 'لا فروق',
  one: 'فرق واحد',
  two: 'فرقان',
  few: 'فروق',
  many: 'فرقًا',
  other: 'فرق',
};

const needing = {
  zero: 'لا فروق تنتظرك.',
  one: 'فرق واحد ينتظر قرارك.',
  two: 'فرقان ينتظران قرارك.',
  few: 'فروق تنتظر قرارك، وأهمها أولًا.',
  many: 'فرقًا ينتظر قرارك، وأهمها أولًا.',
  other: 'فرق ينتظر قرارك، وأهمها أولًا.',
};

const settling = {
  zero: 'لا شيء للتسوية',
  one: 'واحد للتسوية',
  two: 'اثنان للتسوية',
  few: 'للتسوية',
  many: 'للتسوية',
  other: 'للتسوية',
};

const others = {
  zero: 'ولا شيء غيرها',
  one: 'وواحد آخر',
  two: 'واثنان آخران',
  few: 'أخرى',
  many: 'أخرى',
  other: 'أخرى',
};

const assigned = {
  zero: 'لم تُنسب أي دفعة بعد',
  one: 'دفعة واحدة نُسبت من قبل',
  two: 'دفعتان نُسبتا من قبل',
  few: 'دفعات نُسبت من قبل',
  many: 'دفعة نُسبت من قبل',
  other: 'دفعة نُسبت من قبل',
};

const shown = {
  zero: 'لا شيء متطابق لعرضه',
  one: 'عرض القيد المتطابق',
  two: 'عرض القيدين المتطابقين',
  few: 'قيود متطابقة: عرضها',
  many: 'قيدًا متطابقًا: عرضها',
  other: 'قيد متطابق: عرضها',
};

export const matching: Messages['matching'] = {
  title: 'المطابقة مع PayBy',
  loading: 'جارٍ قراءة ما تمت مقارنته…',
  unreadable: 'تعذّر عرض هذا اليوم',
  again: 'حاول مرة أخرى',

  verdict: {
    none: 'لم تتم مقارنة هذا اليوم بعد',
    noneLine: 'بضغطة واحدة يطلب Fils من PayBy دفعاتها ويقارن كل واحدة بما في دفاترنا.',
    equal: 'حساب PayBy وحسابنا متساويان حتى آخر فلس',
    equalLine: (n) => `${counted(n, entries)}. لم يبق ما تفعله.`,
    more: (amount) => `لدى PayBy ${aed(amount)} أكثر مما لدينا`,
    less: (amount) => `لدى PayBy ${aed(amount)} أقل مما لدينا`,
    open: (n) => counted(n, needing),
    sumsEqual: 'المجموعان متساويان، لكن بعض الدفعات لا تتطابق',
    nextDay: (day, n) => `تابع مع ${iso(day)}: ${counted(n, differences)}`,
    settledLine: 'كل الفروق لها تفسير. لم يبق ما تفعله.',
  },
  ours: 'دفاترنا',
  theirs: 'لدى PayBy',
  difference: 'الفرق',

  compare: 'المقارنة',
  dueButton: 'قارن كل ما حان موعده',
  today: 'قارن اليوم مع PayBy',
  todayAgain: 'قارن اليوم مرة أخرى',
  dayList: 'قارن مع قائمة PayBy',
  yesterday: 'اجلب كشف أمس',
  dayStatement: 'اجلب كشف هذا اليوم',
  file: 'افتح ملف كشف',
  fileHint: 'الملف المضغوط من بوابة PayBy، أو ملف CSV منه. لا يحتاج إلى إنترنت.',
  sources: {
    list: 'قائمة PayBy',
    statement: 'كشف PayBy',
  },
  compared: (when, who) => `قورن ${iso(when)} بواسطة ${iso(who)}`,
  comparedFile: (file, when, who) => `${iso(file)}، قورن ${iso(when)} بواسطة ${iso(who)}`,
  notCompared: 'لم يُقارن بعد',
  due: 'حان موعده',
  dueItems: {
    list: (day) => `دفعات ${iso(day)}`,
    statement: (day) => `كشف ${iso(day)}`,
  },
  dueMore: (n) => (n > 2 ? `و${counted(n, others)}` : counted(n, others)),
  dueToday: 'اليوم',
  nothingDue: 'تمت مقارنة كل ما حان موعده.',
  why: {
    no_answer: 'لم تجب PayBy. تأكد من الاتصال بالإنترنت.',
    clock_wrong: 'ساعة هذا الجهاز غير صحيحة فترفض PayBy. اضبط الساعة.',
    no_line: 'نقطة البيع هذه غير متصلة بـ PayBy.',
    payby_refused: 'رفضت PayBy. حاول لاحقًا.',
    statement_not_ready: 'تعدّه PayBy بعد نحو نصف ساعة من نهاية يومها.',
    day_not_over: 'لم ينته اليوم لدى PayBy بعد.',
    no_statement: 'لا كشف لدى PayBy. اطلبه من دعمها وافتح الملف هنا.',
  },
  whyUnknown: 'تعذّر جلبه. حاول لاحقًا.',
  offline: 'لا اتصال مع PayBy الآن. ملف الكشف يعمل رغم ذلك.',

  steps: {
    fetching: 'جارٍ سؤال PayBy',
    reading: 'جارٍ قراءة ما أرسلته PayBy',
    comparing: 'جارٍ المقارنة بدفاترنا',
    storing: 'جارٍ تسجيل ما وُجد',
  },
  progress: 'مدى تقدم المقارنة',
  starting: 'جارٍ البدء…',
  ofDay: (day) => `اليوم ${iso(day)}`,
  dayOf: (n, total) => `يوم ${iso(n)} من ${iso(total)}`,
  doneOf: (done, total) => `${iso(done)} من ${iso(total)}`,
  done: (done) => `${iso(done)} حتى الآن`,
  finished: (n) => (n === 0 ? 'تمت المقارنة. لا شيء يحتاج إليك.' : `تمت المقارنة. ${counted(n, needing)}`),

  differences: 'الفروق',
  toSettle: (n) => counted(n, settling),
  noDifferences: 'لا فروق',
  noDifferencesLine: 'كل دفعة لدى PayBy موجودة في دفاترنا بالمبلغ نفسه، ولا دفعة ناقصة.',
  notYet: 'لا شيء لعرضه بعد',
  notYetLine: 'يظهر هنا ما لا يتطابق، بكلام واضح، ومعه ما يجب فعله.',
  firstOnly: (n) => `يُعرض أول ${number(n)}. أنهها لتظهر البقية.`,
  kinds: {
    payment: {
      matched: 'متطابقة',
      ours_only: 'ناقصة لدى PayBy',
      theirs_only: 'ناقصة في دفاترنا',
      amount_differs: 'المبلغ مختلف',
      state_differs: 'دُفعت أم لا؟',
      fee_unexpected: 'رسوم غير معتادة',
    },
    refund: {
      matched: 'استرداد متطابق',
      ours_only: 'استرداد ناقص لدى PayBy',
      theirs_only: 'استرداد ناقص في دفاترنا',
      amount_differs: 'مبلغ الاسترداد مختلف',
      state_differs: 'استُرد أم لا؟',
      fee_unexpected: 'رسوم غير معتادة على استرداد',
    },
    settlement: {
      matched: 'تسوية متطابقة',
      ours_only: 'لم تتم تسويتها',
      theirs_only: 'تسوية لما ليس في دفاترنا',
      amount_differs: 'تسوية بمبلغ آخر',
      state_differs: 'تمت تسويتها أم لا؟',
      fee_unexpected: 'رسوم غير معتادة',
    },
    fund: {
      matched: 'حركة متطابقة',
      ours_only: 'حركة ناقصة لدى PayBy',
      theirs_only: 'حركة مال لدى PayBy',
      amount_differs: 'المجموع لا يطابق قيوده',
      state_differs: 'تمت الحركة أم لا؟',
      fee_unexpected: 'رسوم غير معتادة',
    },
  },
  says: {
    payment: {
      matched: (ours) => `المبلغ ${aed(ours)} لدى الطرفين.`,
      ours_only: (ours) => `في دفاترنا دفعة بمبلغ ${aed(ours)}، ولا وجود لها لدى PayBy.`,
      theirs_only: (_ours, theirs) => `لدى PayBy دفعة بمبلغ ${aed(theirs)} ليست في دفاترنا.`,
      amount_differs: (ours, theirs) => `في دفاترنا ${aed(ours)}، ولدى PayBy ${aed(theirs)}.`,
    },
    refund: {
      matched: (ours) => `استرداد بمبلغ ${aed(ours)} لدى الطرفين.`,
      ours_only: (ours) => `في دفاترنا استرداد بمبلغ ${aed(ours)}، ولا وجود له لدى PayBy.`,
      theirs_only: (_ours, theirs) => `أعادت PayBy ${aed(theirs)} إلى عميل، وليس في دفاترنا هذا الاسترداد.`,
      amount_differs: (ours, theirs) => `في دفاترنا استرداد بمبلغ ${aed(ours)}، وأعادت PayBy ${aed(theirs)}.`,
    },
    settlement: {
      matched: (ours) => `سوّت PayBy ${aed(ours)} كما يجب.`,
      ours_only: (ours) => `كان على PayBy تسوية ${aed(ours)}، وهو ليس في الكشف.`,
      theirs_only: (_ours, theirs) => `سوّت PayBy ${aed(theirs)} عن دفعة ليست في دفاترنا.`,
      amount_differs: (ours, theirs) => `كان على PayBy تسوية ${aed(ours)}، وسوّت ${aed(theirs)}.`,
    },
    fund: {
      matched: (ours) => `مجموع PayBy وهو ${aed(ours)} يساوي مجموع قيودها.`,
      ours_only: (ours) => `مجموع قيود PayBy هو ${aed(ours)}، وهي لا تذكر مجموعًا.`,
      theirs_only: (_ours, theirs) => `حرّكت PayBy ${aed(theirs)} لا يخصّ دفعة ولا استردادًا.`,
      amount_differs: (ours, theirs) => `تذكر PayBy مجموعًا قدره ${aed(theirs)}، ومجموع قيودها ${aed(ours)}.`,
    },
  },
  takenOver: (amount) => `استلمت PayBy ${aed(amount)}، وهو في دفاترنا الآن.`,
  stateDiffers: (ours, theirs) => `دفاترنا تقول «${iso(ours)}»، وPayBy تقول «${iso(theirs)}».`,
  feeUnexpected: (fee, usual) => `أخذت PayBy رسومًا قدرها ${aed(fee)}، والمعتاد ${aed(usual)}.`,
  feeUnexpectedAlone: (fee) => `أخذت PayBy رسومًا قدرها ${aed(fee)}، وهذا غير معتاد.`,
  states: {
    payment: {
      open: 'لم تُدفع بعد',
      waiting: 'لم تُدفع بعد',
      paid: 'مدفوعة',
      closed: 'غير مدفوعة',
      returned: 'دُفعت ثم أُعيدت',
      revoked: 'دُفعت ثم سُحبت',
      review: 'تنتظر قرارًا',
    },
    refund: {
      open: 'في الطريق',
      waiting: 'في الطريق',
      paid: 'أُعيد المبلغ',
      closed: 'لم يُعَد المبلغ',
      returned: 'لم يُعَد المبلغ',
      revoked: 'لم يُعَد المبلغ',
      review: 'ينتظر قرارًا',
    },
  },
  instead: {
    still_payable: 'أُغلقت في دفاترنا، وما زال بإمكان العميل أن يدفعها لدى PayBy.',
    other_order: 'أخذت PayBy هذا الاسترداد من طلب غير الذي في دفاترنا.',
    check_fee_vat: `ضريبة هذه الرسوم ليست ${iso('5 %')} منها.`,
  },
  advice: {
    nothing: 'لا شيء عليك فعله.',
    ask_payby: 'اسأل PayBy. جوابها يصحّح الطلب أو الاسترداد وحده.',
    missing_at_payby:
      'سبق أن أثبتت PayBy هذه الدفعة. اسألها مرة أخرى، فقد تتأخر القوائم. وإذا عرفتها فاطلب من دعم PayBy تصحيح كشفه.',
    refund_missing_at_payby: 'اسأل PayBy ثم دعمها: ربما لم يصل المبلغ إلى العميل بعد.',
    take_over: 'خذها في دفاترك حتى لا يضيع المال، ثم حدّد البيع الذي تخصّه أو ما هي.',
    foreign_refund: 'أعاده أحد خارج نقطة البيع، من بوابة PayBy مثلًا. اعرف من هو وسجّل التفسير.',
    amount_differs: 'اسأل PayBy أي المبلغين صحيح. وإذا بقي الفرق فاحتفظ بكشف PayBy وسجّل التفسير.',
    still_payable: 'اسأل PayBy: يلغيها Fils لديها، أو يجد أنها دُفعت.',
    decide: 'هي تنتظر قرارًا أصلًا. قرّر من صفحة الطلب.',
    other_order: 'انظر ما الذي استُرد، وسجّل الطلب الذي يخصّه.',
    settled_differs: 'اسأل دعم PayBy عن السبب وسجّل جوابه.',
    check_fee: 'قارنها بعقدك، ثم اسأل دعم PayBy وسجّل جوابه.',
    check_fee_vat: 'انظر فاتورة PayBy الضريبية عن رسومها وسجّل ما فيها.',
    check_total: 'اجلب الكشف مرة أخرى. وإذا بقي الفرق فاسأل دعم PayBy.',
    explain_movement: 'ابحث عنها في الحساب، كتحويل إلى البنك مثلًا، وسجّل ما هي.',
  },
  adviceUnknown: 'اعرف السبب وسجّله.',
  order: (n) => `الطلب ${iso(n)}`,
  refund: (n) => `الاسترداد ${iso(n)}`,
  paybyNo: (n) => `رقم PayBy ${iso(n)}`,

  acts: {
    ask: 'اسأل PayBy',
    take_over: 'خذها في دفاترك',
    explain: 'سجّل تفسيرًا',
    open_order: 'عرض الطلب',
    assign: 'انسبها إلى بيع',
    reopen: 'إعادة فتحه',
  },
  asking: 'جارٍ سؤال PayBy…',
  answers: {
    matched: 'أجابت PayBy: صار متطابقًا.',
    same: 'أجابت PayBy: لم يتغير شيء.',
    changed: 'أجابت PayBy. انظر ماذا تقول الآن.',
  },
  decided: {
    explained: (who, when) => `فسّره ${iso(who)}، ${iso(when)}`,
    taken_over: (who, when) => `أخذها في الدفاتر ${iso(who)}، ${iso(when)}`,
  },
  nowMatches: 'صار متطابقًا',
  assigned: (what) => `نُسبت: ${iso(what)}`,
  reopened: 'فُتح من جديد.',

  takeOver: {
    title: 'أخذ هذه الدفعة في الدفاتر',
    line: (amount) =>
      `يدخل ${aed(amount)} دفاترنا مالًا استلمته PayBy، ولا يصير جزءًا من أي بيع حتى تحدد البيع.`,
    confirm: (amount) => `خذ ${aed(amount)} في الدفاتر`,
    suggestions: ['دُفعت برمز المحل المطبوع', 'دُفعت بجهاز PayBy', 'غير معروفة بعد'],
  },
  explain: {
    title: 'تفسير هذا الفرق',
    line: 'يبقى الفرق في الدفاتر ومعه اسمك والسبب، ولا ينتظر أحدًا بعد ذلك.',
    confirm: 'سجّل التفسير',
    suggestions: {
      payment: ['دفعة تجريبية', 'تأكدنا من PayBy', 'محسوبة في يوم آخر'],
      refund: ['استُرد من بوابة PayBy', 'تأكدنا من PayBy', 'محسوب في يوم آخر'],
      settlement: ['سُوّيت في يوم آخر', 'تأكدنا من PayBy'],
      fund: ['تحويل إلى حسابنا في البنك', 'تصحيح من PayBy', 'رسم PayBy الشهري'],
    },
    feeSuggestions: ['دُفعت ببطاقة أجنبية', 'نسبة جديدة متفق عليها مع PayBy', 'تأكدنا من PayBy'],
  },
  reason: 'السبب',
  reasonHint: 'جملة واحدة يقرؤها المحاسب.',
  reasonMissing: 'اذكر السبب من فضلك',
  suggestions: 'عبارات شائعة',

  orphans: 'دفعات أُخذت في الدفاتر',
  orphansLine: 'هذا المال في الدفاتر، لكن لا بيع له بعد.',
  orphanPaid: (when) => `دُفعت ${iso(when)}`,
  orphanBy: (who, reason) => `أخذها ${iso(who)}: ${iso(reason)}`,
  orphansDone: (n) => counted(n, assigned),
  somethingElse: 'هي شيء آخر',
  assign: {
    title: 'لأي شيء كانت هذه الدفعة؟',
    which: 'تخصّ',
    ways: { sale: 'بيعًا', other: 'شيئًا آخر' },
    search: 'رقم الإيصال أو المبلغ',
    searchHint: 'تظهر أولًا المبيعات بهذا المبلغ.',
    results: 'المبيعات',
    none: 'لا بيع يناسب. جرّب رقم الإيصال.',
    choose: 'اختر البيع',
    chosen: (n) => `دفعة ${iso(n)}`,
    words: 'ما هي؟',
    wordsHint: 'مثلًا: عربون لطلب ضيافة',
    wordsMissing: 'اذكر ما هي من فضلك',
    confirm: 'انسبها',
    done: 'نُسبت، وسُجّل ذلك باسمك.',
  },

  fees: 'رسوم PayBy',
  feeLines: {
    fees: 'الرسوم',
    fee_vat: 'ضريبة الرسوم',
    settled: 'سُوّي إلى البنك',
    usual: 'النسبة المعتادة',
  },
  feesLater: 'تُعرف عند مقارنة كشف هذا اليوم.',

  otherDays: 'أيام أخرى فيها فروق',
  otherDay: (n) => counted(n, differences),

  matched: 'المتطابق',
  showMatched: (n) => counted(n, shown),
  matchedShown: (some, all) => `يُعرض ${number(some)} من ${number(all)}. ملفات هذا اليوم تذكرها كلها.`,
  hideMatched: 'إخفاء المتطابق',
  columns: { number: 'الرقم', time: 'الوقت', what: 'النوع', amount: 'المبلغ' },
  whats: {
    payment: 'دفعة',
    refund: 'استرداد',
    settlement: 'تسوية',
    fund: 'حركة',
  },
};

const says = (sentence: string) => (): string => sentence;

/** What to do, and below it what the core says of the file or of PayBy's answer. */
const withDetails =
  (sentence: string) =>
  (said: Said): string =>
    `${sentence}\nالتفاصيل: ${iso(said.text)}`;

export const matchingErrors = {
  no_answer: says('لم تجب PayBy. تأكد من الاتصال بالإنترنت ثم حاول مرة أخرى.'),
  clock_wrong: says('ترفض PayBy لأن ساعة الجهاز غير صحيحة. اضبط الساعة ثم حاول مرة أخرى.'),
  statement_not_ready: says('لم تعدّ PayBy كشف هذا اليوم بعد. يأتي بعد نحو نصف ساعة من إغلاق اليوم لديها.'),
  no_statement: says('لا كشف لدى PayBy لهذا اليوم مع أن دفعات تمت فيه. اطلبه من دعمها ثم افتح الملف هنا.'),
  day_not_over: says('لم ينته هذا اليوم لدى PayBy. قارن القائمة اليوم والكشف غدًا.'),
  statement_part: says('لا دفعات في هذا الملف. اختر الملف المضغوط كاملًا.'),
  statement_no_day: says('لا يذكر الملف يومه. اختر الملف المضغوط كما نُزّل.'),
  nothing_to_ask: says('لا يمكن سؤال PayBy عن هذا. سجّل تفسيرًا أو راجع دعم PayBy.'),
  not_at_payby: says(
    'تقول PayBy بتوقيعها إنها لا تعرف هذه الدفعة ولا هذا الاسترداد. راجع دعمها وسجّل التفسير هنا.',
  ),
  no_line: says('نقطة البيع غير متصلة بـ PayBy هنا. افتح ملف الكشف بدلًا من ذلك.'),
  payby_refused: withDetails('رفضت PayBy. حاول لاحقًا، وراجع دعمها إذا تكرر ذلك.'),
  file_unreadable: withDetails('تعذّرت قراءة الملف. اختره مرة أخرى.'),
  not_a_statement: withDetails('هذا ليس كشفًا من PayBy. اختر الملف المضغوط كما نُزّل.'),
  statement_cut_off: withDetails('الملف ناقص. نزّله من PayBy مرة أخرى.'),
  other_merchant: withDetails('هذا كشف تاجر آخر. اختر ملفًا آخر.'),
  not_paid_at_payby: withDetails('لم تعد PayBy تقول إن هذه الدفعة مدفوعة. قارن مرة أخرى أو سجّل تفسيرًا.'),
  not_proved: withDetails('جواب PayBy لا يثبت أن المال لهذا المحل. راجع دعمها وسجّل التفسير هنا.'),
  interrupted: withDetails('انقطعت المقارنة. حاول مرة أخرى.'),

  bad_day: says('هذا ليس يومًا. اختره من التقويم.'),
  no_difference: says('لم يعد هذا الفرق موجودًا. انظر إلى القائمة من جديد.'),
  difference_decided: says('سبق أن قرّر أحد في هذا الفرق. انظر إلى القائمة من جديد.'),
  difference_not_decided: says('لم يقرّر أحد في هذا الفرق، فلا شيء يُعاد فتحه.'),
  payment_taken_over: says('أُخذت هذه الدفعة في الدفاتر، ولا رجوع عن ذلك. حدّد ما كانت بدلًا من ذلك.'),
  not_to_take_over: says(
    'لا تُؤخذ في الدفاتر إلا دفعة تثبتها PayBy ولم تنشأ من نقطة البيع هذه. اسأل PayBy عنها أو سجّل تفسيرًا.',
  ),
  no_orphan: says('لم تعد هذه الدفعة موجودة. انظر إلى القائمة من جديد.'),
  orphan_assigned: says('سبق أن حدّد أحد ما كانت هذه الدفعة. انظر إلى القائمة من جديد.'),
  bad_cursor: says('تغيّرت هذه القائمة في الأثناء. ابدأها من جديد.'),
  no_sale: says('لا يوجد هذا البيع على نقطة البيع هذه. تأكد من الرقم أو اكتب ما كانت الدفعة.'),
};
