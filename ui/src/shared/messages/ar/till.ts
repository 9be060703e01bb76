import { aed } from '../isolate';
import type { Messages } from '../shape';
import { characters, counted, number } from './counted';

export const amountErrors: Messages['till']['errors'] = {
  amount_empty: 'أدخل المبلغ',
  amount_zero: 'أدخل مبلغًا أكبر من صفر',
  amount_negative: 'أدخل مبلغًا أكبر من صفر',
  amount_inner_space: 'اكتب المبلغ من دون مسافات',
  amount_too_many_decimals: 'رقمان بعد الفاصلة على الأكثر',
  amount_too_large: 'اثنا عشر رقمًا قبل الفاصلة على الأكثر',
  amount_not_a_number: 'هذا ليس مبلغًا',
};

export const till: Messages['till'] = {
  heading: 'المبلغ',
  keypad: 'لوحة الأرقام',
  key: (digit) => digit,
  keyPoint: 'فاصلة عشرية',
  keyBack: 'حذف آخر رقم',
  clear: 'مسح المبلغ',
  charge: 'تحصيل',
  chargeAmount: (amount) => `تحصيل ${aed(amount)}`,
  charging: 'جارٍ التحصيل…',
  enterFirst: 'أدخل المبلغ',
  description: 'مقابل ماذا؟',
  descriptionPlaceholder: 'أضف وصفًا',
  descriptionCount: (n, max) => `${number(n)} من ${number(max)}`,
  descriptionTooLong: (n, max) =>
    `الوصف ${counted(n, characters)} والحد لدى PayBy هو ${number(max)}: احذف ${number(n - max)} من فضلك.`,
  errors: amountErrors,
  amountFirst: 'أدخل المبلغ أولًا، ثم امسح رمز العميل مرة أخرى.',
};

export const scan: Messages['scan'] = {
  title: 'مسح رمز العميل',
  line: 'اطلب من العميل فتح «الدفع» في Botim أو PayBy، ثم امسح الرمز الظاهر على هاتفه.',
  field: 'رمز العميل',
  placeholder: 'امسح الرمز أو ألصقه هنا',
  charge: (amount) => `تحصيل ${aed(amount)}`,
  listening: 'القارئ جاهز للاستخدام',
  empty: 'امسح الرمز أو ألصقه أولًا',
};
