/** Times as the shop reads them: the shop's day is Dubai's, wherever the computer thinks it is. */
const zone = 'Asia/Dubai';

/** Hours and minutes, and seconds where the order of things matters. */
export function clockTime(ms: number, locale: string, seconds = false): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    numberingSystem: 'latn',
    ...(seconds ? { second: '2-digit' } : {}),
  }).format(ms);
}

/** A calendar day given as `YYYY-MM-DD`, for a heading. */
export function dayName(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    numberingSystem: 'latn',
  }).format(Date.parse(`${day}T00:00:00Z`));
}

/** A calendar day in a list: its year is said where it is not that of `today`. */
export function shortDay(day: string, today: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    numberingSystem: 'latn',
    ...(day.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' }),
  }).format(Date.parse(`${day}T00:00:00Z`));
}

/** The calendar day of a time, as `YYYY-MM-DD`. */
export function dayOf(ms: number): string {
  const inDubai = 4 * 3_600_000;
  return new Date(ms + inDubai).toISOString().slice(0, 10);
}

/** The day before or after one given as `YYYY-MM-DD`. */
export function shiftDay(day: string, by: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + by);
  return date.toISOString().slice(0, 10);
}

/** Seconds as `m:ss`; never below zero. */
export function minutesSeconds(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
