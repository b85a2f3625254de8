import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PoEntry, readPo, writePo } from '../../src/console/translate/po.ts';
import { fromSafe, readSheet, toSafe, writeSheet } from '../../src/console/translate/sheet.ts';

const HOSTILE = [
  '=1+1',
  '+44',
  '-2',
  '@sum',
  "'=1+1",
  "''=1",
  "'",
  "''",
  "'n Boodskap",
  '\t=x',
  '＝1',
  '|cmd',
  '%0a',
  '"=HYPERLINK(""http://x"")"',
  'a,b;c\td',
  'two\nlines',
  ' spaces ',
  '',
  'ગુજરાતી, हिन्दी 🙂',
];
const cell = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0') && !one.includes('\uFFFD')),
  fc.string({ unit: fc.constantFrom(...'=+-@\'"\t\n\r,;|%ab'.split('')) }),
);

describe('CSV of translations', () => {
  test('no cell starts a formula, however many apostrophes it had', () => {
    fc.assert(
      fc.property(cell, (text) => {
        expect(toSafe(text)).not.toMatch(/^[=+\-@\t\r\n\0＝＋－＠|%]/u);
      }),
    );
  });

  test('each cell comes back letter by letter', () => {
    fc.assert(
      fc.property(cell, (text) => {
        expect(fromSafe(toSafe(text))).toBe(text);
      }),
    );
  });

  test('a whole sheet comes back cell by cell, and is written the same again', () => {
    const rows = fc.array(
      fc.tuple(cell, cell, cell).map((three) => ['x', ...three]),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(rows, (all) => {
        const text = writeSheet(['id', 'en', 'sn', 'was'], all);
        const read = readSheet(text, ['id']);
        if (!read.ok) throw new Error(read.why);
        expect(read.rows.map(({ cells }) => cells)).toEqual(all);
        expect(
          writeSheet(
            read.header,
            read.rows.map(({ cells }) => cells),
          ),
        ).toBe(text);
      }),
    );
  });

  test('reads what spreadsheets of other countries save', () => {
    for (const sign of [',', ';', '\t']) {
      const read = readSheet(`ID${sign}en${sign}sn\r\na${sign}"b ${sign} ""c"""${sign}d\r\n`, [
        'id',
      ]);
      expect(read).toEqual({
        ok: true,
        header: ['id', 'en', 'sn'],
        rows: [{ line: 2, cells: ['a', `b ${sign} "c"`, 'd'] }],
      });
    }
  });

  test.each([
    ['', 'empty'],
    ['nothing of ours', 'not_csv'],
    ['id,en\n"a', 'not_csv'],
    ['id,sn\na,ol\uFFFD', 'not_utf8'],
  ] as const)('says what is wrong with %j', (text, why) => {
    expect(readSheet(text, ['id'])).toMatchObject({ ok: false, why });
  });
});

const words = fc.oneof(
  fc.constantFrom(
    ...HOSTILE,
    'a "quoted" \\ word\tand\ntwo\n\nlines\n',
    '\u0007\u0001',
    '\u2028',
    '# no remark',
  ),
  fc.string({ unit: 'grapheme' }).map((one) => one.toWellFormed()),
);
const line = fc
  .string({ unit: fc.constantFrom(...'ab "\\#.,:~éગ'.split('')) })
  .map((one) => `x${one}x`);
const entry: fc.Arbitrary<PoEntry> = fc.record({
  context: line,
  source: words,
  target: words,
  comments: fc.array(
    fc.array(line, { minLength: 1, maxLength: 3 }).map((all) => all.join('\n')),
    { maxLength: 2 },
  ),
  notes: fc.array(line, { maxLength: 2 }),
  flags: fc.constantFrom([], ['fuzzy'], ['fuzzy', 'no-wrap']),
});

describe('PO of translations', () => {
  test('each message comes back letter by letter, and is written the same again', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), (entries) => {
        const header = { Language: 'sn', 'X-Mazano-Flow': 'check-in' };
        const text = writePo(header, entries);
        const read = readPo(text);
        if (!read.ok) throw new Error(JSON.stringify(read.faults));
        const back = read.entries.map((one) => {
          const { line: _, ...rest } = one;
          return rest;
        });
        expect(back).toEqual(entries);
        expect(read.header).toEqual(header);
        expect(writePo(read.header, back)).toBe(text);
      }),
    );
  });

  test('reads what an editor of PO makes of it: no empty lines, wrapped texts, old messages', () => {
    const read = readPo(
      [
        'msgid ""',
        'msgstr "Language: sn\\n"',
        '"X-Generator: Poedit 3.4\\n"',
        '# look',
        '#, fuzzy',
        'msgctxt "a"',
        'msgid "one "',
        '"and two"',
        'msgstr ""',
        '"motsi\\n"',
        '"\\"piri\\""',
        'msgctxt "b"',
        'msgid "x"',
        'msgstr ""',
        '#~ msgid "gone"',
        '#~ msgstr "x"',
      ].join('\r\n'),
    );
    expect(read).toMatchObject({
      ok: true,
      header: { Language: 'sn', 'X-Generator': 'Poedit 3.4' },
      entries: [
        {
          context: 'a',
          source: 'one and two',
          target: 'motsi\n"piri"',
          comments: ['look'],
          flags: ['fuzzy'],
        },
        { context: 'b', source: 'x', target: '' },
      ],
    });
  });

  test.each([
    ['', { line: 1, why: 'no_header' }],
    ['msgid ""\nmsgstr "x: y\\n"\n\nmsgid "a"\nmsgstr "b"', { line: 4, why: 'no_context' }],
    ['msgid "a\nmsgstr "b"', { line: 1, why: 'no_quote' }],
    ['hello', { line: 1, why: 'no_quote' }],
    ['msgid ""\nmsgstr ""\n\nmsgctxt "a"\nmsgid "b"\nmsgid_plural "c"', { line: 6, why: 'plural' }],
  ] as const)('says in which line %j is no PO', (text, fault) => {
    const read = readPo(text);
    expect(read.ok ? [] : read.faults).toContainEqual(fault);
  });
});
