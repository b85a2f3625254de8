import { describe, expect, test } from 'vitest';
import { auditEntry } from '../../src/engine/audit-entry.ts';
import { saveEdit } from '../../src/console/flows/open-draft.ts';
import { ROLES, type Role } from '../../src/console/frame/route.ts';
import { type Language, LANGUAGES, wordsOf } from '../../src/console/frame/words.ts';
import { writeAudit } from '../../src/store/audit.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench, enterStaff, staffWith } from './console-bench.ts';
import { crawl, type Crawled } from './crawl.ts';
import { englishLeft, isEnglish, stringsOf } from './english-left.ts';
import { addMember, addWorker, asksFor, makeHers } from './people-world.ts';
import { saidOn } from './said-on-page.ts';

const OTHERS = ['pt', 'es', 'fr'] as const;
/** Pages that are opened as they are, since a crawl opens one of a kind; the draft of `feedback` cannot run. */
const FROM = [
  '/console',
  '/console/sign-in',
  '/console/flows/feedback/try',
  '/console/flows/feedback/file',
  ...['read', 'map', 'file', 'try', 'translate', 'release', 'costs', 'add?step=nudge'].map(
    (view) => `/console/flows/check-in/${view}`,
  ),
];
const TIME_MS = 300_000;

const database = await freshDatabase();
const bench = await consoleBench(database, { started: true });
const made = { ...bench, database };
const hers = await addMember(made, { number: '+254711000401' });
const worker = await addWorker(made, { number: '+254711000903' });
await makeHers(made, worker.id, hers.id);
await asksFor(made, hers, { counsellorId: worker.id, hoursAgo: 30 });
await enterAct('draft_reviewed', 'check-in peer_approved');
await breakDraft('feedback');

async function breakDraft(flow: string): Promise<void> {
  const asking = { parts: bench.parts, staff: staffWith(['editor']), now: bench.parts.clock.now() };
  await enterStaff(bench.parts.pool, asking.staff);
  await saveEdit(asking, flow, 0, (files) => {
    const path = `${flow}/flow.yaml`;
    return new Map([
      ...files,
      [path, (files.get(path) ?? '').replace(/^start: .*$/mu, 'start: nowhere')],
    ]);
  });
}

async function enterAct(action: 'draft_reviewed', detail: string): Promise<void> {
  const { keyring, pool, clock } = bench.parts;
  const now = clock.now();
  const entry = auditEntry(keyring, { actor: worker.id, action, detail, now });
  await pool.transact((tx) => writeAudit(tx, entry, { now }));
}

/** The pages that somebody with these roles comes to, in her language. */
async function pagesOf(
  roles: readonly Role[],
  language: Language,
  from: readonly string[] = FROM,
): Promise<Crawled[]> {
  const staff = staffWith(roles, { language, isLead: roles.includes('supervisor') });
  await enterStaff(bench.parts.pool, staff);
  bench.asStaff(staff);
  const found = await crawl(bench.get, from, 1);
  return found.filter(({ type }) => type.startsWith('text/html'));
}

const leftOn = (pages: readonly Crawled[], language: Language) => [
  ...new Set(
    pages.flatMap(({ path, text }) =>
      englishLeft(text, language).map((each) => `${path}: ${each}`),
    ),
  ),
];

describe('what pages say', () => {
  test.each(ROLES)(
    'is Portuguese for who reads Portuguese and is %s',
    async (role) => {
      const pages = await pagesOf([role], 'pt', ['/console']);
      expect(pages.length).toBeGreaterThan(2);
      expect(leftOn(pages, 'pt')).toEqual([]);
    },
    TIME_MS,
  );

  test.each(OTHERS)(
    'is %s on every page for who may see every page',
    async (one) => {
      const pages = await pagesOf(ROLES, one);
      expect(pages.length).toBeGreaterThan(40);
      expect(leftOn(pages, one)).toEqual([]);
    },
    TIME_MS,
  );

  test('names the one place of a programme in words, and not as the database does', async () => {
    bench.asStaff(staffWith(['supervisor'], { language: 'pt' }));
    const page = await (await bench.get(`/console/counsellors/${worker.code}`)).text();
    const said = saidOn(page).map(({ text }) => text);
    expect(said).toContain('o lugar principal');
    expect(said).not.toContain('main');
  });

  test('in English on a page of another language is found, and words of a flow are not (mutant)', () => {
    const page = `<html lang="pt"><h1>Save all</h1><p title="It is not here">Guardar</p>
      <p lang="en">You can stop any time.</p><code>the name of it</code>
      <option>3 · You can stop any time, and nothing else changes.</option></html>`;
    expect(englishLeft(page, 'pt')).toEqual(['Save all', 'It is not here']);
    expect(saidOn(page).filter(({ language }) => language === 'en')).toHaveLength(1);
  });
});

describe('the words of the console', () => {
  test.each(OTHERS)('are not English in %s', (language) => {
    const left = [...stringsOf(language)].filter(([, text]) => isEnglish(text));
    expect(left).toEqual([]);
  });

  test.each(OTHERS)('of more than two words are not those of English in %s', (language) => {
    const english = stringsOf('en');
    const same = [...stringsOf(language)].filter(
      ([key, text]) => english.get(key) === text && /\p{L}+\s\p{L}+\s\p{L}+/u.test(text),
    );
    expect(same).toEqual([]);
  });

  test('have one sort of quotation marks and of apostrophes in each language', () => {
    const odd: Readonly<Record<Language, RegExp>> = {
      en: /["«»]/u,
      pt: /["«»]/u,
      es: /["“”]/u,
      fr: /["“”']/u,
    };
    for (const language of LANGUAGES)
      expect([...stringsOf(language)].filter(([, text]) => odd[language].test(text))).toEqual([]);
  });

  test('break no line before a French sign', () => {
    expect(wordsOf('fr')('home.second_switch', { what: 'x' })).toBe('activer «\u00A0x\u00A0»');
  });

  test('nought is many in Portuguese, and one in French', () => {
    const count = 0;
    expect(wordsOf('pt')('map.people', { count })).toBe('0 pessoas esperam aqui');
    expect(wordsOf('fr')('map.people', { count })).toBe('0 personne attend ici');
  });
});
