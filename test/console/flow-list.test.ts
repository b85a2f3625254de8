import { describe, expect, test } from 'vitest';
import { aboutFlow } from '../../src/console/flows/about-flow.ts';
import { flowTitle } from '../../src/console/flows/names/flow-names.ts';
import { openDraft, saveEdit } from '../../src/console/flows/open-draft.ts';
import { proveDraft } from '../../src/console/flows/prove-draft.ts';
import { hasWords, LANGUAGES, wordsOf } from '../../src/console/frame/words.ts';
import { flowFilesIn } from '../../src/store/flow-list.ts';
import { freshDatabase } from '../world/database.ts';
import { quickest } from '../world/quickest.ts';
import { consoleBench, enterStaff, staffWith } from './console-bench.ts';

/** Milliseconds in which a page is made on the server. */
const PAGE_MS = 300;
const database = await freshDatabase();
const bench = await consoleBench(database, { started: true });

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
    const weekly = await (await bench.get('/console/flows?q=weekly+check-in')).text();
    expect(weekly).toContain('href="/console/flows/check-in/read"');
    expect(some).not.toContain('href="/console/flows/menu/read"');
    const none = await (await bench.get('/console/flows?state=in_review')).text();
    expect(none).toContain('No such flow is found.');
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
    expect(form).toContain('Begin with a copy of “A rest from our texts”');
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

  test('each flow is described in whole sentences without the marks of its file, in the language of the reader', async () => {
    const files = await flowFilesIn(bench.parts.flowsFolder);
    expect(files.size).toBeGreaterThan(30);
    for (const language of LANGUAGES) {
      const w = wordsOf(language);
      for (const [flow, written] of files) {
        const known = { flow, files: new Map([[`${flow}/flow.yaml`, written]]) };
        const about = aboutFlow({ w, language }, known);
        expect([flow, about]).toEqual([
          flow,
          { language, words: expect.stringMatching(/^[¿À-Ý\w][^`"]*[.?!»]$/u) },
        ]);
        const title = flowTitle(w, flow);
        expect([flow, title]).not.toEqual([flow, flowTitle(w, `${flow}-of-others`)]);
        expect([flow, hasWords(`titles.title_${flow}`)]).toEqual([flow, true]);
      }
      const guide = aboutFlow({ w, language }, { flow: 'benefits-ke', files: new Map() });
      expect(guide).toEqual({
        language,
        words: expect.stringMatching(/^(Kenya|Kenia|Quênia|Quénia)/u),
      });
    }
    // The flow that was begun above has no remark: it is known by its first words.
    const listed = await (await bench.get('/console/flows?q=market')).text();
    expect(listed).toContain('It begins: “Are you coming?”');
  });

  test('a remark that its author has changed is shown as it was written, not as the old one was translated', () => {
    const files = new Map([['pause/flow.yaml', '# A rest, as long as she likes.\n']]);
    const about = aboutFlow({ w: wordsOf('fr'), language: 'fr' }, { flow: 'pause', files });
    expect(about).toEqual({ language: 'en', words: 'A rest, as long as she likes.' });
  });
});

const rowsIn = (page: string) =>
  [...page.matchAll(/<code>([a-z-]+)<\/code>/gu)].map(([, flow = '']) => flow);
const countsIn = (page: string) =>
  [...page.matchAll(/class="count">(\d+)</gu)].map(([, count]) => Number(count));
const listed = async (query = '') => (await bench.get(`/console/flows${query}`)).text();

describe('what the list of flows holds', () => {
  test('is by default what this programme uses, with parts and what is made here, and all by a press', async () => {
    await bench.as('reviewer');
    const [own, all] = [await listed(), await listed('?which=all')];
    const [used = 0, there = 0] = countsIn(own);
    expect(rowsIn(own)).toHaveLength(used);
    expect(rowsIn(all)).toHaveLength(there);
    expect(countsIn(all)).toEqual([used, there]);
    const named = ['check-in', 'benefits-ke', 'reach', 'market-day', 'a-rest'];
    expect(rowsIn(own)).toEqual(expect.arrayContaining(named));
    for (const other of ['benefits-mz', 'start-menu'])
      expect([other, rowsIn(own).includes(other), rowsIn(all).includes(other)]).toEqual([
        other,
        false,
        true,
      ]);
    // What this programme does not use is found from there all the same.
    const none = await listed('?q=start-menu');
    expect(none).toContain('This programme uses no such flow.');
    expect(none).toContain('href="/console/flows?q=start-menu&amp;which=all"');
  });

  test('stands in groups of what members meet, each flow once, the same in the file', async () => {
    await bench.as('editor');
    const page = await listed();
    const [first, ...more] = rowsIn(page);
    expect(first).toBe('welcome');
    expect(new Set([first, ...more]).size).toBe(more.length + 1);
    const headings = [...page.matchAll(/scope="rowgroup"[^>]*>([^<]+)</gu)].map(([, one]) => one);
    expect(headings.slice(0, 2)).toEqual(['Joining and the menu', 'Check-ins and small steps']);
    const csv = await (await bench.get('/console/flows.csv?q=step')).text();
    const names = csv
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => /^(?:"[^"]*"|[^,]*),([a-z-]+),/u.exec(line)?.[1]);
    expect(names).toEqual(rowsIn(await listed('?q=step')));
  });

  test('the guide of a country leads to the schemes that it is built from, since it has no text to open', async () => {
    await bench.as('editor');
    const page = await listed('?q=benefits-ke');
    expect(page).not.toContain('href="/console/flows/benefits-ke/read');
    expect(page).toContain('href="/console/expiry?country=KE"');
    expect((await bench.get('/console/expiry?country=KE')).status).toBe(200);
  });
});

describe('a search for what is said', () => {
  test('finds it in any language, shows it, and leads to the step that says it', async () => {
    await bench.as('editor');
    const page = await listed('?q=hatutatuma%20kitu');
    expect(rowsIn(page)).toContain('pause');
    expect(page).toContain('Said in Swahili:');
    expect(page).toMatch(/lang="sw"\s*>Sawa, <mark>hatutatuma kitu<\/mark> hadi wakati/u);
    const to = /href="(\/console\/flows\/pause\/read\?lang=sw)#(step-\w+)"/u.exec(page) ?? [];
    expect(await (await bench.get(to[1] ?? '')).text()).toContain(`id="${to[2]}"`);
    const csv = await (await bench.get('/console/flows.csv?q=hatutatuma%20kitu')).text();
    expect(csv).toContain('Swahili: Sawa, hatutatuma kitu hadi');
  });

  test('minds neither capitals nor accents, finds the names of answers and what parts say, and a letter alone nowhere', async () => {
    await bench.as('editor');
    expect(await listed('?q=ATE%20LA%20NAO&which=all')).toContain('<mark>até lá não</mark>');
    expect(await listed('?q=wiki%20moja')).toContain('<mark>Wiki moja</mark>');
    expect(rowsIn(await listed('?q=pick-a-day'))).toContain('pick-a-day');
    expect(await listed('?q=e')).not.toContain('<mark>');
  });

  test('finds what stands in a draft as it is now, and what was there before no more', async () => {
    bench.asStaff(staffWith(['editor']));
    expect(rowsIn(await listed('?q=are%20you%20coming'))).toContain('market-day');
    expect(await listed('?q=unakuja')).toContain('<mark>Unakuja</mark>?');
  });

  test('of every text of every flow is there in 300 ms', async () => {
    await bench.as('editor');
    for (const query of ['?q=small%20step&which=all', '?which=all', '?q=tarehe&which=all'])
      expect(await quickest(database.pool, PAGE_MS, () => listed(query)), query).toBeLessThan(
        PAGE_MS,
      );
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
