import type { OrderView } from '../ipc/client';
import type { IconName } from '../ui/icons';

export type Tone = 'wait' | 'busy' | 'good' | 'over' | 'warn' | 'bad';

/** How an order looks, by its codes only. */
export function toneOf(order: OrderView): Tone {
  if (order.alert !== null) {
    return 'bad';
  }
  switch (order.state) {
    case 'submitting':
      return 'busy';
    case 'awaiting_payment':
      return order.headline === 'checking' ? 'busy' : 'wait';
    case 'closing':
      return 'warn';
    case 'paid':
      return 'good';
    case 'closed':
      return 'over';
    case 'paid_late':
    case 'needs_review':
      return 'bad';
  }
}

export const toneIcon: Record<Tone, IconName> = {
  wait: 'hourglass',
  busy: 'sync',
  good: 'check',
  over: 'minus',
  warn: 'sync',
  bad: 'alert',
};

/** No proof yet of how it ends. */
export function underWay(order: OrderView): boolean {
  return order.state === 'submitting' || order.state === 'awaiting_payment' || order.state === 'closing';
}
