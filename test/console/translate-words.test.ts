import { describe, expect, test } from 'vitest';
import { applyWords } from '../../src/console/translate/apply-words.ts';
import { questionsIn } from '../../src/console/translate/check-answers.ts';
import { problemsOf, tidyWords } from '../../src/console/translate/check-words.ts';
import { readExchange, writeExchange } from '../../src/console/translate/exchange.ts';
import { planImport } from '../../src/console/translate/plan-import.ts';
import { pairOf, readWords, wordsHash } from '../../src/console/translate/units.ts';
import type { TextsDefinition } from '../../src/flow/definition.ts';
import { readFlowSources } from '../../src/store/flow-sources.ts';
import { FLOWS } from '../flow/shipped.ts';

const { flows } = await readFlowSources(FLOWS, FLOWS);
const filesOf = (name: string) => {
  const folder = flows.find((one) => one.name === name);
  return new Map(
    [folder?.flow, ...(folder?.texts ?? [])].flatMap((one) =>
      one ? [[one.file, one.source] as const] : [],
    ),
  );
};
const checkIn = filesOf('check-in');
const none = new Map<string, string>();
const pair = (files: ReadonlyMap<string, string>, released = checkIn, bases = none) => {
  const read = pairOf({ files, released, bases }, 'check-in', { from: 'en', to: 'sn' });
  if (read === undefined) throw new Error('both are there');
  return read;
};
const unit = (files: ReadonlyMap<string, string>, id: string, bases = none) => {
  const found = pair(files, checkIn, bases).units.find((one) => one.id === id);
  if (found === undefined) throw new Error(`${id} is a unit`);
  return found;
};
const othersOf = (files: ReadonlyMap<string, string>, flow = 'check-in') =>
  new Map(
    ['en', 'sn', 'sw', 'pt', 'es', 'nd', 'gu'].flatMap((code): [string, TextsDefinition][] => {
      const texts = readWords(files, flow, code);
      return texts === undefined ? [] : [[code, texts]];
    }),
  );
const around = {
  language: 'sn',
  others: othersOf(checkIn),
  areLettersFree: false,
  questions: questionsIn(checkIn, 'check-in'),
};
const why = (id: string, words: string) =>
  problemsOf(unit(checkIn, id), words, around).map((one) => one.why);
const changedSource = (from: string, to: string) =>
  new Map(checkIn).set(
    'check-in/en.yaml',
    (checkIn.get('check-in/en.yaml') ?? '').replace(from, to),
  );

describe('what is to be translated', () => {
  test('every text, every name of an answer and the words for it, in the order of the source', () => {
    const { units } = pair(checkIn);
    expect(units.length).toBe(17 + 13 + 12);
    expect(units[0]).toMatchObject({ id: 'texts.your_step', form: 'both', state: 'done' });
    expect(units.find(({ id }) => id === 'choices.back')).toMatchObject({
      id: 'choices.back',
      source: 'No words for it',
      target: 'Handina mashoko',
    });
  });

  test('a text that one language says otherwise by SMS is two things to translate', () => {
    const files = changedSource(
      '  noted: Thank you. We keep to that.',
      '  noted: { sms: "Thank you.", ussd: "Thanks." }',
    );
    const ids = pair(files).units.map(({ id }) => id);
    expect(ids).toContain('texts.noted.sms');
    expect(ids).toContain('texts.noted.ussd');
    const applied = applyWords(files, 'check-in', 'sn', [
      { unit: unit(files, 'texts.noted.ussd'), words: 'Tatenda.' },
    ]);
    const written = readWords(applied.ok ? applied.files : none, 'check-in', 'sn')?.texts['noted'];
    expect(written).toEqual({ sms: 'Tatenda. Ndizvo zvatichaita.', ussd: 'Tatenda.' });
  });

  test('what changed in the source after its release is marked, until somebody saves the translation', () => {
    const files = changedSource(
      'Thank you for trying, that took effort.\n  thanks_part',
      'Well done.\n  thanks_part',
    );
    expect(unit(files, 'texts.thanks').state).toBe('changed');
    expect(unit(files, 'texts.kept').state).toBe('done');
    const bases = new Map([['texts.thanks', wordsHash('Well done.')]]);
    expect(unit(files, 'texts.thanks', bases).state).toBe('done');
    const older = new Map([['texts.kept', wordsHash('Something before.')]]);
    expect(unit(files, 'texts.kept', older).state).toBe('changed');
  });

  test('a copy that waits is missing, and saved as it is it is a translation', () => {
    const files = new Map(checkIn).set(
      'check-in/sn.yaml',
      (checkIn.get('check-in/sn.yaml') ?? '').replace('  yes: Hongu', '  yes: Yes # missing'),
    );
    const missing = unit(files, 'choices.yes');
    expect(missing).toMatchObject({ state: 'missing', target: undefined, isCopy: true });
    const applied = applyWords(files, 'check-in', 'sn', [{ unit: missing, words: 'Yes' }]);
    expect(unit(applied.ok ? applied.files : none, 'choices.yes')).toMatchObject({
      target: 'Yes',
      state: 'done',
    });
  });

  test('saving keeps everything else as it was typed', () => {
    const applied = applyWords(checkIn, 'check-in', 'sn', [
      { unit: unit(checkIn, 'texts.kept'), words: 'Zvakanaka: "tichabvunza".' },
      { unit: unit(checkIn, 'choices.no'), words: 'Kwete!' },
    ]);
    const [before, after] = [checkIn, applied.ok ? applied.files : none].map((files) =>
      (files.get('check-in/sn.yaml') ?? '').split('\n'),
    );
    expect(after?.filter((line, index) => line !== before?.[index])).toEqual([
      String.raw`  kept: "Zvakanaka: \"tichabvunza\"."`,
      '  no: "Kwete!"',
    ]);
  });
});

describe('a translation', () => {
  test.each([
    ['texts.small_step', 'Mhoroi. Danho renyu diki riri kufamba sei?', ['variable_lost']],
    ['texts.kept', 'Zvakanaka {programme}.', ['variable_odd']],
    ['texts.kept', 'Zvakanaka {programme', ['braces']],
    ['texts.ways_out', '9 munhu', ['digit_lost']],
    ['choices.yes', '1 Hongu', ['digit_first']],
    ['choices.yes', 'x'.repeat(41), ['too_many_letters']],
    ['texts.kept', 'a\u0007', ['odd_letter', 'dear_letter_plain']],
    ['texts.kept', 'Good. We ask again next time.', ['same_as_source']],
    ['texts.kept', 'Vizuri. Tutauliza tena wakati ujao.', ['of_other_language']],
    ['texts.kept', 'Zvakanakã', ['dear_letter_plain']],
    ['texts.kept', 'Zvakanaka 好', ['dear_letter']],
  ])('%s, %j: %j', (id, words, all) => {
    const sw = othersOf(checkIn).get('sw')?.texts['kept']?.sms ?? '';
    expect(why(id, all[0] === 'of_other_language' ? sw : words)).toEqual(all);
  });

  test('is saved as the reader of flows wants it', () => {
    expect(tidyWords('text', ' a  \r\nb\t\n')).toBe('a\nb');
    expect(tidyWords('choice', 'a \n b')).toBe('a b');
  });

  test('no text that ships has anything that cannot be saved', () => {
    const found = flows.flatMap(({ name, texts }) =>
      texts.flatMap(({ language }) => {
        if (language === 'en') return [];
        const files = filesOf(name);
        const others = othersOf(files, name);
        const questions = questionsIn(files, name);
        const read = pairOf({ files, released: files, bases: none }, name, {
          from: 'en',
          to: language,
        });
        return (read?.units ?? []).flatMap((one) =>
          problemsOf(one, one.target ?? '', {
            language,
            others,
            areLettersFree: true,
            questions,
          })
            .filter(({ severity }) => severity === 'error')
            .map(
              (problem) =>
                `${name} ${language} ${one.id} ${problem.why} ${JSON.stringify(problem.values)}`,
            ),
        );
      }),
    );
    expect(found).toEqual([]);
  });
});

describe('words that are understood as an answer', () => {
  const apply = (id: string, words: string) => {
    const applied = applyWords(checkIn, 'check-in', 'sn', [{ unit: unit(checkIn, id), words }]);
    if (!applied.ok) throw new Error(applied.why);
    return applied.files.get('check-in/sn.yaml') ?? '';
  };
  const before = checkIn.get('check-in/sn.yaml') ?? '';

  test('stand one a line, and go back into the file without another line changed', () => {
    const { target } = unit(checkIn, 'answers.part');
    expect(target?.split('\n')).toEqual([
      'zvimwe',
      'ndaita zvimwe',
      'zvishoma',
      'hafu',
      'ndaita zvishoma',
    ]);
    expect(apply('answers.part', target ?? '')).toBe(before);
    expect(apply('answers.part', 'hafu\nhongu, zvimwe')).toBe(
      before.replace(/part: \[.*\]/u, 'part: [hafu, "hongu, zvimwe"]'),
    );
    expect(apply('answers.part', '')).toBe(before.replace(/ {2}part: \[.*\]\n/u, ''));
  });

  test.each(['csv', 'po'] as const)('go out by %s and come back letter by letter', (format) => {
    const { units } = pair(checkIn);
    const languages = { from: 'en', to: 'sn' };
    const sent = { flow: 'check-in', languages, units, comments: new Map() };
    const text = writeExchange(format, sent);
    const read = readExchange(format, text, { flow: 'check-in', languages });
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    const judge = { units, comments: new Map(), problemsOf: () => [] };
    const planned = planImport(read.rows, judge);
    expect(planned.map(({ kind }) => kind)).toEqual(units.map(() => 'same'));
    expect(planned.filter(({ id }) => id.startsWith('answers.')).length).toBe(12);
  });

  test('are put into a language that had none', () => {
    const silent = new Map(checkIn).set('check-in/sn.yaml', before.replace(/^answers:[^]*$/mu, ''));
    const one = unit(silent, 'answers.part');
    expect(one).toMatchObject({ target: undefined, state: 'none' });
    const applied = applyWords(silent, 'check-in', 'sn', [{ unit: one, words: 'hafu' }]);
    if (!applied.ok) throw new Error(applied.why);
    expect(readWords(applied.files, 'check-in', 'sn')?.answers).toEqual({ part: ['hafu'] });
  });

  test('are judged as the reader of flows judges them: a clash is said at each of the two', () => {
    expect(why('answers.part', 'hafu\n1')).toEqual(['no_answer_word']);
    expect(why('answers.part', 'x'.repeat(41))).toEqual(['no_answer_word']);
    expect(
      why(
        'answers.part',
        Array.from({ length: 21 }, (_, i) => `shoko ${'abcdefghijklmnopqrstuvw'[i]}`).join('\n'),
      ),
    ).toEqual(['too_many_words']);
    // The other answer's word, however it is written, and its name.
    expect(why('answers.part', 'Ndaita!')).toEqual(['two_answers']);
    const label = unit(checkIn, 'choices.done').target ?? '';
    expect(why('answers.part', label)).toEqual(['two_answers']);
    expect(why('choices.part', 'ndaita')).toEqual(['two_answers']);
    // In another question it may mean something else.
    expect(why('answers.part', 'diki')).toEqual([]);
    const [part, done] = [unit(checkIn, 'answers.part'), unit(checkIn, 'answers.done')];
    const moved = [
      { unit: done, words: 'ndapedza zvese' },
      { unit: part, words: 'ndaita' },
    ];
    expect(problemsOf(part, 'ndaita', around, moved)).toEqual([]);
    const both = moved.map((one) => ({ ...one, words: 'zvitsva' }));
    for (const one of both)
      expect(problemsOf(one.unit, one.words, around, both)).toMatchObject([{ why: 'two_answers' }]);
  });
});
