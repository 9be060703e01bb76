/** What the demo's shop has set, what its settings take, and its money. */
export const denominations = [100_000, 50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 100, 50, 25];

export const takes: { readonly [name in string]?: [RegExp, string] } = {
  trn: [/^\d{15}$/, 'a tax registration number of 15 digits'],
  discount_limit_percent: [/^(?:\d{1,2}|100)$/, 'a whole number from 0 to 100'],
  payby_fee_percent: [/^\d{1,2}(?:\.\d{1,4})?$/, 'a percentage, such as 1.50'],
  other_tills: [/^[\w-]+(?:,\s*[\w-]+)*$/, 'what their numbers begin with, such as T2,T3'],
  idle_lock_s: [/^\d{1,4}$/, 'a whole number from 0 to 3600'],
  backup_every_h: [/^\d{1,3}$/, 'a whole number from 0 to 168'],
  backup_place: [/^\//, 'a folder’s whole path'],
  price_prefixes: [/^(?:02|2\d)(?:,\s*(?:02|2\d))*$/, 'two digits each'],
  weight_prefixes: [/^(?:02|2\d)(?:,\s*(?:02|2\d))*$/, 'two digits each'],
  printer: [
    /^(?:[\w.-]+(?::\d{1,5})?|usb:\w{4}:\w{4}|serial:.+)$/,
    'where the printer is, such as 192.168.1.50:9100',
  ],
};

export const shipped: { readonly [name in string]: string | null } = {
  merchant_name: 'Al Noor Trading LLC',
  merchant_name_ar: 'النور للتجارة ذ.م.م',
  address: 'Shop 4, Al Rigga Road, Deira, Dubai',
  address_ar: 'محل 4، شارع الرقة، ديرة، دبي',
  phone: '04 555 0142',
  trn: '100123456700003',
  receipt_footer: 'Thank you. Exchange within 7 days.',
  receipt_footer_ar: 'شكرًا لكم. الاستبدال خلال 7 أيام.',
  cash_rounding_fils: '0',
  discount_limit_percent: '10',
  payby_fee_percent: null,
  other_tills: null,
  tips: 'off',
  business_day_start_h: '4',
  printer: '192.168.1.50:9100',
  paper: '80',
  print_receipts: 'on',
  idle_lock_s: '300',
  backup_every_h: '24',
  backup_place: '/media/amina/BACKUPS',
  price_prefixes: '20, 21',
  weight_prefixes: '22',
  customer_display: 'auto',
  customer_languages: 'ar,en',
};
