import { randomBelow } from '../base/ids.ts';

const LEAST = 1_000;
const NUMBERS = 9_000;

/**
 * Four digits by which whoever complained can ask what came of it, also without a name. Random, so that they tell neither who
 * nor when; two complaints may have the same, and the words tell them apart.
 */
export function newReceipt(): number {
  return LEAST + randomBelow(NUMBERS);
}
