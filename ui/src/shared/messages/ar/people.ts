import { iso } from '../isolate';
import type { Messages, Said } from '../shape';
import { counted, type Forms } from './counted';

const says = (sentence: string) => () => sentence;

const digits: Forms = {
  zero: 'لم يُكتب أي رقم',
  one: 'كُتب رقم واحد',
  two: 'كُتب رقمان',
  few: 'أرقام كُتبت',
  many: 'رقمًا كُتب',
  other: 'رقم كُتب',
};

const tries: Forms = {
  zero: 'لم تبقَ محاولات.',
  one: 'بقيت محاولة واحدة.',
  two: 'بقيت محاولتان.',
  few: 'محاولات باقية.',
  many: 'محاولة باقية.',
  other: 'محاولة باقية.',
};

const underWay: Forms = {
  zero: 'لا توجد عمليات دفع جارية.',
  one: 'ما زالت هناك عملية دفع جارية.',
  two: 'ما زالت هناك عمليتا دفع جاريتان.',
  few: 'عمليات دفع ما زالت جارية.',
  many: 'عملية دفع ما زالت جارية.',
  other: 'عملية دفع ما زالت جارية.',
};

export const peopleErrors = {
  signed_out: says('لم يسجّل أحد الدخول. اختر اسمك واكتب رمزك السري.'),
  needs_manager: says('هذا يحتاج إلى مدير: اطلب من مدير كتابة رمزه السري.'),
  not_approved: says('لم يوافق أحد، فلم يُنفَّذ شيء.'),
  approver_may_not: says('الموافقة للمدير أو المالك فقط.'),
  not_permitted: says('ليس لك أن تفعل هذا. سجّل الدخول بمن له ذلك.'),
  person_inactive: says('هذا الشخص لم يعد يعمل هنا.'),
  person_id: says('اختر شخصًا من القائمة.'),
  nobody: says('اختر شخصًا من القائمة.'),
  no_such_action: says('لا يعرف الجهاز لأي شيء هذا الرمز.'),
  people_exist: says('على هذا الجهاز أشخاص بالفعل. سجّل الدخول باسم أحدهم.'),
  name_empty: says('اكتب الاسم الذي يناديه به الآخرون.'),
  name_too_long: says('الاسم أطول من 40 حرفًا. اختصره لأنه يُطبع على الإيصالات.'),
  name_unprintable: says('في الاسم حرف لا يمكن طباعته. اكتبه من جديد.'),
  name_taken: says('هذا الاسم لشخص آخر هنا. أضف حرفًا أو اسم العائلة.'),
  no_owner: says('هذا هو المالك الوحيد. اجعل شخصًا آخر مالكًا أولًا.'),
  pin_missing: says('اختر رمزًا سريًا: لا أحد يسجّل الدخول بدونه.'),
  pin_wrong: (said: Said) =>
    said.figures[0] === undefined
      ? 'الرمز غير صحيح. إن أخطأت مرة أخرى فعليك الانتظار.'
      : `الرمز غير صحيح. ${counted(Number(said.figures[0]), tries)}`,
  pin_locked: says('محاولات خاطئة كثيرة. انتظر، أو اطلب من المدير رمزًا جديدًا.'),
  pin_not_digits: says('الرمز السري أرقام فقط.'),
  pin_too_short: says('الرمز السري 6 أرقام على الأقل.'),
  pin_too_long: says('الرمز السري 12 رقمًا على الأكثر.'),
  pin_all_equal: says('تكرار رقم واحد أول ما يجرّبه الآخرون. اختر رمزًا آخر.'),
  pin_run: says('الأرقام المتتالية مثل 123456 أول ما يجرّبه الآخرون. اختر رمزًا آخر.'),
  pin_damaged: says('الرمز المحفوظ لهذا الشخص تالف: أعطه رمزًا جديدًا.'),
  pin_derivation: says('تعذّر التحقق من الرمز. أغلق برامج أخرى ثم حاول من جديد.'),
};

export const people: Messages['people'] = {
  title: 'الأشخاص',
  roles: { cashier: 'كاشير', manager: 'مدير', owner: 'مالك' },
  may: {
    cashier: 'يبيع، ويستلم النقد ودفع المحافظ، ويفتح الوردية ويغلقها.',
    manager: 'كل ذلك، ومعه الاسترداد والخصومات الكبيرة والإعدادات والكاشيرات.',
    owner: 'كل شيء، ومنه حساب PayBy والمديرون.',
  },

  firstHeading: 'من مالك هذا المتجر؟',
  firstLine: 'للمالك كل الصلاحيات، وهو من يضيف الآخرين. وكل بيع يُحفظ باسم من أجراه.',
  firstNext: 'اختيار الرمز السري',
  firstPinLine: 'به تسجّل الدخول، وبه توافق على ما لا يحق لغيرك وحده.',
  firstNameHint: 'كما يعرفك فريقك. ويُطبع على الإيصالات.',
  name: 'الاسم',
  nameHint: 'كما يعرفه الزملاء. ويُطبع على الإيصالات.',

  lockHeading: 'من على الصندوق؟',
  lockLine: 'المس اسمك، ثم اكتب رمزك السري.',
  enterPin: (name) => `${iso(name)}، اكتب رمزك السري`,
  signIn: 'دخول',
  nobodyHere: 'لا أحد في القائمة',
  nobodyHereLine: 'تعذّر على Fils قراءة أسماء العاملين. شغّله من جديد؛ وإن بقي الأمر فاستعد آخر نسخة احتياطية.',
  underWay: (n) => counted(n, underWay),
  underWayLine: 'يتابعها Fils. سجّل الدخول لتراها.',
  waits: (time) => `انتظر ${iso(time)}`,
  waitsLine: (time) => `محاولات خاطئة كثيرة. انتظر ${iso(time)}، أو اطلب من المدير رمزًا جديدًا.`,

  pad: 'لوحة الرمز السري',
  erase: 'حذف آخر رقم',
  clear: 'مسح',
  typed: (n) => counted(n, digits),
  length: 'من 6 إلى 12 رقمًا',
  choosePin: 'اختر رمزًا سريًا',
  againPin: 'اكتب الرمز نفسه مرة أخرى',
  differs: 'الرمزان مختلفان. اختر الرمز من جديد.',
  savePin: 'حفظ هذا الرمز',

  atTill: (name) => `${iso(name)} على الصندوق الآن`,
  lock: 'قفل',
  lockKey: 'قفل الصندوق أو تسليمه لغيرك',

  changePin: 'تغيير رمزي السري',
  changePinTitle: 'تغيير رمزك السري',
  oldPin: 'رمزك الحالي',
  pinChanged: 'تم تغيير رمزك السري.',

  approveTitle: 'هذا يحتاج إلى موافقة مدير',
  approveAsks: (name, what) => `يطلب ${iso(name)}: ${iso(what)}.`,
  approveFirst: 'اختر أولًا من يوافق، ثم الرمز السري.',
  approveWho: 'من يوافق؟',
  approve: 'موافقة',
  approveNobody: 'لا يوجد مدير بعد. أضف مديرًا من الإعدادات ثم الأشخاص.',
  approveOnce: 'تسري الموافقة مرة واحدة لهذا الأمر فقط، ويُحفظ الاسمان.',
  actions: {
    discount_over_limit: 'خصم أكبر مما يحق للكاشير',
    void_after_payment: 'إلغاء بيع مدفوع',
    refund: 'رد المال إلى العميل',
    revoke: 'استرجاع عملية دفع لم يصل ردها',
    decide_alert: 'البت في عملية دفع تحتاج إلى شخص',
    open_drawer: 'فتح الدرج بدون بيع',
    paid_out: 'سحب نقد من الدرج',
    edit_products: 'تعديل المنتجات',
    import_products: 'استيراد المنتجات',
    export_products: 'تصدير المنتجات إلى ملف',
    see_day: 'الاطلاع على مبيعات اليوم',
    match_payby: 'مطابقة الطلبات مع PayBy',
    export: 'تصدير الطلبات إلى ملف',
    change_settings: 'تغيير الإعدادات',
    backup: 'إنشاء نسخة احتياطية',
    other: 'أمر لا يحق للكاشير وحده',
  },

  rosterLine: 'لكل شخص رمزه السري. ومن يترك العمل يُوقَف ويبقى اسمه في الدفاتر.',
  add: 'إضافة شخص',
  change: 'تعديل',
  here: 'على الصندوق الآن',
  stopped: 'لم يعد يعمل هنا',
  addTitle: 'شخص جديد',
  editTitle: (name) => `تعديل ${iso(name)}`,
  role: 'الدور',
  newPin: 'إعطاء رمز جديد',
  newPinLine: 'يتوقف الرمز القديم فورًا، وينتهي الانتظار بسبب الأخطاء أيضًا.',
  newPinKept: 'تم اختيار رمز جديد. يسري عند الحفظ.',
  stop: 'إيقاف هذا الشخص',
  stopLine: 'لن يستطيع تسجيل الدخول. وما باعه يبقى باسمه.',
  back: 'عاد إلى العمل هنا',
  save: 'حفظ',
  added: (name) => `تمت إضافة ${iso(name)}.`,
  saved: (name) => `تم تعديل ${iso(name)}.`,
  managersOnly: 'يطّلع المدير أو المالك على العاملين هنا ويعدّلهم. ليسجّل أحدهم الدخول.',
  ownersOnly: 'المالك وحده يعدّل المديرين والمالكين.',
};
