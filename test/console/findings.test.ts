import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { describe, expect, test } from 'vitest';
import { LANGUAGES, wordsOf } from '../../src/console/frame/words.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';

const DOCS = join(import.meta.dirname, '..', '..', 'docs/findings.md');
const codes = [...readFileSync(DOCS, 'utf8').matchAll(/^\| `(\w+)` \|/gmu)].map(
  ([, code = '']) => code,
);
const bench = await consoleBench(await freshDatabase());

const Files = z.object({ revision: z.number(), files: z.record(z.string(), z.string()) });
const Proved = z.object({
  panel: z.string(),
  marks: z.array(z.object({ mend: z.object({ does: z.string() }).optional() })),
});
const files = async (flow: string) =>
  Files.parse(await (await bench.get(`/console/flows/${flow}/files`)).json());
/** Sends what a script sends. */
async function send(path: string, value: unknown): Promise<Response> {
  return bench.app.request(`http://127.0.0.1${path}`, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
    body: JSON.stringify(value),
  });
}

describe('findings in plain words', () => {
  test.each(LANGUAGES)('every code says in %s what is wrong and what to do', (language) => {
    const w = wordsOf(language);
    expect(codes.length).toBeGreaterThan(130);
    for (const code of codes) {
      expect(w(`findings.${code}`).length).toBeGreaterThan(5);
      expect(w(`findings.${code}_do`).length).toBeGreaterThan(5);
      expect(`${w(`findings.${code}`)} ${w(`findings.${code}_do`)}`).not.toMatch(/YAML|`/u);
    }
  });

  test('what is typed is proved without being saved: words, costs, marks and the mend', async () => {
    await bench.as('editor');
    const before = await files('feedback');
    const wrong = before.files['feedback/flow.yaml']?.replace('start: heard', 'start: haerd');
    const answer = await send('/console/flows/feedback/proof', {
      files: { 'feedback/flow.yaml': wrong },
    });
    const proved = Proved.parse(await answer.json());
    expect(proved.panel).toContain('This leads to a step that is not there.');
    expect(proved.marks.map(({ mend }) => mend?.does)).toContain('Write “heard” instead');
    expect((await files('feedback')).files).toStrictEqual(before.files);
  });

  test('an example conversation that goes otherwise leads to where it is played and taken anew', async () => {
    await bench.as('editor');
    const { files: own } = await files('feedback');
    const changed = own['feedback/en.yaml']?.replace('with respect?', 'with respect here?');
    expect(changed).not.toBe(own['feedback/en.yaml']);
    const answer = await send('/console/flows/feedback/proof', {
      files: { 'feedback/en.yaml': changed },
    });
    const { panel } = Proved.parse(await answer.json());
    const [, name = ''] =
      /href="\/console\/flows\/feedback\/try#transcript-([a-z0-9-]+)"/u.exec(panel) ?? [];
    expect(Object.keys(own)).toContain(`feedback/transcripts/${name}.txt`);
    expect(panel).toContain('take it there as it is now');
  });

  test('leads whoever changes the flow to the very field, of a text and of an answer, and others to the step', async () => {
    const panelFor = async (role: 'editor' | 'reviewer') => {
      await bench.as(role);
      const { files: own } = await files('feedback');
      const changed = own['feedback/en.yaml']
        ?.replace('Do you decide with us', 'DO YOU DECIDE with us')
        .replace('not_so: No', 'not_so: “No”');
      const asked = { files: { 'feedback/en.yaml': changed } };
      const answer = await send('/console/flows/feedback/proof', asked);
      return Proved.parse(await answer.json()).panel.replaceAll('&amp;', '&');
    };
    const at = '/console/flows/feedback/read?step=';
    const editor = await panelFor('editor');
    expect(editor).toContain(`${at}involved&lang=en#words-en`);
    expect(editor).toMatch(/read\?step=\w+&lang=en#label-\d-en"/u);
    const reviewer = await panelFor('reviewer');
    expect(reviewer).toContain(`${at}involved&lang=en#step-involved`);
    expect(reviewer).not.toMatch(/#(?:words|label)-/u);
  });

  test('languages that the programme does not use are told under one line', async () => {
    await bench.as('editor');
    const answer = await send('/console/flows/feedback/proof', { files: {} });
    const { panel } = Proved.parse(await answer.json());
    const [shown = '', folded = ''] = panel.split('in languages that this programme does not use');
    expect(shown).not.toContain('Portuguese');
    expect(folded).toContain('Portuguese');
  });

  test('a certain mend is one press, and a second press does no harm', async () => {
    await bench.as('editor');
    const { revision, files: own } = await files('feedback');
    const wrong = own['feedback/flow.yaml']?.replace('start: heard', 'start: haerd') ?? '';
    const saved = await send('/console/flows/feedback/files', {
      revision,
      files: { 'feedback/flow.yaml': wrong },
    });
    expect(await saved.json()).toMatchObject({ kind: 'saved', merged: false });
    const line = String(wrong.split('\n').findIndex((one) => one.startsWith('start:')) + 1);
    const press = {
      code: 'no_such_step',
      file: 'feedback/flow.yaml',
      line,
      column: '8',
      back: '/console/flows/feedback/map',
    };
    const first = await bench.post('/console/flows/feedback/mend', press);
    expect(first.headers.get('location')).toBe('/console/flows/feedback/map');
    expect((await files('feedback')).files).toStrictEqual(own);
    const second = await bench.post('/console/flows/feedback/mend', {
      ...press,
      back: 'https://elsewhere.example',
    });
    expect(second.headers.get('location')).toBe('/console/flows/feedback/read');
    expect((await files('feedback')).files).toStrictEqual(own);
  });

  test('what harm is typed comes back as words, in the panel too', async () => {
    await bench.as('editor');
    const { files: own } = await files('feedback');
    const harm = own['feedback/flow.yaml']?.replace('start: heard', 'start: "<img src=x>"');
    const answer = await send('/console/flows/feedback/proof', {
      files: { 'feedback/flow.yaml': harm },
    });
    expect(await answer.text()).not.toContain('<img');
  });

  test('[rel P55] who only reads neither writes nor mends, and nobody writes outside a flow', async () => {
    await bench.as('reviewer');
    expect((await send('/console/flows/feedback/files', {})).status).toBe(404);
    expect((await bench.post('/console/flows/feedback/mend')).status).toBe(404);
    await bench.as('editor');
    for (const path of ['menu/flow.yaml', 'feedback/../menu/flow.yaml', 'feedback/x.sh'])
      expect(
        (await send('/console/flows/feedback/files', { revision: 0, files: { [path]: 'x' } }))
          .status,
      ).toBe(422);
  });
});
