import { expect, test } from 'vitest';
import type { Role, Staff } from '../../src/console/frame/route.ts';
import { openDraft, saveEdit } from '../../src/console/flows/open-draft.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench, enterStaff, staffWith } from './console-bench.ts';

const database = await freshDatabase();
const bench = await consoleBench(database, { started: true });
const { parts } = bench;
const FLOW = 'feedback';
const AT = `/console/flows/${FLOW}`;

const somebody = async (...roles: Role[]): Promise<Staff> => {
  const staff = staffWith(roles);
  await enterStaff(parts.pool, staff);
  return staff;
};
const editor = await somebody('editor');
const reviewer = await somebody('reviewer');
const peer = await somebody('peer_reviewer');
const admin = await somebody('admin');

async function edit(staff: Staff, from: string, to: string): Promise<void> {
  const asking = { parts, staff, now: parts.clock.now() };
  const draft = await openDraft(asking, FLOW);
  const saved = await saveEdit(asking, FLOW, draft?.revision ?? 0, (files) => {
    const path = `${FLOW}/en.yaml`;
    expect(files.get(path)).toContain(from);
    return new Map([...files, [path, (files.get(path) ?? '').replace(from, to)]]);
  });
  expect(saved.kind).toBe('saved');
}

/** Presses a button of the page with what the page has put in it; what is then said on top. */
async function press(staff: Staff, path: string, more: Record<string, string>): Promise<string> {
  bench.asStaff(staff);
  const answer = await bench.post(`${AT}/${path}`, more);
  expect(answer.status).toBe(303);
  return /mazano_said=([^;]*)/u.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? '';
}

async function seen(staff: Staff, view: string): Promise<string> {
  bench.asStaff(staff);
  return await bench.whole(`${AT}/${view}`);
}

const shown = (staff: Staff) => seen(staff, 'release');

const contentIn = (page: string) => /name="content" value="([^"]+)"/u.exec(page)?.[1] ?? '';
const meterIn = (page: string) => /(\d+ of \d+) steps done/u.exec(page)?.[1];
const nowIn = (page: string) => /aria-current="step"\s*>\s*<span>([^<]*)</u.exec(page)?.[1]?.trim();
const titleIn = (page: string) => /<h2 id="next">([^<]*)</u.exec(page)?.[1]?.trim();

test('a draft goes from its editor over reviewer, peer and second person to the first phones, and no way is shorter', async () => {
  expect(titleIn(await shown(editor))).toMatch(
    /^Done: everybody has version \d+\. Nothing waits\.$/u,
  );
  await edit(editor, 'name: English', 'name: English # spoken');
  await edit(editor, 'choices:', 'choices: # names');
  expect(await press(editor, 'review', { kind: 'sent' })).toBe('release.not_nothing_changed');
  await edit(editor, 'name: English # spoken', 'name: Our English');
  expect(titleIn(await shown(editor))).toContain('Send it to the people who review it');
  for (const view of ['release', 'read']) {
    expect(await seen(editor, view)).toContain('Whose task: yours');
    expect(await seen(peer, view)).toContain('Whose task: an editor or an admin');
  }
  expect(await press(editor, 'review', { kind: 'sent' })).toBe('release.done_sent');
  expect(titleIn(await shown(editor))).toContain('languages are not signed');

  for (const language of ['en', 'sw']) {
    expect(await press(editor, 'review', { kind: 'signed', language })).toContain('not_');
    expect(await press(reviewer, 'review', { kind: 'signed', language })).toBe(
      'release.done_signed',
    );
  }
  expect(titleIn(await shown(peer))).toContain('lived experience');
  const read = contentIn(await shown(peer));
  expect(await press(peer, 'review', { kind: 'blocked', reason: 'It asks too much.' })).toBe(
    'release.done_blocked',
  );
  expect(await shown(editor)).toContain('It asks too much.');
  expect(await press(admin, 'review', { kind: 'approved' })).toBe('release.not_blocked');
  await edit(editor, 'name: Our English', 'name: Plain English');
  // What she has read is not what is there now.
  expect(await press(peer, 'review', { kind: 'peer_approved', content: read })).toBe(
    'release.not_changed_meanwhile',
  );
  expect(await press(peer, 'review', { kind: 'peer_approved' })).toBe('release.done_peer_approved');
  expect(titleIn(await shown(editor))).toContain('English is not signed');
  await press(reviewer, 'review', { kind: 'signed', language: 'en' });
  expect(await press(editor, 'review', { kind: 'approved' })).toBe('release.not_own_work');
  const content = contentIn(await shown(admin));
  expect(await press(admin, 'release', { content })).toBe('release.not_not_ready');
  expect(await press(admin, 'review', { kind: 'approved', content })).toBe('release.done_approved');
  expect(await press(admin, 'release', { content })).toBe('release.done_released');

  const after = await shown(admin);
  expect(after).toContain('1 % of phones begin with it');
  expect(after).toContain('is being watched');
  // A share that is out is done, and what waits is the next one.
  expect(meterIn(after)).toBe('8 of 10');
  expect(nowIn(after)).toBe('For 10 % of phones');
  const draft = await openDraft({ parts, now: parts.clock.now() }, FLOW);
  expect(draft?.state).toBe('released');
  expect(draft?.files.get(`${FLOW}/en.yaml`)).toContain('Plain English');
});

test('to widen a stage early takes two, and one alone may once it was watched; to stop it takes one', async () => {
  const stage = /name="stage" value="(\d+)"/u.exec(await shown(admin))?.[1] ?? '';
  expect(await press(admin, 'release/widen', { stage })).toBe('release.asked_second');
  expect(await press(admin, 'release/widen', { stage })).toBe('release.asked_second');
  expect(await shown(admin)).toMatch(/You asked at [^<]*: Release to 10 %/u);
  const next = async (staff: Staff) =>
    /aria-labelledby="next">.*?<\/section>/su.exec(await shown(staff))?.[0];
  expect(await next(editor)).toContain('I agree: Release to 10 %');
  expect(await next(editor)).toContain('a colleague waits for somebody to agree');
  expect(await next(admin)).toContain('another editor’s or admin’s, who agrees with you');
  for (const path of ['/console', '/console/reviews']) {
    const at = async (staff: Staff) => {
      bench.asStaff(staff);
      return await bench.whole(path);
    };
    expect(await at(editor)).toContain(`asks you to agree: “What members think of us” to 10 %`);
    for (const other of [admin, ...(path === '/console' ? [reviewer, peer] : [])])
      expect(await at(other)).not.toContain('asks you to agree');
  }
  expect(await press(editor, 'release/widen', { stage: '0' })).toBe(
    'release.not_changed_meanwhile',
  );
  expect(await press(editor, 'release/widen', { stage })).toBe('release.done_wider_10');
  const wider = await shown(editor);
  expect(wider).toContain('10 % of phones begin with it');
  expect([meterIn(wider), nowIn(wider)]).toEqual(['9 of 10', 'For everybody']);

  const supervisor = await somebody('supervisor');
  expect(await press(supervisor, 'release/hold', {})).toBe('release.done_held');
  const held = /name="stage" value="(\d+)"/u.exec(await shown(admin))?.[1] ?? '';
  expect(await press(admin, 'release/resume', { stage: held })).toBe('release.asked_second');
  expect(await press(editor, 'release/resume', { stage: held })).toBe('release.done_resumed');
  bench.moveMs(25 * 3_600_000);
  const again = /name="stage" value="(\d+)"/u.exec(await shown(admin))?.[1] ?? '';
  expect(await press(admin, 'release/widen', { stage: again })).toBe('release.done_wider_100');

  const version = /name="version" value="(\d+)"/u.exec(await shown(supervisor))?.[1] ?? '';
  expect(await press(supervisor, 'release/back', { version })).toBe('release.done_rolled_back');
  const draft = await openDraft({ parts, now: parts.clock.now() }, FLOW);
  expect(draft?.files.get(`${FLOW}/en.yaml`)).not.toContain('Plain English');
});

test('the last word and the release are one press, of somebody else than who wrote it, and only once nothing else is missing', async () => {
  await edit(editor, 'name: English', 'name: Clear English');
  // Proved by then: the line has no page wait for it.
  await shown(editor);
  bench.asStaff(editor);
  expect(await bench.whole(`${AT}/read`)).toMatch(
    /next-line[\s\S]*Send it to the people who review it[\s\S]*Send to review/u,
  );
  await press(editor, 'review', { kind: 'sent' });
  const content = contentIn(await shown(admin));
  const once = (staff: Staff, read = content) => press(staff, 'approve-release', { content: read });
  expect(await once(admin, 'other')).toBe('release.not_changed_meanwhile');
  expect(await once(editor)).toBe('release.not_own_work');
  for (const language of ['en', 'sw'])
    await press(reviewer, 'review', { kind: 'signed', language });
  await press(peer, 'review', { kind: 'blocked', reason: 'It asks too much.' });
  expect(await once(admin)).toBe('release.not_blocked');
  await press(peer, 'review', { kind: 'peer_approved' });
  expect(await shown(admin)).toContain('I have read all of it: approve, and release to 1 %');
  expect(await shown(reviewer)).not.toContain('approve-release');
  expect(await once(admin)).toBe('release.done_released');
  expect(titleIn(await shown(editor))).toContain('goes to 1 % of phones');
});

/** The signatures that the page of all her languages offers, each with what it was bound to. */
function signatures(page: string): [string, string][] {
  const form = /<input type="hidden" name="kind" value="signed"[\s\S]*?<\/form>/u.exec(page)?.[0];
  return [...(form ?? '').matchAll(/name="(kind|language|content)" value="([^"]*)"/gu)].map(
    ([, name = '', value = '']): [string, string] => [name, value],
  );
}

test('a draft behind a version that goes out is told of as itself: it is reviewed meanwhile, and goes out after it', async () => {
  const version = /name="version" value="(\d+)"/u.exec(await shown(admin))?.[1] ?? '';
  await edit(editor, 'name: Clear English', 'name: Warm English');
  const page = await shown(editor);
  expect(titleIn(page)).toContain('Send it to the people who review it');
  expect([meterIn(page), nowIn(page)]).toEqual(['3 of 8', 'Sent to review']);
  expect(page).toContain('The way of the draft to everybody');
  expect(page).toContain(`Version ${version} goes out first: 1 % of phones begin with it.`);
  expect(page).toContain(`after version ${version}`);
  expect(page).toContain('Ask a second person: Release to 10 %');
  expect(await press(editor, 'review', { kind: 'sent' })).toBe('release.done_sent');
  await press(reviewer, 'review', { kind: 'signed', language: 'en' });
  await press(peer, 'review', { kind: 'peer_approved' });
  expect(await shown(admin)).not.toContain('approve-release');
  const content = contentIn(await shown(admin));
  expect(await press(admin, 'review', { kind: 'approved', content })).toBe('release.done_approved');
  expect(titleIn(await shown(editor))).toBe(
    `Everybody has agreed. It goes out as soon as version ${version} is done.`,
  );
  expect(await press(admin, 'release', { content })).toBe('release.refused_stage_open');
  bench.asStaff(editor);
  expect(await bench.whole('/console/reviews')).not.toContain('Everybody has agreed. Release it.');
  expect(await press(editor, 'discard', {})).toBe('release.done_discarded');
  expect(await press(admin, 'release/back', { version })).toBe('release.done_rolled_back');
});

test('all languages of a reviewer are read on one page and signed by one press, each as it was shown', async () => {
  await edit(editor, 'name: English', 'name: Good English');
  bench.asStaff(editor);
  const draft = await openDraft({ parts, now: parts.clock.now() }, FLOW);
  const asking = { parts, staff: editor, now: parts.clock.now() };
  await saveEdit(asking, FLOW, draft?.revision ?? 0, (files) => {
    const path = `${FLOW}/sw.yaml`;
    return new Map(files).set(
      path,
      (files.get(path) ?? '').replace('name: Kiswahili', 'name: Kiswahili chetu'),
    );
  });
  await press(editor, 'review', { kind: 'sent' });
  expect(await shown(reviewer)).toContain('Read and sign: English and Swahili');
  const offered = signatures(await seen(reviewer, 'reading'));
  expect(offered.map(([name]) => name)).toEqual(
    ['kind'].concat(['language', 'content', 'language', 'content']),
  );
  expect(signatures(await seen(editor, 'reading'))).toEqual([]);
  const signs = async (form: [string, string][]) => {
    const answer = await bench.app.request(`http://127.0.0.1${AT}/review`, {
      method: 'POST',
      headers: {
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams(form).toString(),
    });
    return /mazano_said=([^;]*)/u.exec(answer.headers.get('set-cookie') ?? '')?.[1];
  };
  bench.asStaff(reviewer);
  const other = offered.map(([name, value], place): [string, string] =>
    place === offered.length - 1 ? [name, 'other'] : [name, value],
  );
  expect(await signs(other)).toBe('release.not_changed_meanwhile');
  expect(titleIn(await shown(reviewer))).toContain('Swahili is not signed');
  expect(await signs(offered)).toBe('release.not_already');
  const left = signatures(await seen(reviewer, 'reading'));
  bench.asStaff(reviewer);
  expect(await signs(left)).toBe('release.done_signed');
  expect(titleIn(await shown(peer))).toContain('lived experience');
  expect(await shown(peer)).toMatch(/class="button main" href="[^"]*\/try\?language=en/u);
  expect(await press(editor, 'discard', {})).toBe('release.done_discarded');
});

test('whoever reviews hears the draft on the phone, from what is new in it on, in the language that she reads', async () => {
  await edit(editor, 'safe: Do you feel safe with us?', 'safe: Do you feel safe here?');
  const pathIn = (page: string) => /href="([^"]*\/try\?[^"#]*)#phone"/u.exec(page)?.[1] ?? '';
  const hears = async (view: string) => {
    const path = pathIn(await seen(peer, view)).replace('&amp;', '&');
    const page = await bench.whole(path);
    return page.slice(page.indexOf('id="phone"'), page.indexOf('class="try-side'));
  };
  expect(await hears('reading/en')).toContain('Do you feel safe here?');
  const swahili = await hears('reading/sw');
  expect(swahili).toContain('Je, unajisikia salama');
  expect(swahili).not.toContain('Do you feel');
  expect(await press(editor, 'discard', {})).toBe('release.done_discarded');
});

test('what waits for her is what she may do, and nothing else', async () => {
  await edit(editor, 'name: English', 'name: Everyday English');
  await press(editor, 'review', { kind: 'sent' });
  const waits = async (staff: Staff) => {
    bench.asStaff(staff);
    const page = await bench.whole('/console/reviews');
    return page.slice(page.indexOf('id="mine"'), page.indexOf('id="under-way"'));
  };
  expect(await waits(reviewer)).toMatch(/Read English( and Swahili)?, and sign it/u);
  expect(await waits(peer)).toContain('as if it came to your own phone');
  expect(await waits(editor)).toContain('Nothing is waiting for you.');
});

test('a comment is read by everybody who works on the flow, and settled once', async () => {
  await press(peer, 'comments', { words: 'I would not ask this first.', place: 'begin' });
  const page = await shown(editor);
  expect(page).toContain('I would not ask this first.');
  const id = /comments\/([0-9a-f-]{36})\/settle/u.exec(page)?.[1] ?? '';
  expect(await press(editor, `comments/${id}/settle`, {})).toBe('release.settled');
  bench.asStaff(editor);
  expect((await bench.post(`${AT}/comments/${id}/settle`)).status).toBe(404);
});

test('what was said of words stands beside the step that says them, and is answered and settled there', async () => {
  bench.asStaff(peer);
  const words = { from: 'en', to: 'sw', act: 'say texts.safe', 'c.texts.safe': 'Is it warm?' };
  expect((await bench.post(`${AT}/translate`, words)).status).toBe(303);
  const read = async (staff: Staff) => {
    bench.asStaff(staff);
    const page = await (await bench.get(`${AT}/read?lang=en`)).text();
    const from = page.indexOf('id="step-safe"');
    return page.slice(from, page.indexOf('</section>', from));
  };
  const beside = await read(editor);
  expect(beside).toContain('Is it warm?');
  expect(beside).toContain('Swahili');
  const answer = { words: 'Warmer now.', place: 'text/sw/texts.safe', back: 'read', step: 'safe' };
  bench.asStaff(editor);
  bench.moveMs(1_000);
  const said = await bench.post(`${AT}/comments`, { ...answer, lang: 'en' });
  expect(said.headers.get('location')).toBe(`${AT}/read?lang=en#step-safe`);
  expect(await read(peer)).toMatch(/Is it warm\?[^]*Warmer now\./u);
  const away = await bench.post(`${AT}/comments`, { ...answer, lang: '//elsewhere' });
  expect(away.headers.get('location')).toBe(`${AT}/release#comments`);
  const ids = [...(await read(peer)).matchAll(/comments\/([0-9a-f-]{36})\/settle/gu)];
  expect(ids.length).toBe(3);
  for (const [, id] of ids)
    expect(await press(peer, `comments/${id}/settle`, {})).toBe('release.settled');
  expect(await read(editor)).not.toContain('Is it warm?');
  // Whoever may say nothing of a flow is asked for nothing.
  expect(await read(await somebody('supervisor'))).not.toContain('<textarea');
});

test('a draft that is given up is as released again, and what was said of it counts no more', async () => {
  expect(await press(editor, 'discard', {})).toBe('release.done_discarded');
  expect(titleIn(await shown(editor))).toContain('Nothing waits.');
});
