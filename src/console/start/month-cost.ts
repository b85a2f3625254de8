import type { Programme } from '../../flow/programme.ts';

const MONTH_MS = 30 * 24 * 3_600_000;
/** The proof lets no text pass that has more. */
const SEGMENTS_MAX = 2;
/** A question, a second reminder, and what is said to her answer. */
const TEXTS_MAX = 3;

export type MonthCost = { currency: string; least: number; most: number };

/**
 * What one member costs in 30 days by text: from nobody answering questions of one segment, to each being reminded of and
 * answered with the longest texts that the proof lets pass.
 */
export function monthCost({ rhythm, smsPrice }: Pick<Programme, 'rhythm' | 'smsPrice'>): MonthCost {
  const questions = [...rhythm.values()].reduce((sum, everyMs) => sum + MONTH_MS / everyMs, 0);
  const of = (segments: number) => questions * segments * smsPrice.amount;
  return { currency: smsPrice.currency, least: of(1), most: of(TEXTS_MAX * SEGMENTS_MAX) };
}
