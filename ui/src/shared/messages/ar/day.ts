import type { Messages } from '../shape';

export const day: Messages['day'] = {
  title: 'اليوم',
  parts: {
    figures: 'اليوم',
    match: 'المطابقة مع PayBy',
    reports: 'التقارير',
    cancellations: 'الإلغاءات',
    papers: 'الملفات',
    health: 'حالة النظام',
  },
  partsLabel: 'ماذا تريد أن ترى؟',
  chooser: 'أي يوم؟',
  previousDay: 'اليوم السابق',
  nextDay: 'اليوم التالي',
  today: 'اليوم',
};
