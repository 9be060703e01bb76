/**
 * Every text a person reads, in English. Another language is a second object of the same type.
 * What comes from outside a sentence (amounts, numbers, names) is isolated, so that it keeps its direction.
 */
import type { LanguageFacts } from '../shape';
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

const language: LanguageFacts = { code: 'en', dir: 'ltr', locale: 'en-AE', name: 'English' };

export const en = {
  language,
  brand: {
    name: 'Fils',
    promise: 'Money that moved is never missed. Money that did not move is never believed.',
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
} as const;
