import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Format,
  readExchange,
  remarksOf,
  writeExchange,
} from '../../src/console/translate/exchange.ts';
import { planImport } from '../../src/console/translate/plan-import.ts';
import { tidyWords } from '../../src/console/translate/check-words.ts';
import { type Unit, wordsHash } from '../../src/console/translate/units.ts';

const languages = { from: 'en', to: 'sn' };
const FORMATS: readonly Format[] = ['csv', 'po'];
const words = fc
  .oneof(
    fc.constantFrom(
      '=1+1',
      "'=x",
      "'n Boodskap",
      '+44',
      '@a',
      '"quoted"',
      'two\n\nlines',
      'tab\there',
      'a;b,c',
      'ગુજરાતી 🙂',
      '\\n',
      '# no',
    ),
    fc.string({ unit: 'grapheme', minLength: 1 }),
  )
  .map((text) => tidyWords('text', text.toWellFormed().replaceAll(/[\0\uFFFD]/gu, '')))
  .filter((text) => text !== '');
const remark = words.map((text) => remarksOf(text)[0] ?? 'said');

const unit = (
  id: string,
  source: string,
  target: string | undefined,
  state: Unit['state'],
): Unit => ({
  id,
  kind: 'text',
  name: id,
  form: 'both',
  source,
  target,
  isCopy: false,
  isSourceCopy: false,
  state,
});
const someUnits = fc
  .array(fc.tuple(words, fc.option(words, { nil: undefined }), fc.boolean()), {
    minLength: 1,
    maxLength: 6,
  })
  .map((all) =>
    all.map(([source, target, isChanged], index) =>
      unit(
        `texts.t${index}`,
        source,
        target,
        target === undefined ? 'missing' : isChanged ? 'changed' : 'done',
      ),
    ),
  );
const send = (
  format: Format,
  units: readonly Unit[],
  comments = new Map<string, readonly string[]>(),
) => writeExchange(format, { flow: 'check-in', languages, units, comments });
const plan = (
  format: Format,
  text: string,
  units: readonly Unit[],
  comments = new Map<string, readonly string[]>(),
) => {
  const read = readExchange(format, text, { flow: 'check-in', languages });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return planImport(read.rows, { units, comments, problemsOf: () => [] });
};

describe.each(FORMATS)('a file of texts, %s', (format) => {
  test('brought back as it left it changes nothing, and leaves as the same bytes', () => {
    fc.assert(
      fc.property(someUnits, fc.array(remark, { maxLength: 2 }), (units, said) => {
        const comments = new Map([['texts.t0', [...new Set(said)]]]);
        const text = send(format, units, comments);
        const planned = plan(format, text, units, comments);
        expect(planned.filter(({ kind }) => kind !== 'same' && kind !== 'empty')).toEqual([]);
        expect(planned.flatMap((row) => row.comments)).toEqual([]);
        expect(send(format, units, comments)).toBe(text);
      }),
    );
  });

  test('brought into a language that has nothing yet, it leaves as the same bytes', () => {
    fc.assert(
      fc.property(someUnits, (all) => {
        const units = all.map((one) =>
          one.state === 'changed' ? { ...one, state: 'done' as const } : one,
        );
        const text = send(format, units);
        const bare = units.map((one) => unit(one.id, one.source, undefined, 'missing'));
        const planned = plan(format, text, bare);
        const after = bare.map((one, index) => {
          const row = planned[index];
          return row?.kind === 'new'
            ? unit(
                one.id,
                one.source,
                row.words,
                row.basis === wordsHash(one.source) ? 'done' : 'changed',
              )
            : one;
        });
        expect(send(format, after)).toBe(text);
      }),
    );
  });

  test('brought back late, it says what it would overwrite, and leaves what only we have changed', () => {
    const left = [
      unit('texts.a', 'A', 'one', 'done'),
      unit('texts.b', 'B', 'two', 'done'),
      unit('texts.c', 'C', 'three', 'done'),
    ];
    const text = send(format, left).replace('one', 'uno').replace('two', 'dos');
    const now = [
      left[0],
      unit('texts.b', 'B', 'due', 'done'),
      unit('texts.c', 'C', 'tre', 'done'),
    ].filter((one) => one !== undefined);
    expect(plan(format, text, now).map(({ kind, words: said }) => [kind, said])).toEqual([
      ['change', 'uno'],
      ['overwrite', 'dos'],
      ['left', 'three'],
    ]);
  });

  test('a translation of words that have changed since stays marked, and one looked at again does not', () => {
    const left = [unit('texts.a', 'A', 'one', 'done'), unit('texts.b', 'B', 'two', 'changed')];
    const text = send(format, left)
      .replace('one', 'uno')
      .replace(/#, fuzzy\n/u, '')
      .replace('two,changed', 'two,done');
    const now = [
      unit('texts.a', 'A now', 'one', 'changed'),
      unit('texts.b', 'B', 'two', 'changed'),
    ];
    const [first, second] = plan(format, text, now);
    expect(first).toMatchObject({ kind: 'change', basis: wordsHash('A') });
    expect(second).toMatchObject({ kind: 'confirmed', basis: wordsHash('B') });
  });

  test('a row of no text of ours, or one that comes twice, is told with its line', () => {
    const units = [unit('texts.a', 'A', 'one', 'done'), unit('texts.b', 'B', 'two', 'done')];
    const text = send(format, [
      ...units,
      unit('texts.gone', 'G', 'three', 'done'),
      unit('texts.b', 'B', 'dos', 'done'),
    ]);
    const wrong = plan(format, text, units).filter(({ kind }) => kind === 'error');
    expect(wrong.map(({ id, why }) => [id, why])).toEqual([
      ['texts.b', 'twice'],
      ['texts.gone', 'unknown_id'],
      ['texts.b', 'twice'],
    ]);
    expect(wrong.every(({ line }) => line > 1)).toBe(true);
  });

  test('remarks come along once', () => {
    const units = [unit('texts.a', 'A', 'one', 'done')];
    const said = new Map([['texts.a', ['Is this polite?', 'Two\nlines']]]);
    expect(plan(format, send(format, units, said), units)[0]?.comments).toEqual([
      'Is this polite?',
      'Two\nlines',
    ]);
    expect(plan(format, send(format, units, said), units, said)[0]?.comments).toEqual([]);
  });

  test('the file of another language is refused in words', () => {
    const text = send(format, [unit('texts.a', 'A', 'one', 'done')]);
    const read = readExchange(format, text, {
      flow: 'check-in',
      languages: { from: 'en', to: 'nd' },
    });
    expect(read).toMatchObject({
      ok: false,
      faults: [{ line: 1, why: format === 'csv' ? 'file_no_language' : 'file_other_language' }],
    });
  });
});
