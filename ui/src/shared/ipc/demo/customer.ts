/**
 * A core that plays the customer's screen in a browser: `npm run dev:demo`, then `customer.html?stage=pay`.
 * The address chooses what is seen: `?stage=…&languages=ar,en&lines=12&live`.
 */
import { encode } from 'uqr';
import type { CustomerHost, DisplayLine, DisplayStage, DisplayView } from '../customer';
import { welcome } from '../customer';
import { money } from './orders';

const goods: [name: string, nameAr: string | null, quantity: string, unit: 'piece' | 'kg', fils: number][] = [
  ['Karak and paratha', 'كرك وبراتا', '2', 'piece', 1400],
  ['Al Waha Full Cream Milk 1 L', 'حليب كامل الدسم الواحة 1 لتر', '1', 'piece', 675],
  ['Tomatoes', 'طماطم', '0.850', 'kg', 510],
  ['Arabic Bread, 6 loaves', 'خبز عربي، 6 أرغفة', '3', 'piece', 900],
  ['Gift wrapping', null, '1', 'piece', 500],
  ['Medjool Dates, premium selection in a wooden box', 'تمر مجدول فاخر في علبة خشبية', '1', 'piece', 8950],
];

function lines(count: number): DisplayLine[] {
  return Array.from({ length: count }, (_, place) => {
    const [name, nameAr, quantity, unit, fils] = goods[place % goods.length] ??
      goods[0] ?? ['', null, '1', 'piece', 0];
    return { line: place + 1, name, name_ar: nameAr, quantity, unit, total: money(fils) };
  });
}

function qr(): NonNullable<DisplayView['qr']> {
  const { data, size } = encode(
    'https://example.test/pay?token=demoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMO',
    {
      border: 0,
      ecc: 'M',
    },
  );
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')));
  return { size, path: path.join('') };
}

function scene(stage: DisplayStage, params: URLSearchParams): DisplayView {
  const list = lines(Number(params.get('lines') ?? 5));
  const sum = list.reduce((all, line) => all + line.total.fils, 0);
  const off = list.length > 2 ? 250 : 0;
  const part = params.has('part') ? 2000 : 0;
  const blank: DisplayView = {
    ...welcome,
    shop: params.get('shop') ?? 'Al Noor Grocery',
    shop_ar: params.get('shop') === null ? 'بقالة النور' : null,
    languages: (params.get('languages') ?? 'en,ar').split(','),
    training: params.has('training'),
  };
  const sale: DisplayView = {
    ...blank,
    stage,
    lines: list,
    discount: off > 0 ? money(off) : null,
    total: money(sum - off),
    paid: part > 0 ? money(part) : null,
    due: part > 0 ? money(sum - off - part) : null,
  };
  const now = Date.now();
  switch (stage) {
    case 'welcome':
      return blank;
    case 'basket':
      return { ...sale, latest: list.length };
    case 'pay':
    case 'scanned':
      return {
        ...sale,
        amount: money(sum - off - part),
        qr: qr(),
        starts_at_ms: now - 20_000,
        ends_at_ms: now + 70_000,
      };
    case 'checking':
      return { ...sale, amount: money(sum - off) };
    case 'thanks':
      return {
        ...blank,
        stage,
        amount: money(sum - off),
        change: params.has('change') ? money(1765) : null,
      };
    case 'error':
      return { ...blank, stage };
  }
}

const stages: DisplayStage[] = ['welcome', 'basket', 'pay', 'scanned', 'checking', 'thanks', 'error'];

export function demoCustomer(params: URLSearchParams): CustomerHost {
  return {
    watch: async (show) => {
      const chosen = stages.find((stage) => stage === params.get('stage'));
      show(scene(chosen ?? 'welcome', params));
      if (!params.has('live')) {
        return;
      }
      let place = 0;
      setInterval(() => {
        place = (place + 1) % stages.length;
        show(scene(stages[place] ?? 'welcome', params));
      }, 3000);
    },
  };
}
