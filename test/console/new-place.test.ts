import { describe, expect, test } from 'vitest';
import { mappingIn } from '../../src/flow/edit/desk.ts';
import { outlineOf } from '../../src/flow/edit/outline.ts';
import { readDraft } from '../../src/store/drafts.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';
import { SLEEP_QUESTION } from './sleep-question.ts';

const database = await freshDatabase();
const bench = await consoleBench(database);
const FLOW = '/console/flows/check-in';
const FORM = `${FLOW}/add?kind=question&lang=en`;

async function draftNow() {
  return bench.parts.pool.run((db) => readDraft(db, 'check-in'));
}
/** A step as it is written now. */
async function stepNow(step: string) {
  const draft = await draftNow();
  const written = outlineOf(draft?.files ?? new Map(), 'check-in')?.written ?? {};
  return mappingIn(mappingIn(written, 'steps'), step);
}
const page = async (path: string) => (await bench.get(path)).text();
/** The places of the form: each by its value, with what stands beside it. */
function placesOn(text: string) {
  const each = text.matchAll(
    /name="exit"\s+value="([^"]+)"\s+(checked)?\s*\/>\s*<span[^>]*>([^<]+?)\s*(?:<small>([^<]*)<\/small>)?<\/span/gu,
  );
  return [...each].map(([, value, checked, label = '', hint]) => {
    return { value, isChosen: checked !== undefined, label: label.trim(), hint };
  });
}

describe('where a new question comes', () => {
  test('for everybody is offered first and chosen, and each place says which answers bring somebody there', async () => {
    await bench.as('editor');
    const read = await page(`${FLOW}/read`);
    expect(read).toMatch(/Add a question for everybody <small\s*>At the very beginning/u);
    expect(read).toMatch(/Add a question here <small lang="en">before “Part of it counts too/u);
    const [, form = ''] = /href="([^"]*exit=first[^"]*)"/u.exec(read) ?? [];
    const places = placesOn(await page(form.replaceAll('&amp;', '&')));
    expect(places.slice(0, 2)).toMatchObject([
      { value: 'first', isChosen: true, label: 'At the very beginning, before everything else' },
      { value: 'everybody', isChosen: false },
    ]);
    const [first, after] = places.map(({ hint = '' }) => hint);
    // What silence does, and what it costs, are said before it is added.
    expect(first).toMatch(
      /^Everybody who is asked anything here hears it first.*48 hours: “[^”]*Only if you like.*one text more/u,
    );
    expect(after).toMatch(
      /^Part of it: yes · Done, Not yet: some of those[^·]*· A new step: no\. It never comes between/u,
    );
    expect(places.at(-1)?.hint).toMatch(/^Before anything is answered/u);
    const behind = placesOn(await page(`${FORM}&step=thanks_part&exit=before`));
    expect(behind.filter(({ isChosen }) => isChosen)).toMatchObject([
      { value: 'before', hint: expect.stringMatching(/^Part of it: yes · Done, Not yet, A new/u) },
    ]);
  });

  test('another place is shown with all that was typed, before anything is saved', async () => {
    await bench.as('editor');
    const before = await draftNow();
    const form = {
      ...SLEEP_QUESTION,
      revision: String(before?.revision ?? 0),
      step: 'small_step',
      exit: 'everybody',
      elsewhere: 'not_yet',
      look: '1',
    };
    const shown = await bench.post(`${FLOW}/add`, form);
    const text = await shown.text();
    for (const typed of ['How did you sleep?', 'Vibaya', 'Nights can be hard.'])
      expect(text).toContain(typed);
    expect(placesOn(text).find(({ isChosen }) => isChosen)).toMatchObject({
      value: 'before',
      hint: expect.stringMatching(/^Not yet: yes · Done, Part of it, A new step: no\./u),
    });
    expect((await draftNow())?.revision).toBe(before?.revision);
  });

  test('it waits as the questions beside it do, says something back, offers a person, and answers the examples', async () => {
    await bench.as('editor');
    const form = await page(`${FORM}&step=small_step&exit=first`);
    expect(form).toMatch(/name="silence" value="place" checked/u);
    const [, revision = ''] = /name="revision" value="(\d+)"/u.exec(form) ?? [];
    const at = { revision, step: 'small_step', exit: 'first', silence: 'place' };
    const saved = await bench.post(`${FLOW}/add`, { ...SLEEP_QUESTION, ...at });
    expect(saved.status).toBe(303);
    expect(saved.headers.get('location')).toMatch(/answered=47\.1\.0\.done&silent=2&/u);
    const question = await stepNow('how_did_you_sleep');
    expect(question['silence']).toEqual({ '48h': 'nudge' });
    expect(question['choices']).toMatchObject({
      1: { to: 'go_on' },
      2: { to: 'nights_can_be_hard' },
    });
    expect(await stepNow('nights_can_be_hard')).toEqual({
      say: 'nights_can_be_hard',
      to: 'would_you_like_to_talk',
    });
    expect(await stepNow('would_you_like_to_talk')).toEqual({
      ask: 'would_you_like_to_talk',
      choices: {
        1: { means: 'yes', to: 'person_noted', do: { follow_up: 'asked_to_talk' } },
        2: { means: 'no', to: 'go_on' },
      },
      silence: { '48h': 'nudge' },
    });
    const open = await page(`${FLOW}/read?step=how_did_you_sleep&new=1`);
    expect(open).toMatch(/Whoever comes hears it first\. Only if she reads\./u);
    expect(open).toMatch(/<details open>\s*<summary>Put it elsewhere/u);
  });

  test('is told first of what is different, with whom it reaches; where answers lead because of it is folded below, all there', async () => {
    await bench.as('editor');
    const release = await bench.whole(`${FLOW}/release`);
    const [, different = ''] = /<h3>Steps<\/h3>([\s\S]*?)<h3>/u.exec(release) ?? [];
    const [open = '', folded = ''] = different.split('<details>');
    const lines = (part: string) => part.match(/<li>/gu)?.length ?? 0;
    expect(open).toMatch(/<li>“[^”]*How did you sleep\?” is new\.\s*Whoever comes hears it first/u);
    expect(open).not.toContain('leads to:');
    expect(open).not.toContain('no longer happens');
    const [, count = ''] = /(\d+) changes of where answers lead, because/u.exec(folded) ?? [];
    expect(lines(folded)).toBe(Number(count));
    expect(folded).toMatch(/comes: “?[^<]*How did you sleep\?/u);
  });

  test('what was just added is put elsewhere with its answers and what is said back', async () => {
    await bench.as('editor');
    const moved = await bench.post(`${FLOW}/edit`, {
      do: 'step',
      step: 'how_did_you_sleep',
      before: 'may_we_call',
      revision: String((await draftNow())?.revision),
      lang: 'en',
    });
    expect(moved.status).toBe(303);
    expect((await stepNow('how_did_you_sleep'))['choices']).toMatchObject({
      1: { means: 'well', to: 'may_we_call' },
      2: { means: 'badly', to: 'nights_can_be_hard' },
    });
    expect((await stepNow('would_you_like_to_talk'))['choices']).toMatchObject({
      2: { means: 'no', to: 'may_we_call' },
    });
    // The fork that it stood before goes with it, and comes again with it.
    expect((await stepNow('how'))['else']).toBe('small_step');
    const back = await bench.post(`${FLOW}/edit`, {
      do: 'step',
      step: 'how_did_you_sleep',
      before: 'first',
      revision: String((await draftNow())?.revision),
      lang: 'en',
    });
    expect(back.status).toBe(303);
    expect((await stepNow('how'))['else']).toBe('how_did_you_sleep');
    expect((await stepNow('go_on'))['else']).toBe('small_step');
    const behind = await bench.post(`${FLOW}/edit`, {
      do: 'step',
      step: 'how_did_you_sleep',
      before: 'everybody',
      revision: String((await draftNow())?.revision),
      lang: 'en',
    });
    expect(behind.status).toBe(303);
    expect((await stepNow('thanks'))['to']).toBe('how_did_you_sleep');
    // One shortest way would be too narrow: several answers lead there.
    expect(await page(`${FLOW}/read?step=how_did_you_sleep`)).toMatch(
      /Who comes here, by her answer to “[^”]*”: Part of it: yes · Done, Not yet: some of/u,
    );
  });

  test('where nothing is set for a silence, no time is shown as if it were', async () => {
    await bench.as('editor');
    const set = { do: 'step', step: 'may_we_call', lang: 'en' };
    const revision = async () => String((await draftNow())?.revision);
    await bench.post(`${FLOW}/edit`, { ...set, silence: 'none', revision: await revision() });
    expect(await stepNow('may_we_call')).not.toHaveProperty('silence');
    const text = await page(`${FLOW}/read?lang=en&step=may_we_call`);
    expect(text).toMatch(/name="silence" value="none" checked/u);
    expect(text).toMatch(/name="after"[^>]*value=""/u);
    const wait = { silence: 'wait', after: '2', unit: 'd', 'silence-to': 'end' };
    await bench.post(`${FLOW}/edit`, { ...set, ...wait, revision: await revision() });
    expect((await stepNow('may_we_call'))['silence']).toEqual({ '2d': 'end' });
  });
});
