/** Short enough to be remembered and typed as if it were a choice, long enough not to be guessed in a few tries. */
const PIN = /^\d{4,6}$/u;
/** A year of a birth or a wedding is what somebody of the same house tries first. */
const YEAR = /^(?:19|20)\d{2}$/u;
/** The row of keys down the middle of a phone. */
const KEYS_DOWN = new Set(['2580', '0852']);
const RUNS_UP = '01234567890';
const RUNS_DOWN = '09876543210';

/** Digits that may be a PIN, good or not; undefined for anything else. */
export function pinDigits(text: string): string | undefined {
  return PIN.test(text) ? text : undefined;
}

/** A PIN that somebody chooses; undefined where it is none, or one of those that are tried first. */
export function readPin(text: string): string | undefined {
  const pin = pinDigits(text);
  return pin === undefined || isEasy(pin) ? undefined : pin;
}

/** One digit or one pair again and again, a half twice, a run up or down, a year, the keys of one row. */
function isEasy(pin: string): boolean {
  const half = pin.length / 2;
  const repeats = /^(\d{1,2})\1+$/u.test(pin) || pin.slice(0, half) === pin.slice(half);
  const runs = RUNS_UP.includes(pin) || RUNS_DOWN.includes(pin);
  return repeats || runs || YEAR.test(pin) || KEYS_DOWN.has(pin);
}
