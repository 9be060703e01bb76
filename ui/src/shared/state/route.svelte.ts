import type { FindQuery } from '../ipc/find';

/** Where the person is. In the address, so that a reload of a crashed screen comes back to the same place. */
export type Route =
  | { screen: 'till' }
  | { screen: 'pay'; sale: string }
  | { screen: 'payment'; order: string }
  /** An order, or a sale, by its number. The query is what the list is of; without one it is the day's. */
  | { screen: 'orders'; order: string | null; query?: FindQuery | null }
  | { screen: 'alerts' }
  | { screen: 'shift' }
  | { screen: 'products' }
  /** Give: who goes there wants to give money back. */
  | { screen: 'receipts'; sale: string | null; give?: boolean }
  /** Null is the first part. */
  | { screen: 'settings'; part: SettingsPart | null }
  | { screen: 'people' }
  /** A business day, `YYYY-MM-DD`; null is the one of now, which only the core knows. */
  | { screen: 'day'; part: DayPart; day: string | null; act?: ReportAct };

export const settingsParts = [
  'shop',
  'money',
  'printer',
  'display',
  'barcodes',
  'lock',
  'backup',
  'people',
] as const;
export type SettingsPart = (typeof settingsParts)[number];

/** What who goes to the reports wants there: the figures of now, or to close a day. */
export type ReportAct = 'x' | 'close';

/** What the manager's evening is made of, in the order of need. */
export const dayParts = ['figures', 'match', 'reports', 'cancellations', 'papers', 'health'] as const;
export type DayPart = (typeof dayParts)[number];

/** A query that was kept in the address; null for anything else. */
function parseQuery(text: string | undefined): FindQuery | null {
  try {
    const query: unknown = JSON.parse(text ?? '');
    return typeof query === 'object' && query !== null && 'text' in query ? (query as FindQuery) : null;
  } catch {
    return null;
  }
}

export function parseRoute(hash: string): Route {
  const [screen, order, more] = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  if (screen === 'payment' && order) {
    return { screen, order };
  }
  if (screen === 'orders') {
    return { screen, order: order || null, ...(more ? { query: parseQuery(more) } : {}) };
  }
  if (screen === 'pay' && order) {
    return { screen, sale: order };
  }
  if (screen === 'receipts') {
    return { screen, sale: order || null };
  }
  if (screen === 'settings') {
    return { screen, part: settingsParts.find((part) => part === order) ?? null };
  }
  if (screen === 'day') {
    const part = dayParts.find((one) => one === order) ?? 'figures';
    return { screen, part, day: /^\d{4}-\d{2}-\d{2}$/.test(more ?? '') ? (more ?? null) : null };
  }
  const alone = (['alerts', 'shift', 'products', 'people'] as const).find((one) => one === screen);
  return alone === undefined ? { screen: 'till' } : { screen: alone };
}

/** What the screen is about, where it is about one thing. */
function subject(route: Route): string | null {
  switch (route.screen) {
    case 'payment':
    case 'orders':
      return route.order;
    case 'pay':
    case 'receipts':
      return route.sale;
    case 'settings':
    case 'day':
      return route.part;
    case 'till':
    case 'alerts':
    case 'shift':
    case 'products':
    case 'people':
      return null;
  }
}

/** What belongs to the subject: which day, which query. */
function further(route: Route): string | null {
  if (route.screen === 'day') {
    return route.day;
  }
  return route.screen === 'orders' && route.query ? JSON.stringify(route.query) : null;
}

export function formatRoute(route: Route): string {
  const more = further(route);
  const about = subject(route) ?? (more === null ? null : '');
  const path = [about, more].filter((part) => part !== null).map((part) => `/${encodeURIComponent(part)}`);
  return `#/${route.screen}${path.join('')}`;
}

/** The day's page as it is gone to from here: who looks at the orders behind a day's figure comes back to that day. */
export function dayFrom(route: Route): Route {
  const query = route.screen === 'orders' ? route.query : null;
  const day = query && query.from === query.to ? query.from : null;
  return { screen: 'day', part: 'figures', day };
}

export class Router {
  route = $state.raw<Route>(parseRoute(location.hash));

  go(route: Route): void {
    this.route = route;
    try {
      history.replaceState(null, '', formatRoute(route));
    } catch {
      // A browser takes only so many in a minute, and a key held down in a list makes more: the next one brings the address along.
    }
  }

  listen(): () => void {
    const onHash = () => {
      this.route = parseRoute(location.hash);
    };
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }
}
