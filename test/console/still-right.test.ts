import { expect, test } from 'vitest';
import { openDraft, saveEdit } from '../../src/console/flows/open-draft.ts';
import { SESSION } from '../../src/console/frame/router.ts';
import type { Staff } from '../../src/console/frame/route.ts';
import { openQuestions } from '../../src/console/translate/asked-card.ts';
import { freshDatabase } from '../world/database.ts';
import { releaseBench } from './release-bench.ts';

const bench = await releaseBench(await freshDatabase());
const { editor, reviewer, press, draft } = bench;
const FLOW = 'feedback';
const UNIT = 'texts.safe';

/** The flow as a programme of more languages has it. */
const speaking = (...languages: string[]) => ({
  ...bench.parts,
  programme: { ...bench.parts.programme, languages },
});

async function write(words: Readonly<Record<string, string>>, parts = bench.parts) {
  const asking = { parts, staff: editor, now: parts.clock.now() };
  const saved = await saveEdit(asking, FLOW, (await draft()).revision, (files) => {
    // Examples are played with the words that they hold; here they are beside the point.
    const next = new Map([...files].filter(([path]) => !path.includes('/transcripts/')));
    for (const [language, safe] of Object.entries(words)) {
      const path = `${FLOW}/${language}.yaml`;
      next.set(path, (next.get(path) ?? '').replace(/^ {2}safe: .*$/mu, `  safe: ${safe}`));
    }
    return next;
  });
  expect(saved.kind).toBe('saved');
}

/** Which languages are asked, because of which. */
async function asked(parts = bench.parts): Promise<string[]> {
  const all = await openQuestions({ parts }, await draft());
  return all
    .filter(({ unit, isOfDraft }) => unit.id === UNIT && isOfDraft)
    .flatMap(({ to, changed }) => changed.map(({ from }) => `${to} because of ${from}`))
    .toSorted();
}

async function page(staff: Staff, path: string): Promise<string> {
  const url = `http://127.0.0.1/console/flows/${FLOW}/${path}`;
  const cookie = `${SESSION}=${staff.sessionId}`;
  const answer = await bench.bench.app.request(url, { headers: { cookie } });
  expect(answer.status).toBe(200);
  return answer.text();
}

/** The answers that stand below a text, as its reader sees them. */
function answersIn(shown: string, text: string): string[] {
  const [, row = ''] = shown.split(`data-unit="texts.${text}"`);
  const [list = ''] = row.split('</ul>');
  return [...list.matchAll(/<li lang="sw">([^<]*)</gu)].map(([, line = '']) => line);
}

/** Answers "Yes, still right" as a page has asked it. */
async function confirm(staff: Staff, from: string): Promise<string> {
  const form = /data-asked="(\S+) texts\.safe"[\s\S]*?name="seen" value="(\w+)"/u.exec(from);
  const [, to = '', seen = ''] = form ?? [];
  return press(staff, 'still-right', { to, unit: UNIT, seen });
}

test('whichever language is changed, the other is asked at the step and at the release, and until an answer nothing is sent or released', async () => {
  for (const [changed, other, name] of [
    ['en', 'sw', 'Swahili'],
    ['sw', 'en', 'English'],
  ] as const) {
    await write({ [changed]: 'Is it safe with us today?' });
    expect(await asked()).toEqual([`${other} because of ${changed}`]);
    expect(await page(editor, `read?lang=${changed}`)).toContain(`Is it still right in ${name}?`);
    const release = await bench.shown(editor);
    expect(release).toMatch(/<li class="next"[^>]*>\s*<span>What changed in one language/u);
    expect(release).toContain('href="/console/flows/feedback/still-right"');
    expect(await press(editor, 'review', { kind: 'sent' })).toBe('release.not_unconfirmed');

    const question = await page(editor, 'still-right');
    // How it read before stands there too, marked.
    expect(question).toMatch(/<del>[\s\S]*<ins>/u);
    expect(await confirm(editor, question)).toBe('asked.done');
    expect(await asked()).toEqual([]);
    expect(await page(editor, 'read')).not.toContain('data-asked');
    expect(await bench.shown(editor)).toContain('Send it to the people who review it');
    expect(await press(editor, 'discard')).toBe('release.done_discarded');
  }
});

test('whoever writes what was asked follows the change, and asks nobody back', async () => {
  await write({ en: 'Is it safe here?' });
  await write({ sw: 'Ni salama hapa?' });
  expect(await asked()).toEqual([]);
  await write({ en: 'Is it safe now?', sw: 'Ni salama sasa?' });
  expect(await asked()).toEqual([]);
  await press(editor, 'discard');
});

test('in three languages a change asks both others, and each answer is of one', async () => {
  const three = speaking('en', 'sw', 'es');
  await write({ en: 'Is it safe here?' }, three);
  expect(await asked(three)).toEqual(['es because of en', 'sw because of en']);
  await write({ sw: 'Ni salama hapa?' }, three);
  expect(await asked(three)).toEqual(['es because of en']);
  await write({ es: '¿Es seguro?' }, three);
  expect(await asked(three)).toEqual([]);
  await press(editor, 'discard');
});

test('an answer is for what its page has shown, and a draft that was given up leaves no question', async () => {
  await write({ en: 'Is it safe here?' });
  const old = await page(editor, 'still-right');
  await write({ en: 'Are you afraid of us?' });
  expect(await confirm(editor, old)).toBe('asked.meanwhile');
  expect(await asked()).toEqual(['sw because of en']);
  await press(editor, 'discard');
  await write({ sw: 'Ni salama?' });
  expect(await asked()).toEqual(['en because of sw']);
  await press(editor, 'discard');
  const open = await openDraft({ parts: bench.parts, now: bench.parts.clock.now() }, FLOW);
  expect(open?.state).toBe('released');
});

test('a reviewer reads what is new or changed, with what it was, and signs at its end and nowhere else', async () => {
  await write({ en: 'Is it safe here?', sw: 'Ni salama hapa?' });
  await press(editor, 'review', { kind: 'sent' });
  const shown = await page(reviewer, 'reading/sw');
  expect(shown).toMatch(/aria-current="true"\s*>New and changed \(1\)/u);
  expect(shown.match(/data-unit=/gu)).toHaveLength(1);
  expect(shown).toContain('Is it safe here?');
  expect(shown).not.toMatch(/<textarea[^>]*name="t\./u);
  expect(shown.lastIndexOf('value="signed"')).toBeGreaterThan(shown.lastIndexOf('data-unit='));
  expect(
    (await page(reviewer, 'reading/sw?show=all')).match(/data-unit=/gu)?.length,
  ).toBeGreaterThan(10);

  // What the phone shows below a text stands below it, of every question: also of one that asks for yes or no.
  const whole = await page(reviewer, 'reading/sw?show=all');
  expect(answersIn(shown, 'safe')).toEqual(['1 Ndiyo', '2 Kidogo', '3 Hapana', '4 Ruka']);
  expect(answersIn(whole, 'respected')).toEqual(['1 Ndiyo', '2 Kidogo', '3 Hapana', '4 Ruka']);
  expect(answersIn(whole, 'tell_more')).toEqual(['1 Ndiyo', '2 Hapana']);
  // A heading in the same language would say the words twice.
  const own = await page(reviewer, 'reading/en?show=all');
  expect(own.split('Do we treat you with respect?')).toHaveLength(2);
  expect(own).toMatch(/<h3>\d+ · Text<\/h3>/u);

  const release = await bench.shown(reviewer);
  expect(release).not.toContain('value="signed"');
  expect(release).toMatch(/class="button main" href="[^"]*\/reading"/u);
  for (const language of ['en', 'sw'])
    expect(release).toMatch(
      new RegExp(`class="button quiet" href="[^"]*/reading/${language}"`, 'u'),
    );
  expect(await page(reviewer, 'translate?language=sw')).not.toContain('value="signed"');
  const content = /value="signed"[\s\S]*?name="content" value="(\w+)"/u.exec(shown)?.[1] ?? '';
  const sign = { kind: 'signed', language: 'sw', content };
  expect(await press(reviewer, 'review', sign)).toBe('release.done_signed');
  expect(await page(reviewer, 'reading/sw')).toContain('signed by');
  expect(await page(editor, 'reading/sw')).not.toContain('value="signed"');
});

test('whoever translates sees how the original read, and after saving how much was saved and what comes next', async () => {
  const translator = await bench.somebody('translator');
  await write({ en: 'Do you feel safe and well?' });
  const shown = await page(translator, 'translate?from=en&to=sw&show=changed');
  expect(shown).toMatch(/unit-source[\s\S]*?<del>[\s\S]*?<ins>/u);
  expect(shown).not.toContain('<code>safe</code>');
  expect(await page(translator, 'translate?from=en&to=sw&show=changed&saved=2')).toMatch(
    /2 texts are saved\.\s*An editor sends them to review and releases them/u,
  );
  await write({ es: '¿Te sientes bien?', pt: 'Sente-se bem?' });
  expect(await bench.shown(editor)).toMatch(
    /<summary>2 languages that this programme does not speak \(2 places\)<\/summary>/u,
  );
});
