import { afterAll, describe, expect, test } from 'vitest';
import { stopProving } from '../../src/console/flows/prove-draft.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';

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
});
