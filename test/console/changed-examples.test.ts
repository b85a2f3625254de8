import { expect, test } from 'vitest';
import { openDraft, saveEdit } from '../../src/console/flows/open-draft.ts';
import { lostAnswers } from '../../src/proof/transcripts/lost-answers.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench, enterStaff, staffWith } from './console-bench.ts';

const bench = await consoleBench(await freshDatabase(), { started: true });
const { parts } = bench;
const AT = '/console/flows/feedback';
const ENGLISH = 'feedback/en.yaml';
const LOST = 'feedback/transcripts/a-little.txt';
const editor = staffWith(['editor']);
await enterStaff(parts.pool, editor);

const draftNow = async () => {
  const draft = await openDraft({ parts, now: parts.clock.now() }, 'feedback');
  if (draft === undefined) throw new Error('feedback ships');
  return draft;
};
/** Another greeting in every English example, and a word that one of them answers with is understood no more. */
async function edit(...changes: (readonly [from: string, to: string])[]): Promise<void> {
  const { revision } = await draftNow();
  const asking = { parts, staff: editor, now: parts.clock.now() };
  const saved = await saveEdit(asking, 'feedback', revision, (files) => {
    const text = changes.reduce(
      (now, [from, to]) => now.replace(from, to),
      files.get(ENGLISH) ?? '',
    );
    return new Map(files).set(ENGLISH, text);
  });
  expect(saved.kind).toBe('saved');
}
const page = (view: string) => {
  bench.asStaff(editor);
  return bench.whole(`${AT}/${view}`);
};
const cards = (text: string) =>
  [...text.matchAll(/id="transcript-([a-z-]+)"/gu)].map(([, name]) => name);
async function press(form: Record<string, string>): Promise<string> {
  bench.asStaff(editor);
  const answer = await bench.post(`${AT}/examples`, form);
  return (
    /mazano_said=([^;]*)/u.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? `${answer.status}`
  );
}

test('all examples are taken by one press but those in which an answer is lost, which are named on both views', async () => {
  const before = (await draftNow()).files;
  await edit(
    ['Do you feel safe with us?', 'Do you feel at ease with us?'],
    ['[little, sometimes, so so]', '[little, so so]'],
  );
  const { revision } = await draftNow();
  for (const view of ['try', 'release']) {
    const text = await page(view);
    expect(cards(text).length).toBeGreaterThan(3);
    expect(cards(text)).toContain('a-little');
    expect(text).toContain('Her answer “sometimes” is no longer understood here.');
    expect(text).toMatch(/Take all \d+ as they are now/u);
    expect(text).toContain('Not among them: a little.');
    expect(text).toContain('&lt; Do you feel at ease with us?');
  }
  // Nobody takes what she has not seen.
  const stale = { act: 'all', revision: String(revision - 1), back: 'release' };
  expect(await press(stale)).toBe('release.not_changed_meanwhile');
  expect(await press({ ...stale, revision: String(revision) })).toBe('try.taken_some');
  const after = (await draftNow()).files;
  expect(after.get(LOST)).toBe(before.get(LOST));
  expect(after.get('feedback/transcripts/all-well.txt')).toContain('at ease with us');
  expect(cards(await page('release'))).toEqual(['a-little']);

  const one = { revision: String((await draftNow()).revision), back: 'try' };
  expect(await press({ ...one, act: 'all' })).toBe('404');
  expect(await press({ ...one, act: 'lost' })).toBe('try.taken_last');
  expect((await draftNow()).files.get(LOST)).toContain('! not understood');
  expect(cards(await page('try'))).toEqual([]);
});

test('an example that is as it was kept is not written anew, and can be taken out', async () => {
  const form = { revision: String((await draftNow()).revision), back: 'try', name: 'all-well' };
  expect(await press({ ...form, act: 'take' })).toBe('404');
  expect(await press({ ...form, act: 'remove' })).toBe('try.removed');
  expect((await draftNow()).files.has('feedback/transcripts/all-well.txt')).toBe(false);
});

test('examples of languages that the programme does not speak are folded, and taken with all others', async () => {
  const path = 'feedback/nd.yaml';
  const { revision } = await draftNow();
  const asking = { parts, staff: editor, now: parts.clock.now() };
  await edit(['Do you feel at ease', 'Do you feel well']);
  const saved = await saveEdit(asking, 'feedback', revision + 1, (files) =>
    new Map(files).set(path, (files.get(path) ?? '').replace('Siyalihlonipha na', 'Siyalazisa na')),
  );
  expect(saved.kind).toBe('saved');
  for (const view of ['try', 'release']) {
    const text = await page(view);
    const [, folded = ''] = /<details class="try-foreign">([^]*?)<\/details>/u.exec(text) ?? [];
    expect(folded).toMatch(
      /<summary>\d+ in (?:a language|languages) that this programme does not use/u,
    );
    expect(cards(folded)).toContain('felt-pushed-in-ndebele');
    expect(cards(folded)).not.toContain('a-little');
    expect(text).toMatch(
      /Take all \d+ as they are now, with \d+ in (?:a language|languages) that/u,
    );
  }
  const form = { revision: String(revision + 2), back: 'try' };
  expect(await press({ ...form, act: 'all' })).toMatch(/^try\.taken_/u);
  const taken = (await draftNow()).files.get('feedback/transcripts/felt-pushed-in-ndebele.txt');
  expect(taken).toContain('Siyalazisa na');
});

test('an answer is lost where it counted before and does not now, whatever is said around it', () => {
  const written = [
    '< Well?',
    '> yes',
    '< Thank you.',
    '> x',
    '! not understood',
    '~ silence',
    '> 2',
    '! end',
  ];
  const played = [
    '< And?',
    '> yes',
    '! not understood',
    '> x',
    '! not understood',
    '~ silence',
    '! end',
    '> 2',
    '! nothing is open',
  ];
  expect(lostAnswers(written, played)).toEqual(['yes', '2']);
  expect(lostAnswers(written, written)).toEqual([]);
});

test('a talk that is over is kept beside the phone, and says what comes next; one from the middle says on top why it is not', async () => {
  const begun = await page('try');
  const scriptIn = (text: string) =>
    (/name="script" value="([^"]*)"/u.exec(text)?.[1] ?? '').replaceAll('&quot;', '"');
  const folded = /<details class="card"\s*>\s*<summary>Keep as an example/u;
  const opened = /<details class="card" open>\s*<summary>Keep as an example/u;
  expect(begun.search(folded)).toBeGreaterThan(begun.indexOf('id="happened"'));
  let text = begun;
  for (const answer of ['4', '4', '4', '4', '4']) {
    const form = { script: scriptIn(text), act: 'send', text: answer };
    text = await (await bench.post(`${AT}/try`, form)).text();
  }
  expect(text).toContain('The conversation is over.');
  expect(text.search(opened)).toBeGreaterThan(text.indexOf('class="phone"'));
  expect(text.search(opened)).toBeLessThan(text.indexOf('value="silence"'));

  const revision = String((await draftNow()).revision);
  const form = { script: scriptIn(text), revision, name: 'left-all-out' };
  const kept = await (await bench.post(`${AT}/try/keep`, form)).text();
  expect(kept).toMatch(/Kept as “left all out”[\s\S]*?\/release">To the release</u);
  expect(kept).not.toMatch(opened);

  const middle = await page('try?from=safe');
  const [, top = ''] = /try-begun">([\s\S]*?)<\/p>/u.exec(middle) ?? [];
  expect(top).toContain('An example begins at the first step.');
  expect(top).toContain('Begin at the first step</button>');
  expect(middle).not.toContain('Keep as an example');
});
