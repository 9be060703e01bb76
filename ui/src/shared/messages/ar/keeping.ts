import { iso } from '../isolate';
import type { Messages, Said } from '../shape';
import { number } from './counted';

export const keeping: Messages['keeping'] = {
  now: 'نسخ الآن',
  making: 'جارٍ عمل النسخة وإعادة قراءتها…',
  made: 'تمت النسخة، وأُعيدت قراءتها.',
  unreadable: 'تعذّر عرض النسخ الاحتياطية',
  again: 'إعادة المحاولة',
  everyChoices: { '24': 'مرة في اليوم', '8': 'كل 8 ساعات', '1': 'كل ساعة', '0': 'عند كل تقرير Z فقط' },
  pick: 'اختيار مجلد',
  placeThere: 'موجود.',
  placeAway: 'غير موجود الآن. تُنقل النسخ إليه حالما يعود.',
  list: 'النسخ الاحتياطية',
  none: 'لم تُعمل أي نسخة بعد',
  noneLine: 'تُعمل نسخة تلقائيًا ونقطة البيع مفتوحة، وعند كل تقرير Z.',
  folder: (folder) => `على هذا الجهاز تجدها في ${iso(folder)}.`,
  home: 'هذا الجهاز',
  second: 'المكان الثاني',
  encryptedSign: 'مشفّرة',
  why: { due: 'تلقائية', z: 'عند تقرير Z', asked: 'بطلب', year: 'أرشيف سنة' },
  encryption: 'التشفير',
  encrypted: 'النسخ مشفّرة. لا يفتحها أحد من دون عبارة المرور، ولا حتى PayBy أو من صنع Fils.',
  plain: 'يستطيع من يجد النسخ أن يقرأها. شفّرها إذا كان المكان الثاني يخرج من المحل.',
  encrypt: 'تشفير النسخ',
  stop: 'إيقاف التشفير',
  changePassphrase: 'تغيير عبارة المرور',
  passphraseTitle: 'عبارة مرور للنسخ',
  passphraseLine: 'عدة كلمات، مكتوبة ومحفوظة بعيدًا عن هذا الجهاز. تحتاجها لاستعادة نسخة.',
  passphrase: 'عبارة المرور',
  passphraseAgain: 'مرة أخرى',
  differs: 'العبارتان غير متطابقتين',
  keep: 'تشفير من الآن',
  cancel: 'إلغاء',
  stopped: 'لم تعد النسخ تُشفّر. النسخ الأقدم ما زالت تحتاج عبارتها.',
  kept: 'تُشفّر النسخ من الآن.',
  restoreTitle: 'استعادة نسخة احتياطية',
  restoreLine: 'بعد إصلاح أو على جهاز جديد: السجلات والمنتجات والأشخاص والإعدادات كما كانت.',
  restoreAction: 'اختيار ملف',
  restoreHere: 'الرجوع إلى نسخة احتياطية',
  restoreHereLine: 'تُنقل السجلات الموجودة جانبًا وتُحفظ، ولا تُحذف.',
  heading: 'هل هذه النسخة الصحيحة؟',
  lockedHeading: 'هذه النسخة مشفّرة',
  lockedLine: (file) => `اكتب عبارة المرور التي شُفّر بها ${iso(file)}.`,
  open: 'فتح',
  opening: 'جارٍ الفتح…',
  facts: {
    shop: 'المحل',
    till: 'نقطة البيع',
    made: 'تاريخها',
    sales: 'المبيعات',
    last: 'آخر إيصال',
    people: 'الأشخاص',
    file: 'الملف',
  },
  noName: 'بلا اسم',
  noReceipt: 'لا يوجد',
  training: 'هذه نسخة من نقطة بيع للتدريب.',
  hasSales: (n) => `في نقطة البيع هذه مبيعات عددها ${number(n)}. تُنقل جانبًا وتُحفظ على هذا الجهاز.`,
  replace: 'انقل السجلات الموجودة جانبًا واستعد هذه النسخة',
  bring: 'استعادة',
  bringing: 'جارٍ الاستعادة…',
  after:
    'بعدها يكمل Fils ما لم يكتمل ويسأل PayBy عمّا حدث منذ ذلك الوقت. تُترك أرقام الإيصالات التي ربما استُخدمت. المفتاح الخاص ليس في أي نسخة، وقد تحتاج إلى إعطائه من جديد.',
  lostKey: 'إعطاء نقطة البيع مفتاحها',
  lostKeyLine:
    'المفتاح الخاص ليس في أي نسخة. اربط حساب PayBy نفسه من جديد: اختر ملف المفتاح، أو أنشئ مفتاحًا جديدًا وسجّله لدى PayBy.',
};

type Sentence = (said: Said) => string;

const says = (sentence: string): Sentence => {
  return () => sentence;
};

/** What to do, and below it what the core says of the file or the place in its own words. */
const withDetails = (sentence: string): Sentence => {
  return (said) => `${sentence}\nالتفاصيل: ${iso(said.text)}`;
};

export const keepingErrors = {
  backup_disk_full: withDetails('القرص ممتلئ. وفّر مساحة ثم حاول من جديد. السجلات سليمة.'),
  backup_place_missing: withDetails('مكان النسخ غير موجود الآن. وصّله، أو اختر مكانًا آخر.'),
  backup_not_written: withDetails('تعذّرت الكتابة هناك. تحقق من المكان ومن صلاحياته.'),
  backup_unreadable: withDetails('تعذّرت قراءة الملف. تأكد من أنه موجود ومن صلاحية قراءته.'),
  backup_not_ours: says('هذا الملف ليس نسخة احتياطية من Fils. اختر ملفًا آخر.'),
  backup_damaged: withDetails('هذه النسخة تالفة. خذ نسخة أخرى.'),
  backup_newer: withDetails('صنعت هذه النسخة نسخة أحدث من Fils. ثبّتها أولًا.'),
  backup_passphrase_needed: says('هذه النسخة مشفّرة. أدخل عبارة المرور.'),
  backup_passphrase_wrong: says(
    'عبارة المرور لا تفتح هذه النسخة. اكتبها من جديد، فالأحرف الكبيرة والمسافات مهمة.',
  ),
  backup_no_passphrase: says('لا توجد عبارة مرور للنسخ.'),
  restore_has_sales: says(
    'في نقطة البيع هذه مبيعات. وافق على نقل سجلاتها جانبًا، أو استعد النسخة على جهاز آخر.',
  ),
  backup_year_empty: says('لا إيصالات في تلك السنة. اختر سنة باع فيها هذا الجهاز.'),
  backup_under_way: says('تُعمل نسخة الآن. انتظر حتى تنتهي.'),
  backup_stopped: says('توقفت النسخة لأن Fils أُغلق. تُعمل في المرة القادمة.'),
  restore_nothing_picked: says('اختر النسخة أولًا.'),
  heads_unreadable: withDetails('تعذّرت قراءة ملف نهايات اليومية.'),
  heads_none: says('لا نهايات يومية في هذا الملف.'),
};
