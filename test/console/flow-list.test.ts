import { afterAll, describe, expect, test } from 'vitest';
import { aboutFlow } from '../../src/console/flows/about-flow.ts';
import { openDraft, saveEdit } from '../../src/console/flows/open-draft.ts';
import { proveDraft, stopProving } from '../../src/console/flows/prove-draft.ts';
import { LANGUAGES, wordsOf } from '../../src/console/frame/words.ts';
import { flowFilesIn } from '../../src/store/flow-list.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench, enterStaff, staffWith } from './console-bench.ts';

const database = await freshDatabase();
const bench = await consoleBench(database);
afterAll(stopProving);

const QUESTION = {
  name: 'Market day',
  purpose: '',
  'words-en': 'Are you coming?',
  'words-sw': 'Unakuja?',
  'label-1-en': 'Yes',
  'label-1-sw': 'Ndiyo',
  'target-1': 'end',
};

describe('the list of flows', () => {
  test('shows each flow with its version, and finds one by its name', async () => {
    await bench.as('reviewer');
    const all = await (await bench.get('/console/flows')).text();
    expect(all).toContain('href="/console/flows/check-in/read"');
    expect(all).toContain('Part of others');
    expect(all).not.toContain('href="/console/flows/new"');
    const some = await (await bench.get('/console/flows?q=check-in')).text();
    expect(some).not.toContain('href="/console/flows/menu/read"');
    const none = await (await bench.get('/console/flows?state=in_review')).text();
    expect(none).toContain('No flow is called that.');
  });

  test('a flow that is begun stands there as new, and its name is taken', async () => {
    await bench.as('editor');
    const begun = await bench.post('/console/flows/new', QUESTION);
    expect(begun.headers.get('location')).toBe('/console/flows/market-day/read');
    const listed = await (await bench.get('/console/flows?state=new')).text();
    expect(listed).toContain('market-day');
    const again = await bench.post('/console/flows/new', QUESTION);
    expect(again.status).toBe(422);
    const text = await again.text();
    expect(text).toContain('There is a flow called market-day already.');
    expect(text).toContain('Are you coming?');
  });

  test('a copy has the steps and words, and no signature', async () => {
    await bench.as('editor');
    const form = await (await bench.get('/console/flows/new?from=pause')).text();
    expect(form).toContain('Begin with a copy of pause');
    const begun = await bench.post('/console/flows/new', { from: 'pause', name: 'A rest' });
    expect(begun.headers.get('location')).toBe('/console/flows/a-rest/read');
    expect((await bench.get('/console/flows/a-rest/read')).status).toBe(200);
  });

  test('an export has a line for each', async () => {
    await bench.as('editor');
    const csv = await (await bench.get('/console/flows.csv?q=menu')).text();
    expect(csv).toContain('menu');
    expect(csv).not.toContain('check-in,');
  });

  test('each flow is described in whole sentences without the marks of its file', async () => {
    const files = await flowFilesIn(bench.parts.flowsFolder);
    expect(files.size).toBeGreaterThan(30);
    for (const [flow, written] of files) {
      const known = { flow, files: new Map([[`${flow}/flow.yaml`, written]]) };
      const about = aboutFlow({ w: wordsOf('en'), language: 'en' }, known)?.words ?? '';
      expect([flow, about]).toEqual([flow, expect.stringMatching(/^[A-Z][^`]*[.?!]$/u)]);
    }
    for (const language of LANGUAGES) {
      const known = { flow: 'benefits-ke', files: new Map() };
      const about = aboutFlow({ w: wordsOf(language), language }, known);
      expect(about).toEqual({
        language,
        words: expect.stringMatching(/^(Kenya|Kenia|Quênia|Quénia)/u),
      });
    }
    // The flow that was begun above has no remark: it is known by its first words.
    const listed = await (await bench.get('/console/flows?q=market')).text();
    expect(listed).toContain('It begins: “Are you coming?”');
  });
});

const chipsIn = (page: string) =>
  [...page.matchAll(/<span class="chip (bad|warn)">(\d+) (?:thing|to )/gu)].map(
    ([, kind, count]) => [kind === 'bad' ? 'error' : 'warning', Number(count)],
  );

describe('a flow that somebody has opened for changes', () => {
  const editor = staffWith(['editor']);
  const asking = () => ({ parts: bench.parts, staff: editor, now: bench.parts.clock.now() });
  const exchange = async (from: string, to: string) => {
    const draft = await openDraft(asking(), 'feedback');
    const saved = await saveEdit(asking(), 'feedback', draft?.revision ?? 0, (files) => {
      const path = 'feedback/en.yaml';
      return new Map([...files, [path, (files.get(path) ?? '').replace(from, to)]]);
    });
    expect(saved.kind).toBe('saved');
  };
  const row = async (search = 'feedback') =>
    await (await bench.get(`/console/flows?q=${search}`)).text();

  test('is being changed only while something in it is not as it was released', async () => {
    await enterStaff(bench.parts.pool, editor);
    bench.asStaff(editor);
    await exchange('name: English', 'name: Our English');
    expect(await row()).toMatch(/class="chip ">Being changed</u);
    await exchange('name: Our English', 'name: English');
    expect(await row()).not.toMatch(/class="chip ">Being changed</u);
    expect(await row()).toMatch(/class="chip good">Released</u);
  });

  test('has one count of what is to mend: on top of its views, in the panel and in the list', async () => {
    bench.asStaff(editor);
    await exchange('name: English', 'name: Our English');
    const draft = await openDraft(asking(), 'feedback');
    const proof = await proveDraft(bench.parts, 'feedback', draft?.files ?? new Map());
    const [read, map, list] = await Promise.all(
      ['/feedback/read', '/feedback/map', '?q=feedback'].map(async (path) =>
        (await bench.get(`/console/flows${path}`)).text(),
      ),
    );
    const inPanel = chipsIn(/class="findings-sum">.*?<\/p>/su.exec(read ?? '')?.[0] ?? '');
    const all = inPanel.reduce((sum, [, count]) => sum + Number(count), 0);
    // Languages that the programme does not use are found too, and counted nowhere.
    expect(all).toBeGreaterThan(0);
    expect(all).toBeLessThan(proof.findings.length);
    for (const page of [read, map]) {
      expect(page).toContain(`data-finding-count> (${all})<`);
      expect(chipsIn(/class="findings-sum">.*?<\/p>/su.exec(page ?? '')?.[0] ?? '')).toEqual(
        inPanel,
      );
    }
    expect(chipsIn(/<tbody>.*<\/tbody>/su.exec(list ?? '')?.[0] ?? '')).toEqual(inPanel);
    const typed = await bench.app.request('http://127.0.0.1/console/flows/feedback/proof', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ files: {} }),
    });
    expect(await typed.json()).toMatchObject({ count: all });
  });
});
