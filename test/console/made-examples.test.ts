import { describe, expect, test } from 'vitest';
import { proveDraft } from '../../src/console/flows/prove-draft.ts';
import type { DraftFiles } from '../../src/flow/edit/draft-files.ts';
import { readDraft } from '../../src/store/drafts.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';
import { SLEEP_AND_PEOPLE } from './sleep-question.ts';

const database = await freshDatabase();
const bench = await consoleBench(database);
const FLOW = '/console/flows/check-in';
const FOLDER = 'check-in/transcripts/';

const draftNow = () => bench.parts.pool.run((db) => readDraft(db, 'check-in'));
/** The revision that a form of the page was made from. */
async function revisionNow(): Promise<string> {
  const form = await bench.get(`${FLOW}/add?kind=question&lang=en&step=small_step&exit=everybody`);
  return /name="revision" value="(\d+)"/u.exec(await form.text())?.[1] ?? '';
}

/** Everything that the proof says of requests that no example shows, and of examples. */
async function findingsOf(files: DraftFiles): Promise<string[]> {
  const { findings } = await proveDraft(bench.parts, 'check-in', files);
  return findings.flatMap(({ code, file }) =>
    code === 'no_transcript' || file.startsWith(FOLDER) ? [`${code} ${file}`] : [],
  );
}

async function added(form: Record<string, string>) {
  await bench.as('editor');
  const sent = { ...SLEEP_AND_PEOPLE, ...form, revision: await revisionNow() };
  const saved = await bench.post(`${FLOW}/add`, sent);
  expect(saved.status).toBe(303);
  const files = (await draftNow())?.files ?? new Map<string, string>();
  const made = [...files].filter(([path]) => path.includes('-asked-to-talk'));
  return { files, made: new Map(made), to: saved.headers.get('location') ?? '' };
}

describe('a new question with answers that lead to a person', () => {
  test('gets an example for each such way, the proof asks for none, the page leads to it, and one undo takes all back', async () => {
    const { files, made, to } = await added({ step: 'small_step', exit: 'everybody' });
    const names = [...made.keys()].map((path) => path.slice(FOLDER.length));
    // The fourth answer offers a person with the same question as the second.
    expect(names.toSorted()).toEqual([
      'how-did-you-sleep-badly-asked-to-talk.txt',
      'how-did-you-sleep-not-at-all-asked-to-talk.txt',
    ]);
    expect(await findingsOf(files)).toEqual([]);
    const without = new Map([...files].filter(([path]) => !made.has(path)));
    const asked = 'no_transcript check-in/flow.yaml';
    expect(await findingsOf(without)).toEqual([asked, asked]);
    const offered = made.get(`${FOLDER}how-did-you-sleep-badly-asked-to-talk.txt`) ?? '';
    expect(offered).toMatch(/^# How did you sleep badly asked to talk\.\n@ /u);
    expect(offered).toMatch(
      /< How did you sleep\?[\s\S]*> 2\n< Nights can be hard\.[\s\S]*> 1\n! follow_up: asked_to_talk\n< [\s\S]*\n! end\n$/u,
    );
    expect(made.get(`${FOLDER}how-did-you-sleep-not-at-all-asked-to-talk.txt`)).toMatch(
      /> 3\n! follow_up: asked_to_talk\n/u,
    );
    const page = await (await bench.get(to)).text();
    expect(page).toMatch(/A new example shows how “2 Badly” leads to a person\./u);
    expect(page).toMatch(/A new example shows how “3 Not at all” leads to a person\./u);
    const [, link = ''] = /href="([^"]+badly-asked-to-talk[^"]*)"/u.exec(page) ?? [];
    const example = await bench.get(link.replaceAll('&amp;', '&'));
    expect(example.status).toBe(200);
    expect(await example.text()).toContain('Nights can be hard.');

    await bench.post(`${FLOW}/undo`, { revision: await revisionNow(), lang: 'en' });
    const after = (await draftNow())?.files ?? new Map<string, string>();
    expect([...after.keys()].filter((path) => path.includes('-asked-to-talk'))).toEqual([]);
    expect(after.get('check-in/flow.yaml')).not.toContain('how_did_you_sleep');
    expect(await findingsOf(after)).toEqual([]);
  });
});
