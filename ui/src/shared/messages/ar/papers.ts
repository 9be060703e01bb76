import { iso } from '../isolate';
import type { Messages, Said } from '../shape';

export const papers: Messages['papers'] = {
  title: 'الملفات',
  line: 'ملف بالأيام التي تختارها: للمحاسب، أو لهيئة الضرائب، أو لك.',
  which: 'أي ملف؟',
  papers: {
    accountant: {
      name: 'ملف المحاسب',
      line: 'الطلبات والمبالغ المستردة والرسوم والتسوية والنقد، ومجموعها يساوي أموال PayBy',
    },
    takings: { name: 'المبيعات حسب اليوم', line: 'ما بيع وما أُرجع كل يوم، نقدًا وبالمحفظة' },
    vat: { name: 'الضريبة حسب اليوم', line: 'المبالغ وضريبتها حسب الفئة، للإقرار الضريبي' },
    orders: { name: 'الطلبات', line: 'كل عملية بيع وكيف دُفعت، مع أرقام PayBy' },
    receipts: { name: 'الإيصالات والإشعارات الدائنة', line: 'كل رقم بترتيبه مع ضريبته' },
    cancellations: { name: 'الدفعات الملغاة', line: 'من ألغى ولماذا، ومتى أكد PayBy الإلغاء' },
    shifts: { name: 'الورديات والنقد', line: 'ما كان يجب أن يكون في الدرج، وما عُدّ فعلًا' },
    matching: { name: 'المطابقة مع PayBy', line: 'كل فرق وُجد، وماذا تقرر بشأنه' },
    journal: { name: 'سجل العمليات', line: 'كل ما سُجّل، بصيغة تثبت أن أحدًا لم يغيّره' },
  },
  days: 'أي أيام؟',
  quick: {
    today: 'اليوم',
    yesterday: 'أمس',
    month: 'هذا الشهر',
    lastMonth: 'الشهر الماضي',
    lastQuarter: 'الربع الماضي',
    year: 'هذه السنة',
  },
  from: 'من',
  to: 'إلى',
  backwards: 'اليوم الأخير قبل الأول. اعكس ترتيبهما.',
  noDay: 'اختر اليوم الأول واليوم الأخير.',
  format: 'نوع الملف',
  formats: { csv: 'جدول CSV', xlsx: 'مصنّف Excel', pdf: 'مستند PDF', jsonl: 'ملف للتدقيق' },
  formatLines: {
    csv: 'جدول يقرؤه أي برنامج.',
    xlsx: 'مصنّف بأرقام وتواريخ حقيقية.',
    pdf: 'للطباعة والحفظ.',
    jsonl: 'قيد في كل سطر، لمن يدقّق السجل.',
  },
  language: 'لغة الملف',
  languages: { en: 'الإنجليزية', ar: 'العربية' },
  languageOfJournal: 'سجل العمليات واحد بكل اللغات.',
  save: 'حفظ الملف',
  saving: 'جارٍ إعداد الملف…',
  saved: (path) => `حُفظ: ${iso(path)}`,
  unreadable: 'تعذّر عرض الملفات',
  again: 'إعادة المحاولة',
  loading: 'لحظة…',
};

const says = (sentence: string) => (): string => sentence;

/** What to do, and below it what the core says of the file. */
const withDetails =
  (sentence: string) =>
  (said: Said): string =>
    `${sentence}\nالتفاصيل: ${iso(said.text)}`;

export const papersErrors = {
  export_not_written: withDetails('تعذّرت كتابة الملف. اختر مكانًا آخر، أو أفرغ مساحة على القرص.'),
  export_workbook: withDetails('تعذّر إعداد المصنّف. اختر CSV بدلًا منه.'),
  export_too_many_pages: says('صفحات ملف PDF أكثر مما يمكن. اختر أيامًا أقل، أو ملف Excel.'),
  export_row: withDetails('خطأ في Fils. أبلغ عنه.'),
  days_backwards: says('اليوم الأخير قبل الأول. اعكس ترتيبهما.'),
  too_many_days: says('في الملف عشر سنوات على الأكثر. اختر أيامًا أقل.'),
  paper_not_as: says('لا يكون هذا الملف بهذا النوع. اختر نوعًا آخر.'),
  paper_needs_file: says('يلزم لهذا النوع ملف. حدّد اسمه.'),
};
