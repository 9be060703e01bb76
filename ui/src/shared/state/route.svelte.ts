/** Where the person is. In the address, so that a reload of a crashed screen comes back to the same place. */
export type Route =
  | { screen: 'till' }
  | { screen: 'payment'; order: string }
  | { screen: 'orders'; order: string | null }
  | { screen: 'alerts' };

export function parseRoute(hash: string): Route {
  const [screen, order] = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  if (screen === 'payment' && order) {
    return { screen, order };
  }
  if (screen === 'orders') {
    return { screen, order: order || null };
  }
  return screen === 'alerts' ? { screen } : { screen: 'till' };
}

export function formatRoute(route: Route): string {
  const order = 'order' in route && route.order !== null ? `/${encodeURIComponent(route.order)}` : '';
  return `#/${route.screen}${order}`;
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
