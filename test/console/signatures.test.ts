import { describe, expect, test } from 'vitest';
import { proveDraft } from '../../src/console/flows/prove-draft.ts';
import { withSignatures } from '../../src/console/flows/signed-languages.ts';
import type { Staff } from '../../src/console/frame/route.ts';
import { freshDatabase } from '../world/database.ts';
import { releaseBench } from './release-bench.ts';

const database = await freshDatabase();
const desk = await releaseBench(database);
const { parts, editor, reviewer, peer, admin, press, shown, draft, edit } = desk;
const FLOW = 'feedback';
const SAFE = 'Do you feel safe with us?';

const reading = (staff: Staff, at: string) => shown(staff, `reading${at}`);

/** The form of the signature as the page has it; undefined where there is none. */
function formIn(page: string): Record<string, string> | undefined {
  const form = /<input type="hidden" name="kind" value="signed"[\s\S]*?<\/form>/u.exec(page)?.[0];
  const fields = [...(form ?? '').matchAll(/name="(\w+)" value="([^"]*)"/gu)];
  return form === undefined
    ? undefined
    : Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value]));
}

const countIn = (page: string, after: RegExp) => Number(after.exec(page)?.[1]);
const NEVER = /(\d+) texts here have never been read by a reviewer of English/u;

/** Whether the proof still asks for a reviewer of a language. */
async function isAsked(language: string): Promise<boolean> {
  const { files } = await draft();
  const { findings } = await proveDraft(parts, FLOW, files);
  const shownNow = await withSignatures({ parts }, { flow: FLOW, findings }, files);
  return shownNow.findings.some(
    ({ code, place }) => code === 'unreviewed' && place.language === language,
  );
}

describe('a signature', () => {
  let all = 0;

  test('says before the press for which texts it is, and for how many that nobody has read it is not', async () => {
    await edit(SAFE, 'Do you feel safe here?');
    const page = await reading(reviewer, '/en');
    expect(page).toContain('English: you sign the 1 text above.');
    all = countIn(page, /Read all (\d+) texts in English/u);
    expect(all).toBeGreaterThan(10);
    expect(page).toContain(
      `${all - 1} others have never been read by a reviewer of English. This release does not need them: your signature is not for them`,
    );
    expect(page).toContain('I sign English: 1 text');
    expect(page).toContain(`/console/flows/${FLOW}/reading/en?show=all`);
  });

  test('is for what the page has shown: with other texts than it had it is refused', async () => {
    const form = formIn(await reading(reviewer, '/en'));
    const other = formIn(await reading(reviewer, '/en?show=all'));
    expect(form?.['content']).toBe(other?.['content']);
    expect(await press(reviewer, 'review', { ...form, read: other?.['read'] ?? '' })).toBe(
      'release.not_changed_meanwhile',
    );
    expect(await shown(reviewer)).not.toContain('signed English');
  });

  test('says afterwards, to everybody who decides, which texts nobody has read, and the proof still asks', async () => {
    const form = formIn(await reading(reviewer, '/en')) ?? {};
    expect(await press(reviewer, 'review', form)).toBe('release.done_signed');
    for (const who of [editor, peer, admin]) {
      const page = await shown(who);
      expect(countIn(page, NEVER)).toBe(all - 1);
      expect(page).toMatch(/reading\/en\?show=unread#unit-[\w.]+" lang="en"/u);
      expect(page).toContain('signed English: 1 text.');
    }
    expect(await isAsked('en')).toBe(true);
    expect(countIn(await reading(editor, '/en?show=unread'), /Never read \((\d+)\)/u)).toBe(
      all - 1,
    );
  });

  test('of whoever reads the rest covers that too; then nothing is left, and nobody signs what is signed', async () => {
    const rest = await reading(reviewer, '/en?show=unread');
    const whole = formIn(await reading(reviewer, '/en?show=all'));
    expect(rest).toContain(`English: you sign the ${all - 1} texts above.`);
    expect(rest).toContain('1 other was read and signed before');
    expect(await press(reviewer, 'review', formIn(rest))).toBe('release.done_signed');
    expect(await shown(peer)).not.toMatch(NEVER);
    expect(await isAsked('en')).toBe(false);
    expect(formIn(await reading(reviewer, '/en?show=all'))).toBeUndefined();
    expect(await press(reviewer, 'review', whole)).toBe('release.not_already');
  });

  test('is kept text by text: whoever signs the next change is told that the others were read', async () => {
    await edit('Do you feel safe here?', 'Do you feel safe?');
    const page = await reading(reviewer, '/en');
    expect(page).toContain(`${all - 1} others were read and signed before, as they are now.`);
    expect(page).not.toContain('our signature is not for');
    expect(await shown(peer)).toContain('1 text here has never been read by a reviewer of English');
  });

  test('without a word of what was shown is for none of them', async () => {
    await press(reviewer, 'review', { kind: 'signed', language: 'sw' });
    expect(await shown(peer)).toMatch(
      /signed by [\s\S]*\d+ texts here have never been read by a reviewer of Swahili/u,
    );
  });

  test('counts for no text of a language that she writes in this draft', async () => {
    const both = await desk.somebody('editor', 'reviewer');
    const form = formIn(await reading(both, '/en?show=all')) ?? {};
    expect(await press(both, 'review', form)).toBe('release.done_signed');
    expect(await shown(peer)).not.toContain('never been read by a reviewer of English');
    await edit('name: English', 'name: Our English', both);
    expect(await shown(peer)).toContain('1 text here has never been read by a reviewer of English');
  });
});
