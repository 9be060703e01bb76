/** Every text a person reads, in Arabic, as a shop in the Emirates says it. Digits are Latin. */
import type { Messages } from '../shape';
import { alerts } from './alerts';
import { cancellations } from './cancellations';
import { preferences, shortcuts } from './comfort';
import { customer } from './customer';
import { day } from './day';
import { errors } from './errors';
import { health } from './health';
import { keeping } from './keeping';
import { matching } from './matching';
import { decide, orders, refund } from './orders';
import { papers } from './papers';
import { guide, pay } from './pay';
import { payment, state } from './payment';
import { people } from './people';
import { product, productImport, products } from './products';
import { giveBack, receipts } from './receipts';
import { reports } from './reports';
import { sell } from './sell';
import { printing, settings } from './settings';
import { setup } from './setup';
import { closing, common, safe, shell } from './shell';
import { closeShift, shift } from './shift';
import { scan, till } from './till';
import { training } from './training';

export const ar: Messages = {
  language: { code: 'ar', dir: 'rtl', locale: 'ar-AE', name: 'العربية' },
  brand: {
    name: 'Fils',
    promise: 'ما انتقل من مال لا يفوتنا، وما لم ينتقل لا نصدّقه.',
  },
  common,
  shell,
  preferences,
  shortcuts,
  setup,
  sell,
  pay,
  guide,
  till,
  scan,
  payment,
  people,
  state,
  orders,
  decide,
  refund,
  alerts,
  training,
  closing,
  safe,
  shift,
  closeShift,
  products,
  product,
  productImport,
  receipts,
  giveBack,
  day,
  reports,
  matching,
  cancellations,
  papers,
  health,
  keeping,
  settings,
  printing,
  customer,
  errors,
};
