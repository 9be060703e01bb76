/** A setting kept in seconds, as somebody reads and types it: in minutes. What is no whole number stays as it was typed, for the core to refuse. */
const whole = /^\d+$/;
const minute = 60n;

export function minutesOf(seconds: string): string {
  if (!whole.test(seconds)) {
    return seconds;
  }
  const kept = BigInt(seconds);
  return kept % minute === 0n ? String(kept / minute) : (Number(kept) / 60).toFixed(2);
}

export function secondsOf(minutes: string): string {
  const text = minutes.trim();
  return whole.test(text) ? String(BigInt(text) * minute) : minutes;
}
