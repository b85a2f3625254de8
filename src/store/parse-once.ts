import { createRecall } from '../base/recall.ts';

/** Sets of files whose meaning is kept: those of the service itself and those of one draft beside it. */
const KEPT_SETS = 2;

/**
 * The same parser, which keeps what it made of the last sets of files. Two that differ in a letter are two sets: whatever
 * changed is parsed again, and nothing else.
 */
export function parseOnce<Sources, Parsed>(
  parse: (sources: Sources) => Parsed,
): (sources: Sources) => Parsed {
  const recall = createRecall<Parsed>(KEPT_SETS);
  return (sources) => recall(JSON.stringify(sources), () => parse(sources));
}
