import { aed, iso } from '../isolate';
import type { Messages, Said } from '../shape';
import { number } from './counted';
import { keepingErrors } from './keeping';
import { matchingErrors } from './matching';
import { papersErrors } from './papers';
import { peopleErrors } from './people';
import { productErrors } from './products';
import { counterErrors } from './refusals';
import { reportErrors } from './reports';
import { amountErrors } from './till';

type Errors = Messages['errors'];
type Sentence = (said: Said) => string;

const says = (sentence: string): Sentence => {
  return () => sentence;
};

/** What to do, and below it what the core says of the file or the system in its own words. */
const withDetails = (sentence: string): Sentence => {
  return (said) => `${sentence}\nالتفاصيل: ${iso(said.text)}`;
};

/** A sentence about a figure, and one for when there is none. */
function about(figure: string | undefined, sentence: (figure: string) => string, otherwise: string): string {
  return figure === undefined ? otherwise : sentence(figure);
}

export const errors: Errors = {
  ...counterErrors,
  ...matchingErrors,
  ...papersErrors,
  ...reportErrors,
  ...keepingErrors,

  ...productErrors,
  amount_empty: says(amountErrors.amount_empty),
  amount_zero: says(amountErrors.amount_zero),
  amount_negative: says(amountErrors.amount_negative),
  amount_inner_space: says(amountErrors.amount_inner_space),
  amount_too_many_decimals: says(amountErrors.amount_too_many_decimals),
  amount_too_large: says(amountErrors.amount_too_large),
  amount_not_a_number: says(amountErrors.amount_not_a_number),

  already_paid: says('الطلب مدفوع من قبل. لإعادة المبلغ استخدم «استرداد».'),
  already_closed: says('الطلب مغلق من قبل.'),
  needs_decision: says('ينتظر الطلب قرارًا: احتساب البيع أو إعادة المبلغ أو الإنهاء.'),
  nothing_to_decide: says('لا ينتظر الطلب قرارًا. ألغِه، أو استردّ قيمته إذا كان مدفوعًا.'),
  no_proof_to_keep: says(
    'لا يصير الطلب مدفوعًا إلا بدليل من PayBy، ولا يوجد دليل مطابق. أعد المبلغ أو أنهِ الطلب.',
  ),
  money_moved: says('دفع العميل هذا الطلب. احتسب البيع أو أعد المبلغ.'),
  revoke_under_way: says('تجري إعادة المبلغ من قبل. انتظر رد PayBy.'),
  not_open: says('لم يعد الطلب مفتوحًا، فلا يمكن إرساله مرة أخرى.'),
  no_such_order: says('لا يوجد طلب بهذا الرقم. راجع الرقم.'),
  sale_held: says('ما زالت لهذا البيع عملية دفع مفتوحة. انتظر حتى تُغلق ثم حاول مرة أخرى.'),
  not_paid: says('الطلب غير مدفوع، فلا شيء يُسترد.'),
  refund_too_large: ({ figures }) =>
    about(
      figures[0],
      (left) => `لا يمكن أن يُسترد من هذا الطلب أكثر من ${aed(left)}. أدخل مبلغًا أقل.`,
      'المبلغ أكبر مما بقي للاسترداد. أدخل مبلغًا أقل.',
    ),
  refund_too_late: says(
    'مضى على دفع الطلب أكثر من 180 يومًا، ولم تعد PayBy تسترد قيمته. أعد المبلغ بطريقة أخرى.',
  ),
  has_refund: says('لهذا الطلب استرداد، فلا يمكن عكس الدفع. استردّ الباقي بدلًا من ذلك.'),
  reason_missing: says('اذكر السبب في بضع كلمات: يُحفظ السبب مع الطلب.'),
  reason_too_long: ({ figures }) =>
    about(
      figures[0],
      (length) => `طول السبب ${iso(length)} والحد ${number(64)} حرفًا. اختصره.`,
      'السبب طويل. اختصره.',
    ),
  subject_too_long: ({ figures }) =>
    about(
      figures[0],
      (length) => `طول الوصف ${iso(length)} والحد ${number(64)} حرفًا. اختصره.`,
      'الوصف طويل. اختصره.',
    ),
  bad_number: says('هذا ليس رقم طلب. يتكوّن من أحرف لاتينية وأرقام، حتى 64 خانة.'),
  not_a_code: says('ليس هذا رمز دفع من عميل. لم يُحصَّل شيء.'),
  storage: withDetails('تعذّر الكتابة في السجلات، فلم يتغيّر شيء. افحص القرص ثم حاول مرة أخرى.'),
  stopped: says('يعاود Fils متابعة عمليات الدفع. انظر إلى الطلب، ثم حاول بعد لحظة.'),
  stale: says('تغيّر الطلب في هذه الأثناء. انظر إليه مرة أخرى ثم قرّر.'),
  live_attempt: says('لهذا البيع عملية دفع لم يثبت إغلاقها. أنهِها أولًا.'),
  refund_under_way: says('لهذا الطلب استرداد جارٍ. انتظر حتى ينتهي.'),
  duplicate: withDetails('هذا الرقم محفوظ من قبل. حاول مرة أخرى.'),
  already_notified: says('هذا الإشعار محفوظ من قبل، ولم يبقَ ما يُفعل.'),
  forbidden: withDetails('هذا عطل في Fils. أبلغ الدعم من فضلك.'),
  qr_too_long: says('محتوى رمز QR أطول مما يمكن رسمه. ألغِ العملية وحاول مرة أخرى.'),

  not_ready: says('نقطة البيع غير مفتوحة بعد. أعدّها أو افتح قفلها أولًا.'),
  opening: says('يستغرق فتح نقطة البيع وقتًا أطول من المعتاد. انتظر قليلًا ثم حاول مرة أخرى.'),
  internal: says('حدثت مشكلة ويتابع Fils عمله. لم يضِع شيء؛ انظر إلى الطلب قبل أن تحاول مرة أخرى.'),
  core_unreachable: says(
    'لا تستطيع النافذة الوصول إلى بقية Fils. أغلق Fils وشغّله من جديد؛ ستُتابَع عمليات الدفع الجارية.',
  ),
  already_open: withDetails('نقطة البيع هذه مفتوحة من قبل. استخدمها هناك أو أغلقها أولًا.'),
  lock_not_possible: withDetails('تعذّر قفل مجلد نقطة البيع. تحقق من وجوده ومن حق الكتابة فيه.'),
  home_unknown: says('لا يوجد مجلد بيانات لهذا المستخدم. اتصل بمن ثبّت Fils.'),
  home_not_made: withDetails('تعذّر إنشاء مجلد البيانات. أنشئه، أو اتصل بمن ثبّت Fils.'),
  not_set_up: withDetails('لم يُعدّ Fils بعد في هذا المجلد.'),
  config_unreadable: withDetails('تعذّرت قراءة ملف الإعدادات. تحقق من صلاحيات الملف.'),
  config_invalid: withDetails('في ملف الإعدادات سطر غير مفهوم. صحّحه أو أعد إعداد Fils.'),
  config_lacks: withDetails('ينقص ملف الإعدادات ما يلزم لقبول مدفوعات حقيقية. أعد ربط حساب PayBy.'),
  config_not_written: withDetails('تعذّرت كتابة ملف الإعدادات. تحقق من صلاحيات المجلد ومن القرص.'),
  setting_unknown: withDetails('لا يوجد إعداد بهذا الاسم.'),
  setting_invalid: withDetails('هذه القيمة لا تصلح لهذا الإعداد.'),
  training: withDetails('تعذّر تشغيل PayBy التدريبية. أعد تشغيل Fils.'),
  notify_listen: withDetails('تعذّر استقبال إشعارات PayBy على هذا العنوان. حرّره أو اختر عنوانًا آخر.'),
  driver: withDetails(
    'تكررت المشكلة نفسها في Fils. لم يضِع شيء: أعد تشغيل الجهاز، وأرسل السجل للدعم إذا استمرت.',
  ),

  db_missing_directory: withDetails('المجلد الذي يجب أن يحوي قاعدة البيانات غير موجود. أنشئه.'),
  db_missing: withDetails('لا توجد قاعدة بيانات بعد. تنشأ مع أول عملية دفع.'),
  db_read_only: withDetails(
    'لا يمكن الكتابة في قاعدة البيانات. امنح هذا المستخدم حق الكتابة في الملف ومجلده.',
  ),
  db_cannot_open: withDetails('تعذّر فتح قاعدة البيانات. تحقق من أن لهذا المستخدم حق قراءتها وكتابتها.'),
  db_disk_full: withDetails('القرص ممتلئ. حرّر بعض المساحة ثم حاول مرة أخرى. ما حُفظ من قبل بأمان.'),
  db_not_a_database: withDetails('هذا الملف ليس قاعدة بيانات Fils. انقله إلى مكان آخر.'),
  db_newer: withDetails('أنشأت هذه البيانات نسخة أحدث من Fils. ثبّت النسخة الأحدث من جديد.'),
  db_older: withDetails('أنشأت هذه البيانات نسخة أقدم من Fils. افتح نقطة البيع مرة واحدة لتحديثها.'),
  db_corrupted: withDetails(
    'قاعدة البيانات تالفة. توقف عن استخدامها، واحتفظ بالملف، واستعد آخر نسخة احتياطية.',
  ),
  db_locked: withDetails('برنامج آخر يستخدم قاعدة البيانات. أغلقه ثم حاول مرة أخرى.'),
  db_disk: withDetails('تعطّل القرص. افحصه، واحفظ البيانات على قرص داخل الجهاز.'),
  db_old_sqlite: withDetails('بُنيت هذه النسخة من Fils بمكتبة قديمة قد تُتلف البيانات. ثبّت نسخة أحدث.'),
  db_record: withDetails('في السجلات ما لا يُفهم. احتفظ بالملف واتصل بالدعم.'),
  db_failed: withDetails('تعذّر على قاعدة البيانات تنفيذ ذلك. حاول مرة أخرى، وأبلغ الدعم إذا استمر.'),
  broken_chain: withDetails('غُيّر السجل من خارج Fils. احتفظ بالملف وقارنه بنسخة احتياطية.'),

  account: withDetails('هذا الحساب لا يمكن أن يكون صحيحًا. راجع رقم الشريك والعنوان.'),
  has_orders: withDetails('في نقطة البيع هذه طلبات لحساب آخر. اختر مجلدًا آخر للحساب الجديد.'),
  base_url: says(`ليس هذا عنوانًا. يبدأ العنوان بـ ${iso('https://')} وينتهي بـ ${iso('/sgs/api')}`),
  payments_open: says('هناك عمليات دفع جارية. انتظر حتى تُحسم ثم أعد إعداد نقطة البيع.'),
  key_empty: says(
    `لا يوجد مفتاح هنا. اختر ملف PEM، أو ألصق نصه كاملًا مع سطري ${iso('BEGIN')} و${iso('END')}.`,
  ),
  key_not_a_key: says(`ليس هذا مفتاحًا. انسخه كاملًا من ${iso('-----BEGIN')} إلى ${iso('-----END')}.`),
  key_encrypted: says('هذا المفتاح الخاص مغلق بكلمة مرور. صدّر نسخة من دون كلمة مرور واستوردها.'),
  key_public_given: says('هذا مفتاح عام، والمطلوب هنا النصف الخاص من الزوج.'),
  key_private_given: says('هذا مفتاح خاص، والمطلوب هنا مفتاح عام. احتفظ بالخاص لنفسك.'),
  key_certificate: says('هذه شهادة وليست مفتاحًا. استخرج منها المفتاح العام واستخدمه.'),
  key_ssh: says('هذا المفتاح بصيغة OpenSSH. حوّله إلى PEM ثم استخدمه.'),
  key_not_rsa: says('ليس هذا مفتاح RSA، ولا تقبل PayBy إلا RSA. أنشئ مفتاح RSA بطول 2048 بت.'),
  key_too_short: ({ figures }) =>
    about(
      figures[0],
      (bits) => `طول المفتاح ${iso(bits)} بت فقط، وهو أقصر من أن يكون آمنًا. أنشئ مفتاحًا بطول 2048 بت.`,
      'المفتاح أقصر من أن يكون آمنًا. أنشئ مفتاحًا بطول 2048 بت.',
    ),
  key_too_long: ({ figures }) =>
    about(
      figures[0],
      (bits) => `طول المفتاح ${iso(bits)} بت، والحد 4096. أنشئ مفتاحًا بطول 2048 بت.`,
      'المفتاح أطول من الحد، وهو 4096 بت. أنشئ مفتاحًا بطول 2048 بت.',
    ),
  key_damaged: says('المفتاح تالف. صدّره من جديد من مصدره، أو استعده من نسخة احتياطية.'),
  key_mismatch: says('المفتاح الخاص والمفتاح العام ليسا زوجًا واحدًا. اختر نصفي الزوج نفسه.'),
  key_generation: says('تعذّر إنشاء مفتاح جديد. حاول مرة أخرى، وأعد تشغيل الجهاز إذا استمر ذلك.'),
  key_missing: says('أنشئ زوج مفاتيح، أو اختر ملف المفتاح الذي لديك.'),
  key_file: withDetails('تعذّرت قراءة ملف المفتاح أو كتابته. تحقق من وجوده ومن صلاحياته.'),
  key_newer: withDetails('أغلقت هذا المفتاح نسخة أحدث من Fils. ثبّت النسخة الأحدث من جديد.'),
  key_derivation: withDetails('تعذّر العمل على عبارة السر. حرّر بعض الذاكرة ثم حاول مرة أخرى.'),
  key_not_in_keyring: says('لا يوجد مفتاح لهذا الحساب في مخزن مفاتيح الجهاز. استورد المفتاح الخاص من جديد.'),
  key_keyring_damaged: says('ما في مخزن مفاتيح الجهاز ليس مفتاحًا. استورد المفتاح الخاص من جديد.'),
  no_keyring: says('لا يوجد مخزن مفاتيح في هذا الجهاز. اختر عبارة سر ليُحفظ المفتاح في ملف مغلق.'),
  keyring_denied: withDetails('لا يسمح مخزن مفاتيح الجهاز لـ Fils بالدخول. افتح قفله واسمح لـ Fils.'),
  passphrase_needed: says('مفتاح نقطة البيع مغلق. أدخل عبارة السر.'),
  passphrase_empty: says('عبارة السر فارغة. اختر عبارة من عدة كلمات.'),
  passphrase_wrong: says('عبارة السر لا تفتح المفتاح. اكتبها مرة أخرى؛ الأحرف الكبيرة والمسافات مهمة.'),

  not_training: says('تقبل نقطة البيع هذه مدفوعات حقيقية، فلا تدريب فيها.'),
  fault_unknown: withDetails('لا توجد لدى PayBy عملية بهذا الاسم.'),
  customer_no_order: says('لا تعرف PayBy هذه العملية بعد، فلا يستطيع العميل فعل ذلك.'),
  customer_not_possible: withDetails('لا يستطيع العميل فعل ذلك الآن.'),

  ...peopleErrors,
};
