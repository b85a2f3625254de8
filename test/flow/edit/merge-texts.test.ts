import { array, assert, constantFrom, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffLines } from '../../../src/flow/edit/diff-lines.ts';
import { mergeFiles } from '../../../src/flow/edit/merge-files.ts';
import { compareTexts, mergeTexts, textOf } from '../../../src/flow/edit/merge-texts.ts';

const FEW_WORDS = constantFrom('a', 'b', 'c', '', '  x: 1');
const TEXT = array(FEW_WORDS, { maxLength: 14 }).map((lines) => lines.join('\n'));

/** A base of lines that all differ, and for each line who changes it how. */
const EDITS = array(
  record({
    who: constantFrom('nobody', 'mine', 'theirs'),
    how: constantFrom('changes', 'deletes', 'adds_after'),
  }),
  { minLength: 1, maxLength: 20 },
);

/** The lines after the changes of those named; a line that somebody adds follows the line it was added to. */
function edited(edits: readonly { who: string; how: string }[], whose: readonly string[]): string {
  return edits
    .flatMap(({ who, how }, index) => {
      const line = `line ${index}`;
      if (!whose.includes(who)) return [line];
      if (how === 'deletes') return [];
      if (how === 'changes') return [`${line} by ${who}`];
      return [line, `after ${index} by ${who}`];
    })
    .join('\n');
}

describe('the difference of two texts', () => {
  test('makes the second of the first, whatever they are', () => {
    assert(
      property(TEXT, TEXT, (before, after) => {
        const from = before.split('\n');
        const to = after.split('\n');
        let at = 0;
        const made = diffLines(from, to).flatMap((hunk) => {
          const kept = from.slice(at, hunk.from);
          at = hunk.to;
          return [...kept, ...to.slice(hunk.nowFrom, hunk.nowTo)];
        });
        expect([...made, ...from.slice(at)]).toEqual(to);
      }),
    );
  });

  test('of two long texts without a line alike is found at once, as one change', () => {
    const one = Array.from({ length: 6_000 }, (_, at) => `a${at % 3}`);
    const other = Array.from({ length: 6_000 }, (_, at) => `b${at % 3}`);
    expect(diffLines(one, other)).toEqual([{ from: 0, to: 6_000, nowFrom: 0, nowTo: 6_000 }]);
  });
});

describe('two editors at once', () => {
  test('changes of different lines always merge, and both are in the result', () => {
    assert(
      property(EDITS, (edits) => {
        const base = edited(edits, []);
        const merged = mergeTexts(base, edited(edits, ['mine']), edited(edits, ['theirs']));
        expect(merged.filter(({ kind }) => kind === 'clash')).toEqual([]);
        expect(textOf(merged, () => [])).toBe(edited(edits, ['mine', 'theirs']));
      }),
    );
  });

  test('changes of the same lines never lose either: each side is whole in what one may choose', () => {
    assert(
      property(TEXT, TEXT, TEXT, (base, mine, theirs) => {
        const pieces = mergeTexts(base, mine, theirs);
        const offered = pieces.flatMap((piece) =>
          piece.kind === 'agreed' ? piece.lines : [...piece.mine, ...piece.theirs],
        );
        for (const side of [mine, theirs])
          for (const hunk of diffLines(base.split('\n'), side.split('\n')))
            for (const line of side.split('\n').slice(hunk.nowFrom, hunk.nowTo))
              expect(offered).toContain(line);
      }),
    );
  });

  test('whoever changed nothing loses nothing, and the same change twice is one', () => {
    assert(
      property(TEXT, TEXT, (base, other) => {
        for (const [mine, theirs] of [
          [base, other],
          [other, base],
          [other, other],
        ] as const)
          expect(textOf(mergeTexts(base, mine, theirs), () => ['lost'])).toBe(other);
      }),
    );
  });

  test('who is first makes no difference', () => {
    assert(
      property(TEXT, TEXT, TEXT, (base, mine, theirs) => {
        const turned = mergeTexts(base, theirs, mine).map((piece) =>
          piece.kind === 'agreed' ? piece : { ...piece, mine: piece.theirs, theirs: piece.mine },
        );
        expect(turned).toEqual(mergeTexts(base, mine, theirs));
      }),
    );
  });

  test('two insertions at one place are asked about, and so is a deleted line that the other changed', () => {
    const clash = (mine: string, theirs: string) =>
      mergeTexts('a\nb\nc', mine, theirs).filter(({ kind }) => kind === 'clash');
    expect(clash('a\nmine\nb\nc', 'a\ntheirs\nb\nc')).toEqual([
      { kind: 'clash', base: [], mine: ['mine'], theirs: ['theirs'] },
    ]);
    expect(clash('a\nc', 'a\nB\nc')).toEqual([
      { kind: 'clash', base: ['b'], mine: [], theirs: ['B'] },
    ]);
  });

  test('where nobody knows what both began from, every difference is asked about', () => {
    assert(
      property(TEXT, TEXT, (mine, theirs) => {
        const pieces = compareTexts(mine, theirs);
        expect(textOf(pieces, (clash) => clash.mine)).toBe(mine);
        expect(textOf(pieces, (clash) => clash.theirs)).toBe(theirs);
      }),
    );
  });
});

describe('the files of a flow', () => {
  const files = (texts: Record<string, string>) => new Map(Object.entries(texts));

  test('changes in different files merge, with files that are new or gone', () => {
    const base = files({ a: '1', b: '1', c: '1', d: '1' });
    const mine = files({ a: '2', b: '1', d: '1', e: 'new' });
    const theirs = files({ a: '1', b: '2', c: '1', f: 'new' });
    const { changes, clashes } = mergeFiles(base, mine, theirs);
    expect(clashes).toEqual([]);
    expect([...changes]).toEqual([
      ['a', '2'],
      ['c', undefined],
      ['e', 'new'],
    ]);
  });

  test('a file that one deletes and the other changes is asked about', () => {
    const { changes, clashes } = mergeFiles(files({ a: '1' }), files({}), files({ a: '2' }));
    expect([...changes]).toEqual([]);
    expect(clashes).toEqual([{ kind: 'whole', path: 'a', mine: undefined, theirs: '2' }]);
  });

  test('a file that both add is asked about where the two differ', () => {
    const both = mergeFiles(files({}), files({ a: 'x\nmine' }), files({ a: 'x\ntheirs' }));
    expect(both.clashes).toHaveLength(1);
    expect(mergeFiles(files({}), files({ a: 'x' }), files({ a: 'x' }))).toEqual({
      changes: new Map(),
      clashes: [],
    });
  });
});
