import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';
import { exampleBench } from './example-bench.ts';

const bench = await consoleBench(await freshDatabase());
const FLOW = 'feedback';
const AT = `/console/flows/${FLOW}`;
const exampleOf = (name: string) => `${FLOW}/transcripts/${name}.txt`;
const [WELL, NDEBELE] = [exampleOf('all-well'), exampleOf('felt-pushed-in-ndebele')];
const [STEPS, ENGLISH] = [`${FLOW}/flow.yaml`, `${FLOW}/en.yaml`];
const editor = await bench.as('editor');
if (editor === undefined) throw new Error('somebody is signed in');
const { filesNow, othersNow, undo, send, page } = exampleBench(bench, FLOW);
const shipped = (await filesNow()).files;

const OLD = 'Do we treat you with respect?';
const NEW = 'Do we treat you well?';
const IN_NDEBELE = 'Siyakuhlonipha yini lapha?';
const SHOWN = 'show your new words now. All else in them is as it was.';
const RESPECTED = /^ {2}respected: (.*)$/mu;
const ndebele = RESPECTED.exec(shipped.get(`${FLOW}/nd.yaml`) ?? '')?.[1] ?? '';

async function isAllAsShipped(): Promise<void> {
  await undo();
  expect((await filesNow()).files).toEqual(shipped);
}
/** What the script of the file view sends, and what it is told. */
async function sendFiles(files: Record<string, string>) {
  const { revision } = await filesNow();
  const answer = await bench.app.request(`http://127.0.0.1${AT}/files`, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
    body: JSON.stringify({ revision, files }),
  });
  return z
    .object({ kind: z.literal('saved'), note: z.string(), files: z.record(z.string(), z.string()) })
    .parse(await answer.json());
}
const english = (files = shipped) => (files.get(ENGLISH) ?? '').replace(OLD, NEW);

describe('kept examples show new words by the same save', () => {
  test('of a translator, in her language alone; the page says in how many, and one undo takes all back', async () => {
    bench.asStaff({ ...editor, roles: ['translator'] });
    const form = { from: 'en', to: 'nd', act: 'all', show: 'all', 't.texts.respected': IN_NDEBELE };
    const to = await send('translate', form);
    expect(await othersNow()).toEqual([]);
    const { files } = await filesNow();
    expect(files.get(NDEBELE)).toContain(`< ${IN_NDEBELE}`);
    const others = [...files].filter(([path]) => path !== NDEBELE && path !== `${FLOW}/nd.yaml`);
    for (const [path, text] of others) expect([path, text]).toEqual([path, shipped.get(path)]);
    const said = await page(to);
    expect(said).toContain('1 example shows your new words now. All else in it is as it was.');
    expect(said).toMatch(/felt-pushed-in-ndebele[^"]*">Look at it</u);
    bench.asStaff(editor);
    await isAllAsShipped();
  });

  test('of rows that came back in a file', async () => {
    const csv = await (await bench.get(`${AT}/translate/file?from=en&to=nd&format=csv`)).text();
    expect(csv).toContain(ndebele);
    const back = { from: 'en', to: 'nd', format: 'csv', name: 'a.csv', take: 'texts.respected' };
    const to = await send('translate/take', { ...back, file: csv.replace(ndebele, IN_NDEBELE) });
    expect(to).toContain('reworded=1.0.');
    expect(await othersNow()).toEqual([]);
    expect((await filesNow()).files.get(NDEBELE)).toContain(`< ${IN_NDEBELE}`);
    await isAllAsShipped();
  });

  test('leave an answer alone that is no longer understood: a person looks at it', async () => {
    const form = { from: 'es', to: 'en', act: 'all', show: 'all', 't.answers.a_little': 'half' };
    const to = await send('translate', form);
    expect(to).toContain('reworded=0.1');
    expect(await othersNow()).toEqual(['a-little']);
    expect(await page(to)).toContain('1 example goes differently now.');
    await isAllAsShipped();
  });

  test('of the file view, by its form and by its script, which is told what was done', async () => {
    const to = await send('file', { path: ENGLISH, text: english() });
    expect(await othersNow()).toEqual([]);
    const said = await page(to);
    expect(said).toContain(`5 examples ${SHOWN}`);
    expect(said).toContain('5 examples show the new words.');
    await isAllAsShipped();
    const remark = `${shipped.get(STEPS) ?? ''}# A remark.\n`.replace('version: 1', 'version: 2');
    const saved = await sendFiles({ [ENGLISH]: english(), [STEPS]: remark });
    expect(saved.note).toContain(`5 examples ${SHOWN}`);
    expect(saved.files[WELL]).toContain(`< ${NEW}`);
    await isAllAsShipped();
  });

  test.each<[what: string, Record<string, string>]>([
    [
      'a step leads elsewhere too',
      { [STEPS]: (shipped.get(STEPS) ?? '').replace('to: safe', 'to: pushed') },
    ],
    [
      'an example is written by hand too',
      { [WELL]: (shipped.get(WELL) ?? '').replace('# Every', '# All') },
    ],
  ])('not where %s', async (_, more) => {
    const saved = await sendFiles({ [ENGLISH]: english(), ...more });
    expect(saved.note).toBe('');
    const examples = Object.entries(saved.files).filter(([path]) => path.includes('/transcripts/'));
    for (const [path, text] of examples)
      expect([path, text]).toEqual([path, more[path] ?? shipped.get(path)]);
    await isAllAsShipped();
  });

  test('not where the page is older than the draft, and not where a text shows what is not known there', async () => {
    await send('file', {
      path: ENGLISH,
      text: (shipped.get(ENGLISH) ?? '').replace('Skip', 'Not now'),
    });
    const older = await send('file', { path: ENGLISH, text: english() }, 1);
    expect(older).not.toContain('reworded');
    expect((await filesNow()).files.get(WELL)).toContain(OLD);
    await undo();
    await undo();
    const unknown = (shipped.get(ENGLISH) ?? '').replace(OLD, 'Is it {worry}?');
    const words = unknown.replace('choices:', 'choices:\n  told: Told');
    const to = await send('file', { path: ENGLISH, text: words });
    expect(to).toMatch(/reworded=0\.\d/u);
    for (const view of ['try', 'release', 'read']) {
      const answer = await bench.get(`${AT}/${view}`);
      expect([view, answer.status]).toEqual([view, 200]);
    }
    await isAllAsShipped();
  });

  test('a part is in no conversation before the folder has it: its draft touches no example of a flow that uses it', async () => {
    const [part, user] = [exampleBench(bench, 'reach'), exampleBench(bench, 'check-in')];
    const { files } = await user.filesNow();
    const text = (await part.filesNow()).files.get('reach/en.yaml') ?? '';
    expect(text).toContain('call this phone?');
    const to = await part.send('file', {
      path: 'reach/en.yaml',
      text: text.replace('call this phone?', 'ring this phone?'),
    });
    expect(to).not.toContain('reworded');
    expect((await part.filesNow()).files.get('reach/en.yaml')).toContain('ring this phone?');
    expect(await user.othersNow()).toEqual([]);
    expect((await user.filesNow()).files).toEqual(files);
    await part.undo();
  });
});
