import { aed, iso } from '../isolate';
import type { Messages } from '../shape';
import { counted, seconds } from './counted';

const alerts = {
  zero: 'لا تنبيهات',
  one: 'تنبيه واحد',
  two: 'تنبيهان',
  few: 'تنبيهات',
  many: 'تنبيهًا',
  other: 'تنبيه',
};

const needing = {
  zero: 'لا شيء يحتاج إليك',
  one: 'أمر يحتاج إليك الآن',
  two: 'أمران يحتاجان إليك',
  few: 'أمور تحتاج إليك',
  many: 'أمرًا يحتاج إليك',
  other: 'أمر يحتاج إليك',
};

const underWay = {
  zero: 'لا توجد عمليات دفع جارية',
  one: 'ما زالت هناك عملية دفع جارية',
  two: 'ما زالت هناك عمليتا دفع جاريتان',
  few: 'عمليات دفع ما زالت جارية',
  many: 'عملية دفع ما زالت جارية',
  other: 'عملية دفع ما زالت جارية',
};

export const common: Messages['common'] = {
  amount: (text) => aed(text),
  currency: 'درهم',
  back: 'رجوع',
  next: 'متابعة',
  close: 'إغلاق',
  cancel: 'تراجع',
  copy: 'نسخ',
  copied: 'تم النسخ',
  reload: 'إعادة التحميل',
  dismiss: 'إخفاء',
  working: 'جارٍ التنفيذ…',
  optional: 'اختياري',
  orderEnding: (short) => `طلب ينتهي بـ ${iso(short)}`,
  secondsLeft: (s) => `بقي ${counted(s, { ...seconds, two: 'ثانيتان' })}`,
  unexpected: 'لم ينجح ذلك. لم يتغيّر شيء في عمليات الدفع.',
};

export const shell: Messages['shell'] = {
  navigation: 'القائمة الرئيسية',
  till: 'البيع',
  orders: 'الطلبات',
  products: 'المنتجات',
  shift: 'الوردية',
  day: 'اليوم',
  receipts: 'الإيصالات',
  settings: 'الإعدادات',
  alerts: 'التنبيهات',
  alertsCount: (n) => counted(n, alerts),
  online: 'متصل بـ PayBy',
  offline: 'غير متصل',
  openPayments: 'عمليات الدفع الجارية',
  newSale: 'بيع جديد',
  storageTitle: 'تعذّر على Fils الكتابة في سجلاته',
  storageBody: (said) =>
    `لا تبدأ أي عملية دفع جديدة حتى يُحل ذلك. افحص القرص والمساحة المتبقية عليه. التفاصيل: ${iso(said)}`,
  offlineTitle: 'لا يوجد اتصال بـ PayBy',
  offlineBody: 'يواصل Fils المحاولة. تُحسم عمليات الدفع الجارية وحدها عند عودة الإنترنت.',
  clockTitle: 'ساعة هذا الجهاز غير صحيحة',
  clockBody: (by) =>
    `${by > 0 ? 'هي متأخرة' : 'هي متقدمة'} عن ساعة PayBy بمقدار ${counted(Math.abs(by), seconds)}. الدفع ما زال يعمل. اضبط التاريخ والوقت على الوضع التلقائي.`,
  alertBar: (n) => counted(n, needing),
  alertBarLine: (title, amount, short) => `${title}: ${aed(amount)}، طلب ينتهي بـ ${iso(short)}`,
  alertBarOpen: 'ماذا تفعل؟',
  paidToast: (amount, short) => `تم الدفع: ${aed(amount)}، طلب ينتهي بـ ${iso(short)}`,
  alertToast: (title, short) => `${title}، طلب ينتهي بـ ${iso(short)}`,
  starting: 'جارٍ فتح نقطة البيع…',
};

export const closing: Messages['closing'] = {
  title: (n) => counted(n, underWay),
  line: 'لن يضيع شيء مهما اخترت. يتابع Fils كل عملية دفع عند تشغيله من جديد.',
  stay: 'البقاء',
  stayLine: 'تبقى النافذة مفتوحة',
  background: 'إغلاق النافذة وإكمال العمل في الخلفية',
  backgroundLine: 'يتوقف Fils وحده عندما تُحسم كل عمليات الدفع',
  quit: 'الإنهاء الآن',
  quitLine: 'تبقى عمليات الدفع غير محسومة حتى تشغيل Fils من جديد. قد يدفع العملاء في هذه الأثناء.',
};

export const safe: Messages['safe'] = {
  title: 'حدثت مشكلة في هذه الشاشة',
  line: 'عمليات الدفع بأمان: يحفظها Fils خارج هذه النافذة، وهو يتابعها الآن.',
  reload: 'إعادة تحميل الشاشة',
};
