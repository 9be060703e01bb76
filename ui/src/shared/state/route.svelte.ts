/** Where the person is. In the address, so that a reload of a crashed screen comes back to the same place. */
export type Route =
  | { screen: 'till' }
  | { screen: 'pay'; sale: string }
  | { screen: 'payment'; order: string }
  | { screen: 'orders'; order: string | null }
  | { screen: 'alerts' }
  | { screen: 'shift' }
  | { screen: 'products' }
  /** Give: who goes there wants to give money back. */
  | { screen: 'receipts'; sale: string | null; give?: boolean }
  /** Null is the first part. */
  | { screen: 'settings'; part: SettingsPart | null }
  | { screen: 'people' };

export const settingsParts = ['shop', 'money', 'printer', 'display', 'barcodes', 'lock', 'people'] as const;
export type SettingsPart = (typeof settingsParts)[number];

export function parseRoute(hash: string): Route {
  const [screen, order] = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  if (screen === 'payment' && order) {
    return { screen, order };
  }
  if (screen === 'orders') {
    return { screen, order: order || null };
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
      return route.part;
    case 'till':
    case 'alerts':
    case 'shift':
    case 'products':
    case 'people':
      return null;
  }
}

export function formatRoute(route: Route): string {
  const about = subject(route);
  return `#/${route.screen}${about === null ? '' : `/${encodeURIComponent(about)}`}`;
}

export class Router {
  route = $state.raw<Route>(parseRoute(location.hash));

  go(route: Route): void {
    this.route = route;
    history.replaceState(null, '', formatRoute(route));
  }

  listen(): () => void {
    const onHash = () => {
      this.route = parseRoute(location.hash);
    };
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }
}
