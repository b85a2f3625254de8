import { describe, expect, test } from 'vitest';
import type { Staff } from '../../src/console/frame/route.ts';
import { outlineOf } from '../../src/flow/edit/outline.ts';
import { readDraft } from '../../src/store/drafts.ts';
import { freshDatabase } from '../world/database.ts';
import { shippedNames } from '../flow/edit/shipped-draft.ts';
import { consoleBench } from './console-bench.ts';

const database = await freshDatabase();
const bench = await consoleBench(database);
const READ = '/console/flows/check-in/read';

/** Who put a question in, and took it back. */
let author: Staff | undefined;

async function revisionNow(): Promise<string> {
  const draft = await bench.parts.pool.run((db) => readDraft(db, 'check-in'));
  return String(draft?.revision);
}
async function filesNow() {
  return (await bench.parts.pool.run((db) => readDraft(db, 'check-in')))?.files;
}
async function outlineNow() {
  const files = await filesNow();
  return files && outlineOf(files, 'check-in');
}

describe('the read view', () => {
  test.each(shippedNames())(
    'shows the flow %s in words, in each language of the console',
    async (flow) => {
      await bench.as('editor');
      const answer = await bench.get(`/console/flows/${flow}/read`);
      expect(answer.status).toBe(200);
      const text = await answer.text();
      expect(text).not.toContain('[object Object]');
    },
  );

  test('who may not change a flow sees no form', async () => {
    await bench.as('reviewer');
    const text = await (await bench.get(`${READ}?step=your_step`)).text();
    expect(text).toContain('How is your step going');
    expect(text).not.toContain('action="/console/flows/check-in/edit"');
  });

  test('a question with three answers in two languages is put in, and can be taken back', async () => {
    author = await bench.as('editor');
    await bench.get(READ);
    const form = {
      revision: await revisionNow(),
      step: 'thanks',
      exit: 'to',
      kind: 'question',
      lang: 'en',
      'words-en': 'Was it hard?',
      'words-sn': 'Zvainge zvakaoma here?',
      'label-1-en': 'Yes',
      'label-1-sn': 'Hongu',
      'label-2-en': 'A little',
      'label-2-sn': 'Zvishoma',
      'label-3-en': 'I want to talk',
      'target-1': 'onward',
      'target-2': 'end',
      'target-3': 'person',
    };
    const answer = await bench.post('/console/flows/check-in/add', form);
    expect(answer.status).toBe(303);
    const location = answer.headers.get('location') ?? '';
    expect(location).toMatch(
      /new=1&answered=[^&]+&made=3\.[^&]+&step=was_it_hard#step-was_it_hard$/u,
    );
    const shown = await (await bench.get(location.split('#')[0] ?? '')).text();
    expect(shown).toContain('chip good">New<');
    expect(shown).toMatch(/\d+ examples now answer your new question with “1 Yes”/u);
    const examples = [...((await filesNow()) ?? new Map<string, string>()).values()];
    expect(examples.some((one) => /< Was it hard\?\n< 1 Yes\n[^>]*> 1\n/u.test(one))).toBe(true);
    const step = (await outlineNow())?.steps.get('was_it_hard');
    expect(step?.exits.map(({ to }) => to)).toEqual(['afterwards', 'end', 'person_noted']);
    const revision = await revisionNow();
    const undone = await bench.post('/console/flows/check-in/undo', { revision, lang: 'en' });
    expect(undone.status).toBe(303);
    expect((await outlineNow())?.steps.has('was_it_hard')).toBe(false);
    expect(undone.headers.get('set-cookie')).toContain('read.undone');
  });

  test('what was taken back can be done again, in turn, and the page says which it is', async () => {
    if (author !== undefined) bench.asStaff(author);
    const page = async () => (await bench.get(READ)).text();
    const turn = async (values: Record<string, string>) => {
      const form = { revision: await revisionNow(), lang: 'en', ...values };
      return (await bench.post('/console/flows/check-in/undo', form)).headers.get('set-cookie');
    };
    const taken = await page();
    expect(taken).toContain('Do it again');
    expect(taken).not.toContain('Undo the last change');
    expect(taken).toContain('As released, version');
    expect(await turn({ again: '1' })).toContain('read.done_again');
    const again = await page();
    expect(again).toContain('Undo the last change');
    expect(again).not.toContain('Do it again');
    expect(again).not.toContain('As released, version');
    expect(await turn({})).toContain('read.undone');
    expect(await page()).toContain('Do it again');
  });

  test('a place for a question is offered after an answer, never before the first question nor after a silence', async () => {
    await bench.as('editor');
    const text = await (await bench.get(READ)).text();
    const places = [
      ...text.matchAll(/class="add-here">\s*<a[^>]*href="[^"]*step=(\w+)&amp;exit=before/gu),
    ].map(([, step]) => step);
    expect(text).toContain('href="#findings-title"');
    for (const good of ['next_step', 'thanks', 'thanks_part', 'not_yet', 'may_we_call'])
      expect(places).toContain(good);
    const early = ['begin', 'usual', 'how', 'by_voice', 'told_voice', 'your_step', 'small_step'];
    for (const bad of [...early, 'nudge', 'quiet', 'still', 'rest', 'rest_alone'])
      expect(places).not.toContain(bad);
  });

  test('before the first question the form warns, with better places, and saves only what was warned of', async () => {
    await bench.as('editor');
    const form = '/console/flows/check-in/add?kind=question&lang=en&exit=before&step=';
    const warning = 'Here it would come before the first question of this conversation.';
    const early = await (await bench.get(`${form}small_step`)).text();
    expect(early).toContain(warning);
    expect(early).toMatch(/href="[^"]*step=thanks_part&amp;exit=before[^"]*">before “\d+ · /u);
    expect(await (await bench.get(`${form}thanks_part`)).text()).not.toContain(warning);
    const typed = {
      revision: await revisionNow(),
      step: 'small_step',
      exit: 'before',
      kind: 'question',
      lang: 'en',
      'words-en': 'Is it raining?',
      'label-1-en': 'Yes',
    };
    const first = await bench.post('/console/flows/check-in/add', typed);
    const page = await first.text();
    expect(page).toContain(warning);
    expect(page).toContain('Is it raining?');
    expect(page).toContain('name="warned" value="before"');
    expect((await outlineNow())?.steps.has('is_it_raining')).toBe(false);
    const again = await bench.post('/console/flows/check-in/add', { ...typed, warned: 'before' });
    expect(again.status).toBe(303);
    expect((await outlineNow())?.steps.has('is_it_raining')).toBe(true);
    await bench.post('/console/flows/check-in/undo', { revision: await revisionNow(), lang: 'en' });
    expect((await outlineNow())?.steps.has('is_it_raining')).toBe(false);
  });

  test('ways of a fork are told apart, and where an answer leads is grouped', async () => {
    await bench.as('editor');
    const at = '/console/flows/check-in/add?kind=question&lang=en&exit=&step=afterwards';
    const text = await (await bench.get(at)).text();
    const ways = [
      ...text.matchAll(/name="exit"\s+value="(?:case\.\d|else)"[^>]*>\s*<span[^>]*>([^<]+)</gu),
    ];
    const names = ways.map(([, name]) => name?.trim());
    expect(names.length).toBe(4);
    expect(new Set(names).size).toBe(4);
    expect(names.every((name) => /: before “/u.test(name ?? ''))).toBe(true);
    const [leads = '', more = ''] = ['target-1', 'target-1-more'].map(
      (id) => new RegExp(`<select id="${id}"([\\s\\S]*?)</select>`, 'u').exec(text)?.[1],
    );
    // What is likely stands in a few lines; all else is folded below, and no fork that nobody chose.
    expect(leads).not.toContain('<optgroup');
    expect(leads.match(/<option/gu)).toHaveLength(4);
    const groups = [...more.matchAll(/<optgroup label="([^"]+)"/gu)].map(([, label]) => label);
    expect(groups).toEqual(['Questions', 'Messages', 'Closing texts', 'Other conversations']);
    expect(leads).toContain('She asks for a person: opens a request at once');
    expect(leads).toMatch(/Offers a person first\s*</u);
    // What comes of a yes is said once, where it is chosen.
    expect(text.match(/after a yes she hears[^.]*the conversation ends there/gu)).toHaveLength(1);
    expect(more).toContain('<option value="flow:problem-solving"');
    expect(leads).not.toMatch(/>\s*problem solving\s*</u);
  });

  test('a step that is removed gives way to the step that most of its answers lead to', async () => {
    await bench.as('editor');
    const text = await (await bench.get(`${READ}?lang=en&step=next_step`)).text();
    const [, field] = /id="place-next_step-instead"([\s\S]*?)<\/select>/u.exec(text) ?? [];
    expect(field).toMatch(/<option value="again" selected/u);
    expect(field).not.toMatch(/<option value="end" selected/u);
  });

  test('a flow that nobody can come to says so; one that the programme has does not', async () => {
    await bench.as('editor');
    const note = 'Nobody comes to this flow yet.';
    for (const flow of ['check-in', 'menu', 'referral', 'meeting'])
      expect(await (await bench.get(`/console/flows/${flow}/read`)).text()).not.toContain(note);
    expect(await (await bench.get('/console/flows/start-menu/read')).text()).toContain(note);
  });

  test('forks are named by what they look at', async () => {
    await bench.as('editor');
    const text = await (await bench.get('/console/flows/morning-call/read')).text();
    expect(text).toContain('>Fork: ');
    expect(text).not.toContain('Fork: what is known');
  });

  test('what is refused says what to do, and keeps what was typed', async () => {
    await bench.as('editor');
    const words = `${'a'.repeat(990)} and some more`;
    const answer = await bench.post('/console/flows/check-in/edit', {
      do: 'step',
      form: 'said-thanks',
      revision: await revisionNow(),
      lang: 'en',
      step: 'thanks',
      'words-en': words,
    });
    expect(answer.status).toBe(422);
    const text = await answer.text();
    expect(text).toContain('Write at most 1,000 characters.');
    expect(text).toContain(words);
  });

  test('two who change other places at once both keep their words', async () => {
    await bench.as('editor');
    const revision = await revisionNow();
    const change = (text: string, words: string) =>
      bench.post('/console/flows/check-in/edit', {
        do: 'step',
        revision,
        lang: 'en',
        step: text,
        'words-en': words,
      });
    expect((await change('thanks', 'Thank you, really.')).status).toBe(303);
    expect((await change('not_yet', 'That is fine. What would help?')).status).toBe(303);
    const spoken = (await outlineNow())?.spoken.find(({ language }) => language === 'en');
    expect(spoken?.texts.get('thanks')?.sms).toBe('Thank you, really.');
    expect(spoken?.texts.get('not_yet')?.sms).toBe('That is fine. What would help?');
  });

  test('the length is counted as it would be sent, with answers and the line below', async () => {
    await bench.as('editor');
    const asked = { lang: 'en', step: 'small_step', words: 'How is it going?' };
    const answer = await bench.app.request('http://127.0.0.1/console/flows/check-in/length', {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
      body: JSON.stringify(asked),
    });
    const length = [
      'How is it going?',
      '1 Done',
      '2 Part of it',
      '3 Not yet',
      '4 A new step',
      '9 a person 88 stop',
    ].join('\n').length;
    expect(await answer.json()).toEqual({
      says: `${length} characters with its answers · 1 SMS · 1 screen`,
      isLong: false,
    });
  });
});
