import { iso } from '../isolate';
import type { Messages } from '../shape';
import { number } from './counted';

type Args = Parameters<Messages['health']['say'][string]>[0];
const of = (args: Args, name: string) => iso(args[name] ?? '');

const names: Messages['health']['names'] = {
  backup: 'النسخة الاحتياطية',
  second_place: 'المكان الثاني',
  disk: 'مساحة القرص',
  size: 'حجم السجلات',
  clock: 'الساعة',
  printer: 'الطابعة',
  payby: 'الاتصال بـ PayBy',
  queue: 'في انتظار الطباعة',
  integrity: 'السجلات من أولها إلى آخرها',
  journal: 'اليومية',
  version: 'الإصدار',
  logs: 'سجل البرنامج',
};

const lasts = (args: Args) =>
  args['days'] === undefined ? '' : `، وتكفي نحو ${iso(args['days'])} يومًا بالاستخدام الحالي`;

const say: Messages['health']['say'] = {
  'backup.fine': (_, time) => `آخر نسخة من ${iso(time)}، وأُعيدت قراءتها.`,
  'backup.old': (_, time) => `آخر نسخة من ${iso(time)}. اترك نقطة البيع مفتوحة، أو اعمل نسخة الآن.`,
  'backup.none_yet': () => 'لم تُعمل أي نسخة بعد. تُعمل واحدة تلقائيًا ونقطة البيع مفتوحة، أو اعملها الآن.',
  'backup.nothing': () => 'لا يوجد ما يُنسخ بعد.',
  'backup.failed': (args) => `تعذّر عمل آخر نسخة. ${iso(args['problem'] ?? '')}`,
  'second_place.fine': (args, time) => `في ${of(args, 'place')} نسخة ${iso(time)}.`,
  'second_place.not_set': () =>
    'النسخ على هذا الجهاز فقط. اختر مكانًا ثانيًا، مثل ذاكرة USB، تحسّبًا لفقدان الجهاز.',
  'second_place.missing': (args) => `المكان ${of(args, 'place')} غير موجود الآن. وصّله.`,
  'second_place.none_yet': (args) => `لا نسخة في ${of(args, 'place')} بعد. اعمل نسخة الآن.`,
  'second_place.failed': (args) => `تعذّر نقل النسخة إلى هناك. ${iso(args['problem'] ?? '')}`,
  'disk.fine': (args) => `المساحة الحرة ${of(args, 'room')}${lasts(args)}.`,
  'disk.low': (args) => `المساحة الحرة ${of(args, 'room')} فقط${lasts(args)}. وفّر مساحة قريبًا.`,
  'disk.full': (args) => `المساحة الحرة ${of(args, 'room')} فقط${lasts(args)}. وفّر مساحة الآن.`,
  'disk.unknown': () => 'تعذّرت معرفة المساحة الحرة.',
  'size.each': (args) => `${of(args, 'total')}، أي ${of(args, 'each')} لكل عملية بيع.`,
  'size.total': (args) => `حجمها ${of(args, 'total')}.`,
  'clock.fine': () => 'مطابقة لساعة PayBy.',
  'clock.behind': (args) =>
    `متأخرة عن ساعة PayBy بمقدار ${of(args, 'seconds')} ثانية. اضبط وقت الجهاز على التلقائي.`,
  'clock.ahead': (args) =>
    `متقدمة على ساعة PayBy بمقدار ${of(args, 'seconds')} ثانية. اضبط وقت الجهاز على التلقائي.`,
  'printer.none': () => 'لا توجد طابعة.',
  'printer.fine': () => 'جاهزة.',
  'payby.fine': () => 'ترد.',
  'payby.offline': () => 'لا ترد. تحقق من الإنترنت، ويمكن قبض النقد في هذه الأثناء.',
  'queue.empty': () => 'لا شيء ينتظر.',
  'queue.waiting': (args) => `أوراق تنتظر الطابعة: ${number(Number(args['waiting'] ?? 0))}.`,
  'queue.uncertain': (args) =>
    `أوراق ربما طُبع بعضها: ${number(Number(args['uncertain'] ?? 0))}. قل هل تُطبع من جديد.`,
  'integrity.fine': (_, time) => `فُحصت في ${iso(time)}، وهي سليمة.`,
  'integrity.old': (_, time) => `آخر فحص في ${iso(time)}. افحصها من جديد.`,
  'integrity.never': () => 'لم تُفحص بعد. يكفي مرة في الشهر.',
  'integrity.nothing': () => 'لا يوجد ما يُفحص بعد.',
  'integrity.broken': (args) => `تغيّر شيء. ${iso(args['problem'] ?? '')}`,
  'journal.fine': (args) =>
    `عدد القيود ${of(args, 'entries')}، وكل ما حُفظ من نهاياتها مطابق (${of(args, 'heads')}).`,
  'journal.unread': (args) => `تعذّرت قراءة ما حُفظ من نهايته في ${of(args, 'file')}. افحص الملف وصلاحياته.`,
  'journal.differs': (args) =>
    `القيد ${of(args, 'seq')} ليس كما حُفظ في ${of(args, 'place')}. اترك هذا الجهاز كما هو، وقارن السجلات بنسخة احتياطية.`,
  'version.version': (args) => `الإصدار ${of(args, 'version')} من Fils`,
  'logs.logs': (args) => `للدعم الفني: ${of(args, 'dir')}`,
};

export const health: Messages['health'] = {
  title: 'حالة النظام',
  line: 'ما تحتاجه نقطة البيع لتعمل، وما يجب فعله قبل أن تقع مشكلة.',
  fine: 'كل شيء كما ينبغي.',
  look: (n) => `أمور تحتاج نظرة: ${number(n)}`,
  bad: (n) => `أمور فيها خلل: ${number(n)}`,
  loading: 'جارٍ الفحص…',
  unreadable: 'تعذّرت قراءة حالة الجهاز',
  again: 'تحديث',
  checking: 'جارٍ قراءة السجلات من أولها إلى آخرها…',
  checked: 'السجلات سليمة.',
  states: { fine: 'سليم', look: 'يحتاج نظرة', bad: 'خلل', unknown: 'غير معروف' },
  names,
  say,
  go: {
    backup: 'نسخ الآن',
    settings_backup: 'اختيار مكان',
    settings_printer: 'إلى الطابعة',
    check: 'فحص الآن',
  },
};
