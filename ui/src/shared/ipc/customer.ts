/** What the customer's screen asks of the core: to be told what it shows. */
import type { DisplayView } from './bindings';

export type { DisplayLine, DisplayStage, DisplayView } from './bindings';

export interface CustomerHost {
  /** Tells what the screen shows, now and whenever that changes. Resolves once it is heard. */
  watch(show: (view: DisplayView) => void): Promise<void>;
}

/** What the screen shows before it was told anything. */
export const welcome: DisplayView = {
  stage: 'welcome',
  shop: '',
  shop_ar: null,
  languages: ['en', 'ar'],
  training: false,
  lines: [],
  latest: null,
  discount: null,
  total: null,
  paid: null,
  due: null,
  amount: null,
  change: null,
  qr: null,
  starts_at_ms: null,
  ends_at_ms: null,
};
