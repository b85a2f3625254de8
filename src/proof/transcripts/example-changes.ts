import { isDeepStrictEqual } from 'node:util';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { KEPT } from './kept-lines.ts';

/** What became of kept examples, in the order in which it is told. */
export const EXAMPLE_CHANGES = ['words', 'answers', 'moved', 'added', 'otherwise', 'gone'] as const;
/**
 * `words`: it shows other words, and all else is as it was. `answers`: a question more is answered in it. `moved`: the same
 * lines in another order. `otherwise`: something else happens in it.
 */
export type ExampleChange = (typeof EXAMPLE_CHANGES)[number];

/** The examples that differ between two versions of a flow, by their paths. */
export function exampleChanges(
  before: DraftFiles,
  after: DraftFiles,
): ReadonlyMap<string, ExampleChange> {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return new Map(
    [...paths]
      .filter((path) => path.includes('/transcripts/') && before.get(path) !== after.get(path))
      .toSorted()
      .map((path) => [path, changeOf(before.get(path), after.get(path))]),
  );
}

function changeOf(before: string | undefined, after: string | undefined): ExampleChange {
  if (before === undefined) return 'added';
  if (after === undefined) return 'gone';
  const [then, now] = [linesOf(before), linesOf(after)];
  const [done, does] = [then.filter(isDone), now.filter(isDone)];
  const isMoved = isReordered(done, does) || isOtherOrder(then, now);
  if (isMoved && isDeepStrictEqual(done.toSorted(), does.toSorted())) return 'moved';
  if (isDeepStrictEqual(done, does)) return 'words';
  return isAnsweredMore(done, does) ? 'answers' : 'otherwise';
}

function isReordered(then: readonly string[], now: readonly string[]): boolean {
  return !isDeepStrictEqual(then, now) && isDeepStrictEqual(then.toSorted(), now.toSorted());
}

/** Whether texts that stand once in each follow each other otherwise: the answers to moved questions may all be the same. */
function isOtherOrder(then: readonly string[], now: readonly string[]): boolean {
  const isOnce = (line: string) =>
    [then, now].every(
      (all) => all.indexOf(line) !== -1 && all.indexOf(line) === all.lastIndexOf(line),
    );
  return !isDeepStrictEqual(then.filter(isOnce), now.filter(isOnce));
}

/** Everything that counts: remarks, and what is kept or waited for, stand wherever a turn ends. */
function linesOf(source: string): string[] {
  const lines = source.split(/\r?\n/u).map((line) => line.trimEnd());
  return lines.filter((line) => /^[<>~!@]/u.test(line) && !KEPT.test(line) && !WAITS.test(line));
}

const WAITS = /^! waits /u;

/** What is typed, what happens and what is asked of the service. */
function isDone(line: string): boolean {
  return !line.startsWith('<');
}

/** The same with answers between that ask nothing of the service. */
function isAnsweredMore(then: readonly string[], now: readonly string[]): boolean {
  const left = [...then];
  const more = now.filter((line) => {
    if (line !== left[0]) return true;
    left.shift();
    return false;
  });
  return left.length === 0 && more.every((line) => line.startsWith('>'));
}
