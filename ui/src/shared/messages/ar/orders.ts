import { aed, iso } from '../isolate';
import { known } from '../known';
import type { Messages } from '../shape';
import { storySentences } from '../story';
import { alertAdvice } from './alerts';
import { counted, times } from './counted';
import { storyWords } from './story';

export const reasons: Messages['orders']['reasons'] = {
  cancelled_by_cashier: 'أُلغيت من نقطة البيع',
  expired: 'لم يدفع العميل في الوقت المحدد',
  refused: 'رفضت PayBy العملية',
  failed_at_payby: 'فشلت العملية لدى PayBy',
  revoked: 'عُكست العملية',
  refunded: 'استُرد المبلغ',
  closed_by_person: 'أنهاها موظف',
  never_reached_payby: 'لم تصل إلى PayBy قط',
  amount_differs: 'تذكر PayBy مبلغًا آخر',
  currency_differs: 'تذكر PayBy عملة أخرى',
  payee_differs: 'تذكر PayBy محلًا آخر مستلمًا للمبلغ',
  number_differs: 'تذكر PayBy رقم طلب آخر',
  revoked_after_paid: 'عُكست العملية بعد أن دُفعت',
  failed_after_paid: 'تقول PayBy إنها فشلت بعد أن دُفعت',
};

function alertTitle(code: string): string {
  return known(alertAdvice, code)?.title ?? iso(code);
}

function reasonText(code: string): string {
  return known(reasons, code) ?? iso(code);
}

export const orders: Messages['orders'] = {
  title: 'الطلبات',
  day: 'اليوم المعروض',
  today: 'اليوم',
  previousDay: 'اليوم السابق',
  nextDay: 'اليوم التالي',
  search: 'ابحث بالرقم أو المبلغ أو الوصف',
  filter: 'عرض',
  filters: {
    all: 'الكل',
    open: 'جارية',
    paid: 'مدفوعة',
    closed: 'مغلقة',
    attention: 'تنبيهات',
  },
  taken: 'المقبوض بالمحفظة',
  list: 'طلبات اليوم',
  emptyDay: 'لا طلبات في هذا اليوم',
  emptyDayLine: 'تظهر هنا عمليات الدفع التي تأخذها.',
  emptySearch: 'لا نتائج',
  emptySearchLine: 'جرّب جزءًا من الرقم أو المبلغ أو الوصف.',
  clearSearch: 'عرض الكل',
  chooseOne: 'اختر طلبًا',
  chooseOneLine: 'سترى قصته كاملة: كل خطوة، وكل رد من PayBy، وكل قرار.',
  number: 'رقم الطلب',
  paybyNumber: 'رقمه لدى PayBy',
  payer: 'العميل',
  started: 'البدء',
  paidAt: 'الدفع',
  refunded: 'المسترد',
  refundable: 'المتاح للاسترداد',
  why: 'السبب',
  story: 'ماذا حدث',
  refunds: 'عمليات الاسترداد',
  raw: 'ما أُرسل وما وصل',
  times: (n) => counted(n, times),
  cashier: 'الكاشير',
  by: (who) => `بواسطة ${iso(who)}`,
  storyKinds: storySentences(storyWords, alertTitle, reasonText),
  storyUnknown: (kind) => `سُجّل: ${iso(kind)}`,
  reasons,
  actions: {
    cancel: 'إلغاء الدفع',
    ask: 'اسأل PayBy',
    keep: 'احتساب البيع',
    revoke: 'إعادة المبلغ',
    close: 'إنهاء الطلب',
    refund: 'استرداد',
    open: 'فتح الدفع',
    replace: 'محاولة أخرى',
    receipt: 'الإيصال',
    giveBack: 'إعادة حسب الصنف',
  },
  asked: 'جارٍ سؤال PayBy. يظهر الرد هنا.',
  refundState: {
    submitting: 'جارٍ الإرسال',
    requested: 'تعمل عليه PayBy',
    refunded: 'تم الاسترداد',
    failed: 'لم يتم الاسترداد',
    needs_review: 'يحتاج إلى مراجعة',
  },
};

export const decide: Messages['decide'] = {
  titles: {
    keep: 'هل تحتسب هذا البيع؟',
    revoke: 'هل تعيد المبلغ؟',
    close: 'هل تنهي هذا الطلب؟',
  },
  lines: {
    keep: 'يُحسب الطلب مدفوعًا. اختر هذا إذا كانت البضاعة مع العميل.',
    revoke: 'تعكس PayBy العملية ويعود المبلغ إلى العميل. لا يمكن التراجع عن ذلك.',
    close: 'ينتهي الطلب من دون دليل من PayBy. يواصل Fils مراقبته، ويخبرك إذا وصل مبلغ.',
  },
  reason: 'السبب',
  reasonHint: 'جملة واحدة. تُحفظ مع الطلب.',
  reasonMissing: 'اذكر السبب من فضلك',
  confirm: {
    keep: 'احتساب البيع',
    revoke: 'إعادة المبلغ',
    close: 'إنهاء الطلب',
  },
};

export const refund: Messages['refund'] = {
  title: 'استرداد',
  line: (amount) => `يمكن استرداد ${aed(amount)} على الأكثر.`,
  amount: 'المبلغ المسترد',
  reason: 'السبب',
  reasonHint: 'قد يسأل عنه العميل. يُحفظ مع الطلب.',
  reasonMissing: 'اذكر السبب من فضلك',
  confirm: (amount) => `استرداد ${aed(amount)}`,
  confirmEmpty: 'استرداد',
  sent: 'حُفظ الاسترداد وهو في الطريق إلى PayBy.',
};
