import { describe, expect, test } from 'vitest';
import { outlineOf } from '../../src/flow/edit/outline.ts';
import { readDraft } from '../../src/store/drafts.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';

const bench = await consoleBench(await freshDatabase());
const AT = '/console/flows/check-in';
const page = async (query = '') => (await bench.get(`${AT}/read${query}`)).text();
await bench.as('editor');
await page();

const draftNow = () => bench.parts.pool.run((db) => readDraft(db, 'check-in'));
async function spokenNow(language: string) {
  const draft = await draftNow();
  const outline = draft && outlineOf(draft.files, 'check-in');
  const spoken = outline?.spoken.find((one) => one.language === language);
  if (outline === undefined || spoken === undefined) throw new Error('check-in is read');
  return { ...spoken, steps: outline.steps };
}
/** The form of a step as its page has it, with what somebody types instead. */
async function send(step: string, typed: Record<string, string>) {
  const text = await page(`?lang=en&step=${step}`);
  const [, form = ''] = new RegExp(`value="said-${step}"([^]*?)</form>`, 'u').exec(text) ?? [];
  const radios = [...form.matchAll(/<input type="radio" name="([^"]+)" value="([^"]*)" checked/gu)];
  const fields = [
    ...form
      .replaceAll(/<input type="radio"[^>]*>/gu, '')
      .matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/gu),
    ...form.matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</gu),
    ...radios,
  ].map(([, name = '', value = '']) => [name, value.replaceAll('&#39;', "'")]);
  const targets = [...form.matchAll(/<select[^>]*name="([^"]+)"([^]*?)<\/select>/gu)].map(
    ([, name = '', options = '']) => [name, /value="([^"]*)" selected/u.exec(options)?.[1] ?? ''],
  );
  const shown = Object.fromEntries([...fields, ...targets]);
  const answer = await bench.post(`${AT}/edit`, { ...shown, form: `said-${step}`, ...typed });
  return { status: answer.status, to: answer.headers.get('location') ?? '' };
}

describe('what one step says and can be answered', () => {
  test('is changed in every language by one press, and the step stays open where it was', async () => {
    const before = (await draftNow())?.revision ?? 0;
    const typed = {
      'words-en': 'How did it go?',
      'words-sw': 'Ilikuwaje?',
      'label-2-en': 'Some of it',
      'label-2-sw': 'Kiasi',
      'target-3': 'end',
    };
    const { status, to } = await send('small_step', typed);
    // What another target led elsewhere is told; all others follow the words.
    expect([status, to]).toEqual([
      303,
      `${AT}/read?lang=en&reworded=24.0.done&answered=0.0.12&step=small_step#step-small_step`,
    ]);
    const [en, sw] = [await spokenNow('en'), await spokenNow('sw')];
    expect([en, sw].map(({ texts }) => texts.get('small_step')?.sms)).toEqual([
      'How did it go?',
      'Ilikuwaje?',
    ]);
    expect([en, sw].map(({ labels }) => labels.get('part'))).toEqual(['Some of it', 'Kiasi']);
    expect(en.steps.get('small_step')?.exits[2]?.to).toBe('end');
    expect((await draftNow())?.revision).toBe(before + 1);
    expect(await page('?lang=en&step=small_step')).toContain('name="words-sw"');
  });

  test('that nobody touched stays byte for byte as it was, in every language', async () => {
    const before = (await draftNow())?.files;
    for (const step of ['small_step', 'not_yet', 'may_we_call', 'thanks', 'smaller'])
      expect([step, (await send(step, {})).status]).toEqual([step, 303]);
    expect((await draftNow())?.files).toEqual(before);
  });

  test('is kept when an answer is moved, added or taken out by the same press', async () => {
    const labels = async () => {
      const { labels: called, steps } = await spokenNow('en');
      return steps.get('nudge')?.exits.flatMap(({ means }) => (means ? [called.get(means)] : []));
    };
    await send('nudge', { 'words-en': 'How is it now?', act: 'up-2' });
    expect((await labels())?.slice(0, 2)).toEqual(['Some of it', 'Done']);
    await send('nudge', { 'label-new-en': 'I am away', act: 'remove-3' });
    expect(await labels()).toEqual(['Some of it', 'Done', 'I am away']);
    expect((await spokenNow('en')).texts.get('nudge')?.sms).toBe('How is it now?');
  });

  test('is one form: whichever of its buttons is pressed, nothing that was typed beside it is lost', async () => {
    const text = await page('?lang=en&step=thanks');
    expect(text.match(/name="form" value="[^"]*thanks[^"]*"/gu)).toHaveLength(1);
    const way = { 'way-to': 'smaller', 'words-en': 'We are glad.', 'words-sw': 'Tumefurahi.' };
    expect((await send('thanks', way)).status).toBe(303);
    const said = async () => (await spokenNow('en')).texts.get('thanks')?.sms;
    expect(await said()).toBe('We are glad.');
    expect((await spokenNow('sw')).texts.get('thanks')?.sms).toBe('Tumefurahi.');
    expect((await spokenNow('en')).steps.get('thanks')?.exits[0]?.to).toBe('smaller');
    await send('thanks', { 'way-to': 'end', 'words-en': 'Moved.', before: 'smaller' });
    expect(await said()).toBe('Moved.');
    const { to } = await send('thanks', { 'words-en': 'Renamed.', name: 'many thanks' });
    expect(to).toContain('step=many_thanks');
    expect(await said()).toBe('Renamed.');
    await send('many_thanks', { name: 'thanks' });
    const silent = { silence: 'wait', after: '3', unit: 'd', 'silence-to': 'end' };
    await send('may_we_call', { ...silent, 'words-en': 'May we phone you?' });
    const { steps, texts } = await spokenNow('en');
    expect(steps.get('may_we_call')?.written['silence']).toEqual({ '3d': 'end' });
    expect(texts.get('may_we_call')?.sms).toBe('May we phone you?');
  });

  test('comes back as it was typed, in every language, where it is refused', async () => {
    const revision = String((await draftNow())?.revision);
    const typed = { 'words-en': 'Hello {', 'words-sw': 'Habari ya leo', 'label-1-sw': 'Sawa sana' };
    const form = { do: 'step', form: 'said-small_step', step: 'small_step', revision, lang: 'en' };
    const answer = await bench.post(`${AT}/edit`, { ...form, 'means-1': 'done', ...typed });
    const text = await answer.text();
    expect(answer.status).toBe(422);
    for (const words of Object.values(typed)) expect(text).toContain(words);
  });
});

describe('the page', () => {
  test('tells in one quiet line what nobody hears, and begins with what most hear first', async () => {
    const text = await page('?lang=en');
    const heard = text.replaceAll(
      /<details class="unheard" >[^]*?<\/summary>[^]*?<\/section><\/div>\s*<\/details>/gu,
      '',
    );
    expect(heard).not.toMatch(/class="step step-(?:branch|do)/u);
    expect(/<p class="bubble"[^>]*>([^<]*)/u.exec(heard)?.[1]).toBe('How did it go?');
    expect(await page('?lang=en&step=how')).toMatch(/<details class="unheard" open>/u);
  });

  test('says what is filled in for each person by what it stands for', async () => {
    const text = await page('?lang=en');
    expect(text).toContain(
      '<span class="slot" title="{step_words}">her step in her own words</span>',
    );
    expect(text).not.toMatch(/<p class="bubble"[^>]*>[^<]*\{step_words\}/u);
  });

  test('finds a text in any language of the flow, and goes there where one step says it', async () => {
    const found = await page('?lang=en&find=SOMEBODY');
    expect(found).toMatch(/\d steps? says? that|steps say that/u);
    expect(await page('?lang=en&find=zebra')).toContain('No step of this flow says that.');
    const one = await bench.get(`${AT}/read?lang=en&find=ilikuwaje`);
    expect([one.status, one.headers.get('location')]).toEqual([
      303,
      `${AT}/read?lang=sw#step-small_step`,
    ]);
  });

  test('says of a question after a silence that it is asked then, and before what', async () => {
    const text = await (
      await bench.get(`${AT}/add?kind=question&lang=en&exit=&step=small_step`)
    ).text();
    expect(text).toMatch(
      /If nobody answers for 48 hours: it is asked then, before “\d+ · How is it now/u,
    );
    expect(text).not.toContain('After 48 hours without an answer');
  });
});
