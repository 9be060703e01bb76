import { aed, iso } from '../isolate';
import type { Messages, Said } from '../shape';
import { counted, type Forms, number } from './counted';

const items: Forms = {
  zero: 'لا منتجات',
  one: 'منتج واحد',
  two: 'منتجان',
  few: 'منتجات',
  many: 'منتجًا',
  other: 'منتج',
};

const rows: Forms = {
  zero: 'بلا صفوف',
  one: 'صف واحد',
  two: 'صفان',
  few: 'صفوف',
  many: 'صفًا',
  other: 'صف',
};

/** The same after a word that they belong to. */
const ofItems: Forms = { ...items, one: 'منتج واحد', two: 'منتجين' };
const ofRows: Forms = { ...rows, one: 'صف واحد', two: 'صفين' };

export const products: Messages['products'] = {
  title: 'المنتجات',
  list: 'المنتجات',
  search: 'ابحث بالاسم أو الرمز أو الباركود',
  category: 'الفئة',
  allCategories: 'كل الفئات',
  which: 'عرض',
  whiches: { sold: 'المعروض للبيع', stopped: 'الموقوف' },
  count: (n) => counted(n, items),
  countMore: (n) => `أكثر من ${counted(n, items)}. اكتب حروفًا أكثر.`,
  add: 'منتج جديد',
  import: 'استيراد',
  export: 'تصدير',
  exported: (file) => `كل المنتجات في الملف ${iso(file)}`,
  sampled: (file) => `النموذج في الملف ${iso(file)}. املأه ثم استورده.`,
  further: 'عرض المزيد',
  perKg: 'للكيلو',
  openPrice: 'يُسأل عن السعر عند البيع',
  taxes: { '5': 'ضريبة 5%', '0': 'ضريبة 0%', exempt: 'معفى من الضريبة' },
  noCategory: 'بلا فئة',
  notSold: 'موقوف عن البيع',
  change: (name) => `تعديل ${iso(name)}`,
  empty: 'لا منتجات بعد',
  emptyLine: 'أضف أول منتج، أو استورد قائمة كاملة من ملف CSV أو Excel.',
  emptyAdd: 'إضافة أول منتج',
  emptyImport: 'استيراد قائمة',
  emptySample: 'تنزيل قائمة نموذجية',
  emptySearch: 'لا منتج بهذا الوصف',
  emptySearchLine: 'جرّب بداية كلمة من الاسم بأي من اللغتين، أو امسح باركود المنتج.',
  emptyStopped: 'كل المنتجات معروضة للبيع',
  emptyStoppedLine: 'ما توقفه عن البيع يبقى محفوظًا هنا، وتحتفظ المبيعات السابقة باسمه.',
  clear: 'عرض الكل',
  unknownBarcode: (code) => `لا منتج بالباركود ${iso(code)}. يمكنك إضافته الآن.`,
};

export const product: Messages['product'] = {
  titleNew: 'منتج جديد',
  titleChange: 'تعديل منتج',
  name: 'الاسم بالإنجليزية',
  nameAr: 'الاسم بالعربية',
  code: 'الرمز',
  codeHint: 'اسم مختصر من عندك، ولكل منتج رمز مختلف.',
  barcodes: 'الباركود',
  barcodesHint: 'امسحه الآن، أو اكتبه ثم اضغط مفتاح الإدخال.',
  barcodeAdd: 'إضافة',
  barcodeRemove: (code) => `حذف الباركود ${iso(code)}`,
  price: 'السعر شاملًا الضريبة',
  pricePerKg: 'سعر الكيلو شاملًا الضريبة',
  priceHint: 'اتركه فارغًا ليُسأل عنه عند البيع.',
  unit: 'يُباع',
  units: { piece: 'بالحبة', kg: 'بالكيلو' },
  vat: 'ضريبة القيمة المضافة',
  vats: { '5': 'خاضع 5%', '0': 'خاضع 0%', exempt: 'معفى' },
  category: 'الفئة',
  newCategory: 'فئة جديدة…',
  newCategoryName: 'اسم الفئة الجديدة',
  colour: 'لونه عند البيع',
  colours: {
    none: 'بلا لون',
    blue: 'أزرق',
    orange: 'برتقالي',
    green: 'أخضر',
    purple: 'أرجواني',
    yellow: 'أصفر',
    teal: 'فيروزي',
    red: 'أحمر',
    violet: 'بنفسجي',
    own: 'لونه الحالي',
  },
  active: 'العرض',
  actives: { yes: 'معروض للبيع', no: 'موقوف' },
  activeLine: 'المنتج الموقوف لا يظهر عند البيع. المبيعات السابقة لا تتغير.',
  save: 'حفظ',
  saved: (name) => `تم حفظ ${iso(name)}`,
  unsaved: 'لم تُحفظ تعديلاتك بعد.',
  discard: 'تجاهلها',
  keep: 'متابعة التعديل',
};

export const productImport: Messages['productImport'] = {
  title: 'استيراد المنتجات',
  line: 'اختر ملف CSV أو مصنف Excel. ترى ما سيتغير قبل أن يتغير أي شيء.',
  columns: 'الصف الأول فيه أسماء الأعمدة، بأي ترتيب:',
  columnsLine:
    'الأسعار شاملة الضريبة، وكلمة «open» تعني أن السعر يُسأل عنه عند البيع. الضريبة 5 أو 0 أو «exempt» للمعفى. افصل بين الباركودات بفاصلة منقوطة.',
  sample: 'تنزيل قائمة نموذجية',
  choose: 'اختيار ملف',
  choosing: 'اختر الملف من النافذة التي فُتحت…',
  checking: 'تجري قراءة الصفوف وفحصها…',
  storing: 'يجري حفظ المنتجات…',
  progress: (done, all) => `${number(done)} من ${counted(all, rows)}`,
  kinds: { added: 'جديد', changed: 'متغير', unchanged: 'كما هو', refused: 'مرفوض' },
  showKind: 'عرض الصفوف',
  row: (n) => `الصف ${number(n)}`,
  unchangedLine: (n) => `${counted(n, items)} في القائمة كما في الملف، ولا يتغير منها شيء.`,
  noneOf: 'لا صفوف من هذا النوع.',
  firstOf: (shown, all) => `أول ${number(shown)} من ${number(all)}`,
  ignoredColumns: (names) => `أعمدة لا تُقرأ لأن المنتجات ليس فيها حقل كهذا: ${iso(names)}`,
  ignoredSheets: (names) => `تُقرأ الورقة الأولى فقط. أوراق لم تُقرأ: ${iso(names)}`,
  fields: {
    name: 'الاسم',
    name_ar: 'الاسم بالعربية',
    barcodes: 'الباركود',
    price: 'السعر',
    vat: 'الضريبة',
    category: 'الفئة',
    colour: 'اللون',
    unit: 'البيع',
    active: 'العرض',
  },
  none: 'لا شيء',
  becomes: 'يصبح',
  refusedLine: (n) => `ما لا يمكن أخذه: ${counted(n, rows)}. صحّح الملف واختره من جديد، أو استورد الباقي.`,
  nothing: 'لا شيء للاستيراد: كل المنتجات كما في الملف.',
  nothingGood: 'لا يمكن أخذ أي صف من هذا الملف. صحّحه ثم اختره من جديد.',
  apply: (n) => `استيراد ${counted(n, ofItems)}`,
  applyRest: (n, out) => `استيراد ${counted(n, ofItems)} وترك ${counted(out, ofRows)}`,
  stop: 'توقف، لا تغيّر شيئًا',
  again: 'اختيار ملف آخر',
  done: 'تم الاستيراد',
  doneLine: (added, changed) => `الجديد: ${counted(added, items)}. المتغير: ${counted(changed, items)}.`,
  doneRefused: (n) => `تُرك من الملف: ${counted(n, rows)}.`,
};

type Sentence = (said: Said) => string;

const says = (sentence: string): Sentence => {
  return () => sentence;
};

/** What to do, and below it what the core says of the file or the row in its own words. */
const withDetails = (sentence: string): Sentence => {
  return (said) => `${sentence}\nالتفاصيل: ${iso(said.text)}`;
};

/** The sentence with what was meant, which the core names first. */
const naming = (sentence: (named: string) => string, otherwise: string): Sentence => {
  return ({ text }) => {
    const named = /“([^”]+)”|\b(?:code|barcode) (\S+)/.exec(text);
    const what = named?.[1] ?? named?.[2];
    return what === undefined ? otherwise : sentence(iso(what));
  };
};

export const productErrors: {
  readonly [code in keyof typeof import('../en/products').productErrors]: Sentence;
} = {
  code_missing: says('اكتب رمزًا للمنتج: اسم مختصر من عندك.'),
  name_missing: says('اكتب اسم المنتج.'),
  code_taken: naming(
    (code) => `الرمز ${code} لمنتج آخر. اختر رمزًا غيره.`,
    'هذا الرمز لمنتج آخر. اختر رمزًا غيره.',
  ),
  barcode_taken: ({ text }) => {
    const [, barcode, owner] = /barcode (\S+) belongs to the product (\S+):/.exec(text) ?? [];
    return barcode === undefined || owner === undefined
      ? 'هذا الباركود لمنتج آخر. احذفه من ذلك المنتج أولًا.'
      : `الباركود ${iso(barcode)} للمنتج ${iso(owner)}. احذفه من ذلك المنتج أولًا.`;
  },
  barcode_twice: naming((code) => `الباركود ${code} مكرر. اكتبه مرة واحدة.`, 'باركود مكرر. اكتبه مرة واحدة.'),
  barcode_semicolon: naming(
    (code) => `في الباركود ${code} فاصلة منقوطة، وهي تفصل بين الباركودات. احذفها.`,
    'في الباركود فاصلة منقوطة، وهي تفصل بين الباركودات. احذفها.',
  ),
  barcodes_too_many: says('للمنتج باركودات كثيرة. الحد 50.'),
  barcode_empty: says('الباركود فارغ. امسحه مرة أخرى.'),
  barcode_too_long: says('الباركود أطول من الممكن. امسح باركودًا واحدًا كل مرة.'),
  barcode_not_printable: says(
    'في الباركود رموز لا توجد في أي باركود. اضبط القارئ على لوحة مفاتيح إنجليزية وامسح مرة أخرى.',
  ),
  barcode_check_digit: naming(
    (code) => `الباركود ${code} فيه خطأ في القراءة أو الكتابة: رقمه الأخير لا يناسب بقيته. امسحه مرة أخرى.`,
    'في الباركود خطأ في القراءة أو الكتابة. امسحه مرة أخرى.',
  ),
  barcode_empty_label: naming(
    (code) => `الملصق ${code} بلا قيمة: سعره أو وزنه صفر. زِن البضاعة مرة أخرى.`,
    'الملصق بلا قيمة: سعره أو وزنه صفر. زِن البضاعة مرة أخرى.',
  ),
  barcode_shortened: naming(
    (code) => `اختصر برنامج الجداول الباركود ${code} فضاعت أرقامه. اجعل العمود نصًا وأدخله من جديد.`,
    'اختصر برنامج الجداول الباركود فضاعت أرقامه. اجعل العمود نصًا وأدخله من جديد.',
  ),
  barcode_number: naming(
    (code) => `الباركود ${code} مكتوب كعدد فضاعت الأصفار التي قبله. اجعل العمود نصًا وأدخله من جديد.`,
    'الباركود مكتوب كعدد فضاعت الأصفار التي قبله. اجعل العمود نصًا وأدخله من جديد.',
  ),
  barcode_in_file_twice: naming(
    (code) => `الباركود ${code} موجود في صف سابق. لكل باركود منتج واحد.`,
    'هذا الباركود موجود في صف سابق. لكل باركود منتج واحد.',
  ),
  text_too_long: withDetails('أحد النصوص أطول من الحد. اختصره.'),
  text_invisible: withDetails('في أحد النصوص رمز لا يُرى أو سطر جديد. اكتبه من جديد.'),
  price_zero: says(`أدخل أكثر من ${aed('0.00')}، أو اترك السعر فارغًا ليُسأل عنه عند البيع.`),
  price_missing: says('السعر ناقص. اكتبه هكذا 12.50، أو اكتب open ليُسأل عنه عند البيع.'),
  vat_missing: says('فئة الضريبة ناقصة. اكتب 5 أو 0 أو exempt للمعفى.'),
  vat_class_unknown: naming(
    (text) => `${text} ليست فئة ضريبة. اكتب 5 أو 0 أو exempt للمعفى.`,
    'فئة الضريبة غير معروفة. اكتب 5 أو 0 أو exempt للمعفى.',
  ),
  unit_unknown: naming(
    (text) => `${text} ليست وحدة بيع. اكتب piece للحبة أو kg للكيلو.`,
    'وحدة البيع غير معروفة. اكتب piece للحبة أو kg للكيلو.',
  ),
  active_unknown: naming(
    (text) => `${text} لا تقول إن كان المنتج معروضًا للبيع. اكتب yes أو no.`,
    'غير معلوم إن كان المنتج معروضًا للبيع. اكتب yes أو no.',
  ),
  colour_unknown: says('اللون غير معروف. اكتبه مثل ‎#1a7f37.'),
  cell_date: withDetails('في الخلية تاريخ. اجعلها نصًا وأدخل القيمة من جديد.'),
  cell_fault: withDetails('في الخلية معادلة لا نتيجة لها. صحّحها في الملف.'),
  code_twice: naming(
    (code) => `الرمز ${code} موجود في صف سابق. أبقِ أحد الصفين.`,
    'هذا الرمز موجود في صف سابق. أبقِ أحد الصفين.',
  ),
  extra_cells: says('في الصف خلايا أكثر من أسماء الأعمدة. ضع النص الذي فيه الفاصل بين علامتي اقتباس.'),
  line_break: withDetails('في النص سطر جديد. احذفه، أو أغلق علامة الاقتباس.'),
  no_such_product: says('لا منتج بهذا الرمز. ربما غُيّر رمزه قبل قليل: ابحث عنه من جديد.'),
  product_not_found: naming(
    (code) => `لا منتج بالرمز ${code}. راجع الرمز.`,
    'لا منتج بهذا الرمز. راجع الرمز.',
  ),
  import_nothing_picked: says('لا ملف للاستيراد. اختره من جديد.'),
  import_cannot_read: withDetails('تعذّرت قراءة الملف. تحقق من اسمه ومن صلاحياته.'),
  import_too_large: says('الملف كبير جدًا. قسّمه إلى ملفات أصغر.'),
  import_old_excel: says('هذا مصنف Excel قديم. احفظه بصيغة xlsx أو CSV UTF-8 ثم استورده.'),
  import_bad_workbook: withDetails('تعذّرت قراءة المصنف. احفظه من جديد بصيغة xlsx أو CSV UTF-8.'),
  import_not_utf8: withDetails('ترميز الملف غير صحيح. احفظه بصيغة CSV UTF-8 ثم استورده.'),
  import_open_quote: withDetails('علامة اقتباس مفتوحة لم تُغلق. أغلقها ثم استورد الملف.'),
  import_empty: says('الملف فارغ. يجب أن يكون في صفه الأول أسماء الأعمدة.'),
  import_missing_columns: withDetails('ينقص الملف عمود لا بد منه.'),
  import_same_column: withDetails('في الملف عمودان بالاسم نفسه. غيّر اسم أحدهما أو احذفه.'),
  import_refused_rows: says('بعض الصفوف لا يمكن أخذها. صحّحها، أو استورد الباقي من دونها.'),
  import_stale: says('تغيّر أحد المنتجات في هذه الأثناء. اختر الملف من جديد وانظر إليه مرة أخرى.'),
  import_stopped: says('توقف الاستيراد، ولم يتغير شيء.'),
  export_failed: withDetails('تعذّرت كتابة الملف. اختر مكانًا آخر، أو افحص القرص.'),
  export_not_csv: says('تُصدَّر المنتجات بصيغة CSV، ويفتحها Excel. اختر اسمًا ينتهي بـ csv.'),
  catalogue_missing_directory: withDetails('المجلد الذي تُحفظ فيه المنتجات غير موجود.'),
  catalogue_missing: says('لا منتجات بعد. أضفها أو استوردها أولًا.'),
  catalogue_read_only: withDetails('لا يمكن الكتابة في ملف المنتجات. تحقق من صلاحياته.'),
  catalogue_cannot_open: withDetails('تعذّر فتح ملف المنتجات. تحقق من صلاحياته.'),
  catalogue_disk_full: says('القرص ممتلئ. حرّر بعض المساحة ثم حاول مرة أخرى. لم يتغير شيء.'),
  catalogue_not_a_catalogue: withDetails('ملف المنتجات ليس من Fils. انقله إلى مكان آخر.'),
  catalogue_newer: withDetails('أنشأت ملف المنتجات نسخة أحدث من Fils. ثبّت النسخة الأحدث من جديد.'),
  catalogue_older: withDetails('أنشأت ملف المنتجات نسخة أقدم من Fils. أعد تشغيل نقطة البيع.'),
  catalogue_corrupted: withDetails(
    'ملف المنتجات تالف. احتفظ به، واستعد نسخة احتياطية أو استورد المنتجات من جديد.',
  ),
  catalogue_locked: says('ملف المنتجات مشغول ببرنامج آخر. انتظر حتى ينتهي ثم حاول مرة أخرى.'),
  catalogue_disk: withDetails('تعذّر العمل على القرص. افحصه.'),
  catalogue_old_sqlite: withDetails('هذه النسخة من Fils بُنيت بمكتبة قديمة. ثبّت نسخة أحدث.'),
  catalogue_failed: withDetails('تعذّر ذلك على ملف المنتجات. حاول مرة أخرى.'),
};
