import { clockTime, dayName, dayOf } from './time';

/** A day and the time on it, as a sentence names them. */
export function moment(ms: number, locale: string): string {
  return `${dayName(dayOf(ms), locale)}, ${clockTime(ms, locale)}`;
}
