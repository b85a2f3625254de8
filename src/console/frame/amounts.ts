import { localeOf } from './locale.ts';

/** Currencies are three capitals; `Intl` refuses anything else, such as what a gateway may send. */
const CURRENCY = /^[A-Z]{3}$/u;

/** Of an amount below one: a segment may cost less than the smallest coin. */
const SMALL_DIGITS = 4;

/** An amount of money as people of this language write it. */
export function amountOf(
  { language }: { language: string },
  { currency, amount }: { currency: string; amount: number },
): string {
  if (!CURRENCY.test(currency)) return `${currency} ${amount}`;
  const how = {
    style: 'currency' as const,
    currency,
    ...(amount < 1 && { maximumFractionDigits: SMALL_DIGITS }),
  };
  return new Intl.NumberFormat(localeOf(language), how).format(amount);
}
