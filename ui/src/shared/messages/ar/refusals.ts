import type { counterErrors as english } from '../en/refusals';
import { aed, iso } from '../isolate';
import type { Said } from '../shape';

type Sentence = (said: Said) => string;

const says = (sentence: string): Sentence => {
  return () => sentence;
};

/** What to do, and below it what the core says of the file or the system in its own words. */
const withDetails = (sentence: string): Sentence => {
  return (said) => `${sentence}\nالتفاصيل: ${iso(said.text)}`;
};

/** A sentence about a figure, and one for when there is none. */
const about = (sentence: (figure: string) => string, otherwise: string): Sentence => {
  return ({ figures: [figure] }) => (figure === undefined ? otherwise : sentence(figure));
};

export const counterErrors: { readonly [code in keyof typeof english]: Sentence } = {
  basket_empty: says('السلة فارغة. أضف صنفًا أولًا.'),
  nothing_to_pay: says('الإجمالي صفر، فلا شيء يُدفع. غيّر سعرًا أو خصمًا أولًا.'),
  nothing_to_undo: says('لا يوجد ما يُتراجع عنه.'),
  not_parked: says('لم تعد هذه السلة معلّقة. انظر إلى القائمة من جديد.'),
  no_such_product: says('لم يعد هذا المنتج موجودًا. ابحث عنه مرة أخرى.'),
  no_such_sale: says('لا يوجد بيع بهذا الرقم في نقطة البيع هذه. راجع الرقم.'),
  no_such_receipt: says('لا يوجد إيصال بهذا الرقم. راجع الرقم، أو أكمل البيع أولًا.'),
  sale_complete: says('البيع مدفوع وصدر إيصاله. ابدأ بيعًا جديدًا.'),
  sale_void: says('أُلغي هذا البيع. ابدأ بيعًا جديدًا.'),
  sale_paid: about(
    (paid) => `دُفع من هذا البيع ${aed(paid)}. أعدها أولًا، أو خذ الباقي.`,
    'دُفع جزء من هذا البيع. أعده أولًا، أو خذ الباقي.',
  ),
  wallet_open: says('ما زالت لهذا البيع دفعة محفظة مفتوحة. انتظر حتى تؤكد PayBy إغلاقها.'),
  no_cash: says('لم يُستلم نقد لهذا البيع.'),
  shift_open: says('هناك وردية مفتوحة. أغلقها أولًا.'),
  no_shift: says('لا توجد وردية مفتوحة. افتح وردية أولًا.'),
  more_than_due: about(
    (due) => `المتبقي من هذا البيع ${aed(due)}. أدخل ما لا يزيد على ذلك.`,
    'المبلغ أكبر من المتبقي. أدخل مبلغًا أقل.',
  ),
  tips_off: says('الإكرامية متوقفة. شغّلها من الإعدادات أولًا.'),
  not_complete: says('البيع غير مكتمل، فلا شيء يُعاد منه. أعد دفعاته أو أكمله.'),
  nothing_over: says('لا يوجد في هذا البيع مبلغ زائد يُعاد.'),
  count_too_large: says('العدد أكبر من أي درج. راجع الأرقام.'),
  no_wallet_to_refund: about(
    (amount) => `لم يبقَ في دفعة المحفظة ${aed(amount)} لإعادتها. أعد مبلغًا أقل، أو أعد نقدًا.`,
    'لم يبقَ في دفعة المحفظة ما يكفي. أعد مبلغًا أقل، أو أعد نقدًا.',
  ),
  nothing_due: says('لا شيء متبقٍّ للدفع.'),
  nothing_given: says('أدخل المبلغ الذي استلمته.'),

  no_such_line: says('لم يعد هذا السطر في السلة. اختر سطرًا موجودًا.'),
  part_of_a_piece: says('يُباع هذا بالحبة. أدخل عددًا صحيحًا.'),
  quantity_not_a_number: says(
    `هذه ليست كمية. استخدم الأرقام وفاصلة واحدة، مثل ${iso('2')} أو ${iso('0.350')}.`,
  ),
  quantity_not_positive: says('يجب أن تكون الكمية أكبر من صفر. لإزالة السطر احذفه.'),
  quantity_too_fine: says(`ثلاثة أرقام بعد الفاصلة على الأكثر. قرّب إلى الغرام، مثل ${iso('0.350')}.`),
  quantity_too_large: says(`الكمية كبيرة. أقصى ما يمكن في سطر واحد ${iso('999,999')}.`),
  total_too_large: says('الإجمالي كبير. اثنا عشر رقمًا قبل الفاصلة على الأكثر: أدخل أقل، أو بع في عمليتين.'),
  too_many_lines: says('امتلأت السلة. أكمل هذا البيع وابدأ آخر.'),
  discount_nothing: says('الخصم صفر. أدخل أكثر من ذلك، أو أزل الخصم.'),
  discount_too_large: about(
    (most) => `الخصم أكبر من السعر. أدخل ${iso(most)} على الأكثر.`,
    'الخصم أكبر من السعر. أدخل أقل.',
  ),
  percent_out_of_range: says(`نسبة الخصم بين ${iso('0.01 %')} و${iso('100 %')}.`),
  not_a_discount: says(`هذا ليس خصمًا. أدخل نسبة مثل ${iso('10%')} أو مبلغًا مثل ${iso('5.00')}.`),
  note_too_long: says('الملاحظة طويلة. اختصرها.'),

  return_nothing: says('لا شيء يُعاد. اختر بضاعة أو مبلغًا ما زال في هذا البيع.'),
  return_no_such_line: says('لا يمكن إعادة هذا السطر. اختر كل سطر من البيع مرة واحدة.'),
  return_more_than_left: about(
    (left) => `لم يبقَ للإعادة سوى ${iso(left)}. أدخل ما لا يزيد على ذلك.`,
    'لم يبقَ هذا القدر للإعادة. أدخل أقل.',
  ),
  return_does_not_fit: says('ما أُعيد من هذا البيع لا يطابقه. لا تُعد شيئًا، واتصل بالدعم.'),

  receipt_not_paid: says('البيع غير مدفوع. خذ باقي المبلغ أولًا.'),
  receipt_does_not_fit: says('أرقام هذا الإيصال لا يطابق بعضها بعضًا. لا تطبع شيئًا، واتصل بالدعم.'),
  receipt_unreadable: withDetails('تعذّرت قراءة الإيصال المحفوظ. استعد آخر نسخة احتياطية.'),
  receipt_too_long: says('الإيصال أطول من أن يُرسم. قسّم البيع إلى عدة عمليات.'),
  font_unreadable: says('تعذّرت قراءة خط الإيصالات. ثبّت Fils من جديد.'),
  paper_too_wide: withDetails('الإيصال أعرض من ورق الطابعة. اختر عرض الورق الموجود فيها.'),
  pdf_failed: withDetails('تعذّرت كتابة ملف PDF. اطبع الإيصال بدلًا من ذلك.'),
  no_printer: says('لم تُحدَّد طابعة. اختر واحدة من الإعدادات.'),
  print_ended: says('انتهت هذه الطباعة. انظر إلى القائمة من جديد.'),
  print_under_way: says('تُطبع الورقة الآن. انتظر حتى تأخذها الطابعة.'),
  printing_stopped: withDetails('لا يستطيع Fils الطباعة الآن. أغلقه وشغّله من جديد.'),
  printer_empty: says(`اكتب مكان الطابعة، مثل ${iso('192.168.1.50:9100')}.`),
  printer_network: says(`ليس هذا عنوانًا في الشبكة. اكتب مثل ${iso('192.168.1.50:9100')}.`),
  printer_usb: says(`ليست هذه طابعة USB. اكتب رقميها، مثل ${iso('usb:04b8:0e15')}.`),
  printer_serial: says(`ليس هذا منفذًا تسلسليًا. اكتب مثل ${iso('serial:/dev/ttyUSB0@9600')}.`),
  label_bad_prefix: says('تبدأ ملصقات الميزان بـ 02 أو برقمين من 20 إلى 29.'),
  label_prefix_twice: says('لا تُستخدم البداية نفسها للسعر والوزن معًا.'),
  label_item_digits: says('في الملصق متسع لرقم صنف من 4 إلى 6 أرقام.'),
  file_not_written: withDetails('تعذّرت كتابة الملف. اختر مجلدًا آخر، وتحقق من القرص.'),
};
