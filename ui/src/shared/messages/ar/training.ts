import type { Messages } from '../shape';
import { number } from './counted';

const faults: Messages['training']['faults'] = {
  network_down: { title: 'لا شبكة', detail: 'لا يصل شيء' },
  lost_request: { title: 'ضياع الطلب التالي', detail: 'لا يصل إلى PayBy أبدًا' },
  lost_reply: { title: 'ضياع الرد التالي', detail: 'تنفّذ PayBy ولا يسمع الجهاز شيئًا' },
  delay: { title: 'ردود بطيئة', detail: 'تتأخر الردود التالية كثيرًا' },
  bad_signature: { title: 'توقيع خاطئ', detail: 'لا يمكن التحقق من الرد التالي' },
  unsigned: { title: 'بلا توقيع', detail: 'الرد التالي غير موقّع' },
  truncated: { title: 'رد مبتور', detail: 'ينقطع الرد التالي في منتصفه' },
  not_json: { title: 'رد بلا معنى', detail: 'الرد التالي صفحة ويب' },
  wrong_amount: { title: 'مبلغ خاطئ', detail: 'يذكر الرد التالي مبلغًا آخر' },
  code: { title: 'PayBy مشغولة', detail: 'تُرد الطلبات التالية' },
  refund_fails: { title: 'استرداد فاشل', detail: 'يُقبل الاسترداد التالي ثم يفشل' },
  land_create_late: { title: 'وصول متأخر', detail: 'تصل العملية التالية إلى PayBy متأخرة' },
};

export const training: Messages['training'] = {
  banner: 'وضع التدريب',
  bannerLine: 'لا تنتقل أموال حقيقية',
  toggle: 'العب دور العميل',
  title: 'التدريب',
  customer: 'العميل',
  customerLine: 'اختر عملية دفع والعب دور العميل.',
  choose: 'عملية الدفع',
  nothing: 'حصّل مبلغًا أولًا. ستظهر العملية هنا، وتلعب أنت دور العميل.',
  acts: {
    scan: { title: 'مسح رمز QR', line: 'يفتح هاتف العميل صفحة الدفع' },
    pay: { title: 'الدفع', line: 'يؤكد العميل على هاتفه' },
    decline: { title: 'الرفض', line: 'يرفض العميل أو لا يملك رصيدًا' },
    pay_late: { title: 'الدفع متأخرًا', line: 'يدفع العميل بعد الإغلاق' },
  },
  trouble: 'المشكلات',
  troubleLine: 'شاهد ما يفعله Fils عندما يتعطل شيء.',
  network: 'الشبكة',
  networkDown: 'فصل الإنترنت',
  networkDownLine: 'لا يصل شيء إلى PayBy حتى تعيد الوصل',
  networkUp: 'إعادة وصل الإنترنت',
  faults,
  active: (n) => `${number(n)} بالانتظار`,
  clear: 'إصلاح كل شيء',
};
