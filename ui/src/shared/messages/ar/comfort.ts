import type { Messages } from '../shape';

export const preferences: Messages['preferences'] = {
  title: 'التفضيلات',
  open: 'التفضيلات',
  line: 'لهذا الجهاز فقط، وتسري فورًا.',
  language: 'اللغة',
  theme: 'المظهر',
  themes: { system: 'مثل الجهاز', light: 'فاتح', dark: 'داكن' },
  textSize: 'حجم النص',
  textSizes: { normal: 'عادي', large: 'كبير', largest: 'أكبر' },
  sounds: 'الأصوات',
  soundsOn: 'تشغيل',
  soundsOff: 'إيقاف',
  soundsLine: 'عند الدفع والرفض والمسح والتنبيه.',
};

export const shortcuts: Messages['shortcuts'] = {
  title: 'اختصارات لوحة المفاتيح',
  open: 'اختصارات لوحة المفاتيح',
  groups: { everywhere: 'في كل مكان', till: 'عند البيع', payment: 'عملية الدفع', orders: 'الطلبات' },
  what: {
    help: 'عرض هذه الاختصارات',
    till: 'بيع جديد',
    orders: 'الطلبات',
    products: 'المنتجات',
    receipts: 'الإيصالات',
    shift: 'الوردية والدرج',
    alerts: 'التنبيهات',
    training: 'لعب دور العميل في التدريب',
    move: 'الانتقال إلى الزر التالي أو السابق',
    press: 'ضغط الزر',
    dismiss: 'إغلاق نافذة الحوار',
    digits: 'إدخال المبلغ',
    erase: 'حذف آخر رقم',
    clear: 'مسح المبلغ',
    charge: 'تحصيل: عرض رمز QR',
    scan: 'مسح رمز العميل',
    next: 'بعد الانتهاء: بيع جديد',
    list: 'الطلب التالي أو السابق',
    search: 'البحث في الطلبات',
  },
  scanner: 'يعمل القارئ في كل شاشة، ولا تدخل رموزه في المبلغ أبدًا.',
};
