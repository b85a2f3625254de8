import { expect, test } from 'vitest';
import { z } from 'zod';
import { proveDraft } from '../../src/console/flows/prove-draft.ts';
import { outlineOf } from '../../src/flow/edit/outline.ts';
import { setValue } from '../../src/flow/edit/yaml-text.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';
import { exampleBench } from './example-bench.ts';
import { SLEEP_QUESTION } from './sleep-question.ts';

/** The demo's programme speaks English and Swahili; the flow has Gujarati and others too. */
const FLOW = 'check-in';
const bench = await consoleBench(await freshDatabase());
await bench.as('editor');
const { filesNow, send, undo, page } = exampleBench(bench, FLOW);
const Proved = z.object({ errors: z.number(), count: z.number(), panel: z.string() });

/** What the panel says of texts that are typed and not saved: by language and text. */
async function typed(words: Readonly<Record<string, Record<string, string>>>) {
  const { files } = await filesNow();
  const changed = Object.entries(words).map(([language, texts]) => {
    const path = `${FLOW}/${language}.yaml`;
    const source = Object.entries(texts).reduce(
      (now, [text, said]) => setValue(now, ['texts', text], JSON.stringify(said)) ?? now,
      files.get(path) ?? '',
    );
    return [path, source] as const;
  });
  const answer = await bench.app.request(`http://127.0.0.1/console/flows/${FLOW}/proof`, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
    body: JSON.stringify({ files: Object.fromEntries(changed) }),
  });
  const { panel, ...proved } = Proved.parse(await answer.json());
  const [shown = '', folded = ''] = panel.split('in languages that this programme does not use');
  return { ...proved, shown, folded, files: new Map([...files, ...changed]) };
}

const TOO_LONG = 'This message is too long for SMS';
const GU = 'કેમ છો '.repeat(40).trim();
const SW = 'Hatua yako ndogo inaendeleaje leo '.repeat(12).trim();

const FIRST = {
  ...SLEEP_QUESTION,
  step: 'small_step',
  exit: 'first',
  silence: 'place',
  'target-1': 'onward',
  'target-2': 'onward',
};
/** The finding of a message that is too long. */
const tooLong = (panel: string) =>
  panel.split('<article').find((one) => one.includes(TOO_LONG)) ?? '';
const GREETING = 'name="greeting" value="once"';

test('words that nobody of the programme hears stand in no red, are folded, and hold nothing up', async () => {
  await send('edit', { do: 'step', step: 'next_step', 'words-gu': GU });
  const { files } = await filesNow();
  expect(files.get(`${FLOW}/gu.yaml`)).toContain(GU);
  const { errors, shown, folded } = await typed({});
  expect(shown).not.toContain(TOO_LONG);
  expect(folded).toContain('That holds nothing up.');
  expect(folded).toContain(TOO_LONG);
  expect(folded).not.toContain('finding bad');
  expect(errors).toBe(0);
  // Its examples are played all the same.
  const { report } = await proveDraft(bench.parts, FLOW, files);
  expect(report.errors).toBeGreaterThan(0);
  expect(report.unplayed).not.toContain(FLOW);
  const sent = await bench.post(`/console/flows/${FLOW}/review`, { kind: 'sent' });
  expect(sent.headers.get('set-cookie')).toContain('release.done_sent');
  await bench.post(`/console/flows/${FLOW}/review`, { kind: 'taken_back' });
  await undo();
});

test('the same in a language that people hear, and a rule of the machine in any, hold up', async () => {
  const heard = await typed({ sw: { small_step: SW } });
  expect(heard.errors).toBeGreaterThan(0);
  expect(heard.shown).toContain(TOO_LONG);
  const machine = await typed({ gu: { small_step: 'કેમ છો {no_such_thing}?' } });
  expect(machine.errors).toBeGreaterThan(0);
  expect(machine.shown).toContain('Gujarati');
});

test('a copy in a message is measured in no language that waits for it, and in the others as before', async () => {
  const long = 'Thank you for telling us how you are. '.repeat(6).trim();
  await send('add', {
    ...FIRST,
    'reply-1-en': 'Good to know.',
    'reply-1-sw': 'Vizuri.',
    'reply-2-en': long,
    'reply-2-sw': 'Asante.',
  });
  const { findings } = await proveDraft(bench.parts, FLOW, (await filesNow()).files);
  const lengths = findings.filter(({ code }) => code === 'sms_too_long');
  expect(new Set(lengths.map(({ place }) => place.language))).toEqual(new Set(['en']));
  await undo();
});

test('a message of several texts is told at the one that the draft has changed, in its language and words', async () => {
  await send('add', { ...FIRST, 'reply-1-en': 'Good to know.', 'reply-1-sw': SW.slice(0, 300) });
  const { shown } = await typed({});
  const outline = outlineOf((await filesNow()).files, FLOW);
  const said = outline?.spoken.find(({ language }) => language === 'sw')?.texts ?? new Map();
  const [reply] = [...said].filter(([, { sms }]) => sms.startsWith('Hatua yako')).map(([id]) => id);
  const step = [...(outline?.steps.values() ?? [])].find(({ text }) => text === reply)?.id;
  const card = tooLong(shown);
  expect(card).toContain(`read?step=${step}&amp;lang=en&amp;also=sw#words-sw`);
  expect(card).toContain('In Swahili these words stand there:');
  expect(card).toMatch(/<q lang="sw">Hatua yako/u);
  await undo();
});

test('where the second greeting alone is too much, one press beside the finding takes it out; where that does not mend it, none is offered', async () => {
  const reply = (length: number) => ({
    'reply-1-en': 'Good to know. '.repeat(30).slice(0, length).trim(),
    'reply-1-sw': 'Vizuri.',
  });
  await send('add', { ...FIRST, ...reply(300) });
  const far = tooLong((await typed({})).shown);
  expect(far).toContain('Good to know.');
  expect(far).not.toContain(GREETING);
  await undo();
  await send('add', { ...FIRST, ...reply(165) });
  expect(tooLong((await typed({})).shown)).toContain(GREETING);
  const back = `/console/flows/${FLOW}/read`;
  const pressed = await bench.post(`/console/flows/${FLOW}/mend`, { greeting: 'once', back });
  expect(pressed.headers.get('set-cookie')).toContain('proof.mended');
  expect((await typed({})).shown).not.toContain(TOO_LONG);
  const en = (await filesNow()).files.get(`${FLOW}/en.yaml`);
  expect(en).toContain('small_step: How is your small step going?');
  await undo();
  await undo();
});

test('the proof leads to words of another language and leaves the page in hers; who only reads gets a way back', async () => {
  const sw = { sw: { small_step: SW } };
  expect((await typed(sw)).shown).toContain('step=small_step&amp;lang=en&amp;also=sw#words-sw');
  const open = await page(`/console/flows/${FLOW}/read?step=small_step&lang=en&also=gu`);
  expect(open).toMatch(/<details open>\s*<summary>[^<]*more languages/u);
  expect(open).toMatch(/aria-current="true"\s*>English</u);
  const closed = await page(`/console/flows/${FLOW}/read?step=small_step&lang=en`);
  expect(closed).not.toMatch(/<details open>\s*<summary>[^<]*more languages/u);
  await bench.as('reviewer');
  expect((await typed(sw)).shown).toContain(
    'step=small_step&amp;lang=sw&amp;from=en#step-small_step',
  );
  const read = await page(`/console/flows/${FLOW}/read?step=small_step&lang=sw&from=en`);
  expect(read).toMatch(/lang=en&amp;step=small_step#step-small_step"\s*>Back to English</u);
  expect(await page(`/console/flows/${FLOW}/read?lang=sw`)).not.toContain('Back to English');
  await bench.as('editor');
});

test('a copy that is shortened in the box of its language still waits; a tick says that it is translated', async () => {
  await send('add', {
    ...FIRST,
    'reply-1-en': 'Thank you for telling us.',
    'reply-1-sw': 'Asante.',
  });
  const outline = outlineOf((await filesNow()).files, FLOW);
  const said = outline?.spoken.find(({ language }) => language === 'en')?.texts ?? new Map();
  const [text = ''] = [...said].flatMap(([id, { sms }]) =>
    sms.startsWith('Thank you for telling') ? id : [],
  );
  const step = [...(outline?.steps.values() ?? [])].find((one) => one.text === text)?.id ?? '';
  const waits = async () => {
    const spoken = outlineOf((await filesNow()).files, FLOW)?.spoken;
    return spoken?.find(({ language }) => language === 'gu')?.missing.has(`texts.${text}`);
  };
  await send('edit', { do: 'step', step, 'words-gu': 'Thank you.' });
  expect(await waits()).toBe(true);
  const form = await page(`/console/flows/${FLOW}/read?step=${step}&lang=en`);
  expect(form).toContain('name="translated-words-gu"');
  expect(form).not.toContain('name="translated-words-sw"');
  await send('edit', { do: 'step', step, 'words-gu': 'Thank you.', 'translated-words-gu': 'yes' });
  expect(await waits()).toBe(false);
  // The original is changed, and one step back brings it and its copies to what they were.
  await undo();
  await undo();
  const before = (await filesNow()).files;
  await send('edit', { do: 'step', step, 'words-en': 'We are glad.' });
  expect((await filesNow()).files.get(`${FLOW}/pt.yaml`)).toContain('We are glad. # missing');
  await undo();
  expect((await filesNow()).files).toEqual(before);
  await undo();
});
