import { CHOICES_MAX } from '../definition.ts';
import { type Conditions, excludes, type Fact, FACTS, type Option, type Span } from './facts.ts';

/** A question about one fact, with everything that may be answered. */
export type Asking = { fact: Fact; options: readonly Option[] };

type Judged = { readonly conditions: Conditions };

/**
 * The question that leaves the fewest schemes on average, each answer being as likely as another; undefined where no answer
 * to any question would hide anything, or where one scheme is left to be read. Between equals the first of `FACTS`.
 */
export function askNext(schemes: readonly Judged[], asked: ReadonlySet<Fact>): Asking | undefined {
  if (schemes.length < 2) return undefined;
  let best: Asking | undefined;
  let fewest = schemes.length;
  for (const fact of FACTS) {
    if (asked.has(fact)) continue;
    const { mean, options } = judge(schemes, fact);
    if (mean < fewest) [best, fewest] = [{ fact, options }, mean];
  }
  return best;
}

const YES_NO: readonly Option[] = ['yes', 'no', 'not_sure'];

/** So many limits make one span more, and "not sure" has a digit of its own beside them, at every question. */
const LIMITS_MAX = CHOICES_MAX - 2;

/** What may be answered: yes and no, or the spans between the limits of some scheme; and how many are left on average. */
function judge(
  schemes: readonly Judged[],
  fact: Fact,
): { mean: number; options: readonly Option[] } {
  let [hiding, spans] = [0, 0];
  for (const { conditions } of schemes) {
    const one = conditions[fact];
    if (one === 'yes' || one === 'no') hiding += 1;
    else if (typeof one === 'object') spans += 1;
  }
  // Each yes or no that is asked for goes with one of the two answers.
  if (spans === 0) return { mean: schemes.length - hiding / 2, options: YES_NO };
  const bands = bandsBetween(schemes, fact);
  let left = 0;
  for (const { conditions } of schemes)
    for (const band of bands) if (!excludes(band, conditions[fact])) left += 1;
  return { mean: left / bands.length, options: [...bands, 'not_sure'] };
}

/**
 * The spans of numbers that the limits leave, from the lowest. Where there are more than choices, those limits count that
 * most schemes have; a scheme whose limit lies inside a span is not hidden by it.
 */
function bandsBetween(schemes: readonly Judged[], fact: Fact): Span[] {
  const starts = new Map<number, number>();
  const count = (start: number) => {
    if (start > 0) starts.set(start, (starts.get(start) ?? 0) + 1);
  };
  for (const { conditions } of schemes) {
    const one = conditions[fact];
    if (typeof one !== 'object') continue;
    if (one.from !== undefined) count(one.from);
    if (one.to !== undefined) count(one.to + 1);
  }
  const kept = [...starts]
    .toSorted(([a, many], [b, more]) => more - many || a - b)
    .slice(0, LIMITS_MAX)
    .map(([start]) => start)
    .toSorted((a, b) => a - b);
  const [first] = kept;
  if (first === undefined) return [{}];
  const rest = kept.map((from, index): Span => {
    const next = kept[index + 1];
    return next === undefined ? { from } : { from, to: next - 1 };
  });
  return [{ to: first - 1 }, ...rest];
}
