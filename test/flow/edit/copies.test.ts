import { describe, expect, test } from 'vitest';
import { type Edit, editFlow } from '../../../src/flow/edit/edit-flow.ts';
import { secondGreetings, withoutSecondGreetings } from '../../../src/flow/edit/second-greeting.ts';
import { outlineOf } from '../../../src/flow/edit/outline.ts';
import { shippedDraft } from './shipped-draft.ts';

const FLOW = 'check-in';
const REPLY = 'Thank you for telling us.';

type Files = ReadonlyMap<string, string>;

function done(files: Files, ...edits: readonly Edit[]): Files {
  let now = files;
  for (const edit of edits) {
    const edited = editFlow(now, FLOW, edit);
    if (edited.kind === 'refused') throw new Error(edited.why);
    now = edited.files;
  }
  return now;
}

const shipped = shippedDraft(FLOW);
const outline = outlineOf(shipped, FLOW);
const way = outline?.steps.get('small_step')?.exits.find(({ means }) => means !== undefined)?.id;
/** A text that is new in English and Swahili; all other languages hold a marked copy of the English. */
const asked = done(shipped, {
  do: 'add_say',
  at: { step: 'small_step', exit: way ?? '' },
  words: { en: REPLY, sw: 'Asante kwa kutuambia.' },
});
const text = [...(outlineOf(asked, FLOW)?.spoken[0]?.texts.keys() ?? [])].find(
  (id) => outline?.spoken[0]?.texts.has(id) === false,
);

/** What a language says there, and whether it waits for its translation. */
function said(files: Files, language: string) {
  const spoken = outlineOf(files, FLOW)?.spoken.find((one) => one.language === language);
  return [spoken?.texts.get(text ?? '')?.sms, spoken?.missing.has(`texts.${text}`)];
}

const write = (language: string, words: string, isTranslated?: boolean): Edit => ({
  do: 'set_wording',
  text: text ?? '',
  language,
  wording: { both: words },
  isTranslated,
});

describe('a copy that waits for its translation', () => {
  test('follows its original, as long as it says the same', () => {
    expect(said(asked, 'gu')).toEqual([REPLY, true]);
    const own = done(asked, write('es', 'Thank you.'));
    const after = done(own, write('en', 'We are glad to know.'));
    expect(said(after, 'gu')).toEqual(['We are glad to know.', true]);
    expect(said(after, 'es')).toEqual(['Thank you.', true]);
    expect(said(after, 'sw')).toEqual(['Asante kwa kutuambia.', false]);
    // Back again byte for byte: nothing else of any file was touched.
    expect(done(after, write('en', REPLY), write('es', REPLY))).toEqual(
      done(own, write('es', REPLY)),
    );
  });

  test('follows words that each channel has of its own', () => {
    const wording = { sms: 'Thank you: "well".', ussd: 'Thank you.' };
    const after = done(asked, { do: 'set_wording', text: text ?? '', language: 'en', wording });
    expect(said(after, 'gu')).toEqual([wording.sms, true]);
    expect(said(done(after, write('en', REPLY)), 'gu')).toEqual([REPLY, true]);
  });

  test('does not follow another language, nor one that was such a copy itself', () => {
    expect(said(done(asked, write('sw', 'Asante.')), 'gu')).toEqual([REPLY, true]);
    const translated = done(asked, write('es', 'Gracias por contarnos.'));
    expect(said(translated, 'es')).toEqual(['Gracias por contarnos.', false]);
    expect(said(translated, 'gu')).toEqual([REPLY, true]);
  });

  test.each(['Thank you.', 'thank you, for TELLING', 'Telling us: thank you'])(
    'stays one that waits while its words are the original’s: %s',
    (words) => {
      expect(said(done(asked, write('gu', words)), 'gu')).toEqual([words, true]);
    },
  );

  test.each(['આભાર.', 'Asante sana.', 'Thank you, Maria.'])(
    'is a translation once it has a word that is not the original’s: %s',
    (words) => {
      expect(said(done(asked, write('gu', words)), 'gu')).toEqual([words, false]);
    },
  );

  test('is a translation once somebody says so, also of the same words', () => {
    expect(said(done(asked, write('gu', 'Thank you.', true)), 'gu')).toEqual(['Thank you.', false]);
    expect(said(done(asked, write('gu', REPLY, true)), 'gu')).toEqual([REPLY, false]);
    // A word of one's own language is no copy, whatever is said of it.
    expect(done(asked, write('en', REPLY, true))).toEqual(asked);
  });

  test('stays one when a press takes the second greeting out of it', () => {
    const greeting = { en: 'Hello from {programme}. How did you sleep?' };
    const first: Edit = {
      do: 'add_question',
      at: { step: '', exit: 'first' },
      words: greeting,
      choices: [
        { labels: { en: 'Well' }, target: 'go_on' },
        { labels: { en: 'Badly' }, target: 'go_on' },
      ],
      noted: {},
    };
    const now = done(shipped, first);
    const copied = done(now).get(`${FLOW}/gu.yaml`) ?? '';
    expect(copied).toContain('How did you sleep?" # missing');
    const marked = new Map(now).set(
      `${FLOW}/gu.yaml`,
      copied.replace(
        /^ {2}small_step: .*$/mu,
        '  small_step: "Hello from {programme}. How is it?" # missing',
      ),
    );
    const open = outlineOf(marked, FLOW);
    expect(open && secondGreetings(open).map(({ language }) => language)).toContain('gu');
    const after = done(marked, ...((open && withoutSecondGreetings(open)) ?? []));
    expect(after.get(`${FLOW}/gu.yaml`)).toMatch(/^ {2}small_step: "?How is it\?"? # missing$/mu);
  });
});
