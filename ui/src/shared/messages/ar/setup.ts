import { iso } from '../isolate';
import type { Messages } from '../shape';
import { number } from './counted';

const checks: Messages['setup']['checks'] = {
  config: { title: 'ملف الإعدادات مفهوم', fix: 'صحّح الأسطر المذكورة هنا.' },
  mode: { title: 'الوضع معروف', fix: 'أعد إعداد Fils.' },
  driver: { title: 'لا برنامج آخر يشغّل نقطة البيع هذه', fix: 'أغلق نسخة Fils الأخرى على هذا الجهاز.' },
  folder: { title: 'يمكن حفظ البيانات', fix: 'امنح Fils حق الكتابة في مجلده.' },
  database: { title: 'السجلات سليمة', fix: 'استعد آخر نسخة احتياطية، أو اتصل بمن ثبّت Fils.' },
  products: { title: 'يمكن قراءة المنتجات', fix: 'استعد آخر نسخة احتياطية، أو استورد المنتجات من جديد.' },
  key: { title: 'مفتاحك صالح للاستخدام', fix: 'أنشئ زوج مفاتيح جديدًا، أو استورد الملف الصحيح.' },
  connection: { title: 'ترد PayBy', fix: 'تحقق من كابل الإنترنت أو Wi-Fi ومن جدار حماية المحل.' },
  clock: { title: 'الساعة مطابقة لساعة PayBy', fix: 'اضبط تاريخ الجهاز ووقته على الوضع التلقائي.' },
  account: { title: 'تعرف PayBy الحساب', fix: 'قارن رقم الشريك بما في بوابة PayBy.' },
  signature: {
    title: 'التواقيع مقبولة في الاتجاهين',
    fix: 'أعطِ PayBy المفتاح العام لهذا الجهاز، وراجع مفتاح PayBy العام. لا يمكن إثبات شيء حتى يتطابقا.',
  },
};

export const setup: Messages['setup'] = {
  welcome: 'مرحبًا بك في Fils',
  welcomeLine: 'نقطة البيع لمدفوعات محفظة PayBy. كيف تريد أن تبدأ؟',
  points: [
    'يعمل حتى عند انقطاع الإنترنت',
    'كل عملية دفع تُحفظ قبل إرسالها',
    '«تم الدفع» لا تظهر إلا بدليل موقّع من PayBy',
  ],
  trainingTitle: 'جرّبه في وضع التدريب',
  trainingLine: 'تعمل نسخة تدريبية من PayBy داخل Fils. لا إعداد ولا أموال حقيقية، وتلعب أنت دور العميل.',
  trainingAction: 'بدء التدريب',
  accountTitle: 'ربط حساب PayBy',
  accountLine: 'لقبض مدفوعات حقيقية. تحتاج إلى رقم الشريك ومفتاح PayBy العام. يستغرق عشر دقائق.',
  accountAction: 'ربط',
  stepOf: (n, of) => `الخطوة ${number(n)} من ${number(of)}`,
  steps: { account: 'الحساب', key: 'مفتاحك', payby: 'مفتاح PayBy', test: 'الاختبار' },

  accountHeading: 'أي حساب PayBy؟',
  environment: 'البيئة',
  environments: {
    production: { title: 'الفعلية', line: 'عملاء حقيقيون وأموال حقيقية' },
    uat: { title: 'الاختبار (UAT)', line: 'نظام الاختبار لدى PayBy' },
    custom: { title: 'عنوان آخر', line: 'خدمة PayBy على عنوان أُعطي لك' },
  },
  baseUrl: 'العنوان',
  baseUrlHint: `يبدأ بـ ${iso('https://')}`,
  partnerId: 'رقم الشريك',
  partnerIdHint: 'الرقم الذي أعطته PayBy لشركتك، نحو 12 خانة.',
  payeeMid: 'رقم العضو المستلم',
  payeeMidHint: 'فقط إذا أخبرتك PayBy أن عضوًا آخر يستلم المبالغ.',

  keyHeading: 'المفتاح الذي يوقّع باسم محلك',
  keyLine: 'يوقّع Fils كل طلب. يبقى النصف الخاص على هذا الجهاز ولا يُعرض أبدًا، وتحصل PayBy على النصف العام.',
  makeKey: 'إنشاء زوج مفاتيح جديد',
  makeKeyLine: 'موصى به. يستغرق بضع ثوانٍ.',
  importKey: 'استخدام مفتاح لدي',
  importKeyLine: 'ملف PEM بطول 2048 بت أو أكثر، من دون كلمة مرور.',
  publicKey: 'مفتاحك العام',
  publicKeyLine: 'أعطه لـ PayBy: في بوابة التجار، أو بالبريد الإلكتروني لمن تتواصل معه هناك. ثم تابع.',
  makingKey: 'جارٍ إنشاء المفتاح…',

  paybyHeading: 'مفتاح PayBy العام',
  paybyLine: 'من بوابة التجار لدى PayBy للبيئة التي اخترتها. يتحقق به Fils من أن الردود من PayBy حقًا.',
  paybyKey: 'ألصق المفتاح',
  paybyPlaceholder: '-----BEGIN PUBLIC KEY-----',

  passphraseHeading: 'عبارة سر للمفتاح',
  passphraseLine:
    'لا يوجد مخزن مفاتيح في هذا الجهاز، لذلك يحفظ Fils المفتاح في ملف مغلق. ستُطلب عبارة السر عند كل تشغيل.',
  passphrase: 'عبارة السر',
  passphraseAgain: 'مرة أخرى',
  passphraseDiffers: 'العبارتان غير متطابقتين',
  passphraseShow: 'إظهار ما أكتب',

  testHeading: 'اختبار الاتصال',
  testLine: 'يسأل Fils سؤالًا لا ضرر منه ويفحص كل شيء في الطريق إلى PayBy. لا تنتقل أي أموال.',
  testRun: 'اختبر الآن',
  testAgain: 'اختبر مرة أخرى',
  testRunning: 'جارٍ سؤال PayBy…',
  testGood: 'كل شيء يعمل. يمكنك قبول المدفوعات.',
  testBad: 'ليس جاهزًا بعد. السطر الأول بالأحمر يقول ما يجب فعله.',
  testSkip: 'فتح نقطة البيع على أي حال',
  open: 'فتح نقطة البيع',
  checks,
  checkGood: 'يعمل',
  checkBad: 'لا يعمل',
  checkUntried: 'تعذّرت التجربة',

  lockedHeading: 'Fils مقفل',
  lockedLine: 'أدخل عبارة السر التي تغلق مفتاح نقطة البيع. تُتابَع عمليات الدفع الجارية فور فتحها.',
  unlock: 'فتح القفل',
  unreachable:
    'لا تستطيع النافذة الوصول إلى بقية Fils. أغلق Fils وشغّله من جديد؛ ستُتابَع عمليات الدفع الجارية.',
  failedHeading: 'تعذّر على Fils فتح بياناته',
  failedLine: 'لم يضِع شيء. أصلح هذا ثم حاول مرة أخرى.',
  failedCode: (code) => `للدعم: ${iso(code)}`,
};
