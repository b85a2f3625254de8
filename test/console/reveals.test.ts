import { describe, expect, test } from 'vitest';
import type { Staff } from '../../src/console/frame/route.ts';
import { seal } from '../../src/base/seal.ts';
import { pseudonymOf } from '../../src/base/pseudonym.ts';
import { newId } from '../../src/base/ids.ts';
import { sealPlace } from '../../src/engine/situation.ts';
import { enterStaff } from './console-bench.ts';
import { receiptWords } from '../../src/cli/receipt-words.ts';
import { showReceipt } from '../../src/followup/show-receipt.ts';
import { addMember, asksFor, audited, numberOf, peopleWorld, signIn } from './people-world.ts';

const MINUTE_MS = 60_000;
const NOTE = 'She asked for help at noon and nobody can call her.';
const w = await peopleWorld();
let phones = 200;

/** A member with a number of her own, and those who act: each signs in again by `be`. */
async function scene() {
  phones += 1;
  const digits = `711000${phones}`;
  const member = await addMember(w, { number: `+254${digits}` });
  const lead = await signIn(w, ['supervisor'], { id: newId(), isLead: true });
  const second = await signIn(w, ['supervisor'], { id: newId() });
  for (const staff of [lead, second]) await enterStaff(w.database.pool, staff);
  const be = (staff: Staff) => signIn(w, staff.roles, staff);
  const ask = async (form: Record<string, string> = {}) => {
    await be(lead);
    return w.post(`/console/members/${member.id}/reveal`, {
      what: 'number',
      reason: 'danger',
      note: NOTE,
      ...form,
    });
  };
  const asked = async () => {
    const id = (await ask()).headers.get('location')?.split('/').at(-1) ?? '';
    const path = `/console/reveals/${id}`;
    return { id, path, act: (what: string, form = {}) => w.post(`${path}/${what}`, form) };
  };
  return { member, digits, lead, second, be, ask, asked };
}

describe('a reveal', () => {
  test('is asked by the safeguarding lead, agreed by a second person, shown once, and each is audited', async () => {
    const { lead, second, be, asked, member, digits } = await scene();
    const before = (await audited(w)).length;
    const { path, act } = await asked();
    await be(second);
    const page = await (await w.get(path)).text();
    expect(page).toContain(NOTE);
    expect(page).toMatch(/class="button main"[^>]*>\s*I agree/u);
    expect(page).toMatch(/class="button quiet"[^>]*>\s*I do not agree/u);
    expect(page).not.toContain(digits);
    expect((await act('agree')).status).toBe(303);
    expect((await act('show')).status).toBe(403);
    await be(lead);
    expect(await (await w.get(path)).text()).not.toContain(digits);
    const shown = await act('show');
    expect([shown.status, await shown.text()]).toEqual([200, expect.stringContaining(digits)]);
    const again = await act('show');
    expect([again.status, (await again.text()).includes(digits)]).toEqual([409, false]);
    // Whoever reads the lead's reason reads something of a member.
    expect((await audited(w)).slice(before).filter((one) => one !== 'member_shown')).toEqual([
      'reveal_asked',
      'reveal_read',
      'reveal_agreed',
      // The second person, who may not see it.
      'members_refused',
      'reveal_read',
      'reveal_shown',
    ]);
    await be(second);
    expect(await (await w.get(`/console/members/${member.id}`)).text()).toContain('Shown 1 time.');
    expect(w.logged.join('')).not.toContain(digits);
  });

  test('is told to the member who asks, and that nobody saw it as well', async () => {
    const { lead, second, be, asked, member, digits } = await scene();
    const { act } = await asked();
    await be(second);
    const receipt = () => w.get(`/console/members/${member.id}/receipt`).then((one) => one.text());
    await act('agree');
    expect(await receipt()).toContain('Nobody in the office was shown your number.');
    await be(lead);
    await act('show');
    expect(await receipt()).toContain(
      'Your number was shown to one person in the office on 23\u00A0Nov',
    );
    const whom = { number: numberOf(`+254${digits}`) };
    const words = receiptWords(await showReceipt(w.parts, whom, 'command line'), 'Africa/Nairobi');
    expect(words).toContain('The office was shown her number on 2026-11-23.');
  });

  test('is asked by nobody but the lead, and not without a reason; what was typed stays', async () => {
    const { second, be, ask, member } = await scene();
    const bare = await ask({ reason: '', note: 'soon' });
    const form = await bare.text();
    expect([bare.status, form.includes('soon')]).toEqual([422, true]);
    await be(second);
    const path = `/console/members/${member.id}/reveal`;
    expect((await w.get(path)).status).toBe(403);
    expect((await w.post(path, { what: 'number', reason: 'danger', note: NOTE })).status).toBe(403);
  });

  test('is decided by nobody who asked for it, and by no counsellor or monitor', async () => {
    const { be, lead, asked } = await scene();
    const { act } = await asked();
    await be(lead);
    expect((await act('agree')).status).toBe(403);
    for (const role of ['counsellor', 'monitor', 'editor'] as const) {
      await signIn(w, [role]);
      expect((await act('agree')).status).toBe(404);
    }
  });

  test('that is not agreed shows nothing, and says to the lead why', async () => {
    const { second, lead, be, asked, digits } = await scene();
    const { path, act } = await asked();
    await be(second);
    expect((await act('decline', { no: 'no' })).status).toBe(422);
    await act('decline', { no: 'Her counsellor meets her at two today.' });
    await be(lead);
    expect(await (await w.get(path)).text()).toContain('Her counsellor meets her at two today.');
    const shown = await act('show');
    expect([shown.status, (await shown.text()).includes(digits)]).toEqual([409, false]);
  });

  test('is over after a quarter of an hour, and a wish after a day', async () => {
    const { second, lead, be, asked } = await scene();
    const first = await asked();
    await be(second);
    await first.act('agree');
    w.moveMs(15 * MINUTE_MS);
    await be(lead);
    expect((await first.act('show')).status).toBe(409);
    const late = await asked();
    w.moveMs(24 * 60 * MINUTE_MS);
    await be(second);
    expect((await late.act('agree')).status).toBe(409);
    const anew = await asked();
    await be(second);
    expect((await anew.act('agree')).status).toBe(303);
  });

  test('waits alone: a second wish about the same member is refused', async () => {
    const { asked, ask } = await scene();
    await asked();
    expect((await ask()).status).toBe(409);
  });

  test('of words shows those of the one request, and nothing where they are not kept', async () => {
    const { member, lead, second, be, ask } = await scene();
    const request = await asksFor(w, member, { reason: 'risk_words', kind: 'urgent' });
    const words = { what: request, reason: 'danger' };
    expect((await ask(words)).status).toBe(409);
    const { pool } = w.database;
    await pool.run(async (db) => {
      const [row] = await db<{ wrappedKey: Buffer; at: Date }[]>`
        select p.wrapped_key, f.opened_at as at from follow_up f join phone p on p.id = f.phone_id where f.id = ${request}`;
      const key = w.parts.keyring.openKey(member.phoneId, row?.wrappedKey ?? Buffer.alloc(0));
      const kept = JSON.stringify({ memory: {}, input: 'i cannot go on' });
      const sealed = seal(key, sealPlace(member.phoneId, 1), kept);
      await db`
        insert into turn (phone_id, turn, at, channel, event, sealed, mac)
        values (${member.phoneId}, 1, ${row?.at ?? null}, 'sms', 'care', ${sealed}, '\\x00')`;
    });
    const path = (await ask(words)).headers.get('location') ?? '';
    await be(second);
    await w.post(`${path}/agree`);
    await be(lead);
    expect(await (await w.post(`${path}/show`)).text()).toContain('i cannot go on');
  });

  test('is found by pseudonym and by what became of it, also long after, and stands in a file', async () => {
    const { member, lead, second, be, asked } = await scene();
    const name = pseudonymOf(member.id);
    const { act } = await asked();
    await be(second);
    const list = async (query: string) => (await w.get(`/console/reveals${query}`)).text();
    expect(await list(`?q=${name}`)).toContain(name);
    await act('agree');
    await be(lead);
    await act('show');
    expect(await list('')).not.toContain(name);
    expect(await list('?state=declined')).not.toContain(name);
    for (const query of [`?state=shown&q=${name}`, '?state=all'])
      expect(await list(query)).toContain(name);
    expect(await list('?q=nobody+at+all')).toContain('No request is like that');
    const file = await list(`.csv?state=shown&q=${name}`);
    expect(file).toContain(`${name},Her number,She may be in danger,`);
    expect(file).toContain(',Shown,');
    expect((await audited(w)).at(-1)).toBe('reveal_read');
  });

  test('that nobody decided within a day does not wait any more, and says so', async () => {
    const { member, second, be, asked } = await scene();
    const { id } = await asked();
    const day = new Date(w.parts.clock.now().getTime() - 24 * 60 * MINUTE_MS);
    await w.database.pool.run((db) => db`update reveal set asked_at = ${day} where id = ${id}`);
    await be(second);
    const name = pseudonymOf(member.id);
    expect(await (await w.get('/console/reveals')).text()).not.toContain(name);
    const over = await (await w.get('/console/reveals?state=undecided')).text();
    expect(over).toContain(name);
    expect(over).toContain('Nobody decided within a day');
  });

  test('goes with the phone when everything of it is erased', async () => {
    const { asked, member } = await scene();
    await asked();
    const rows = await w.database.pool.transact(async (tx) => {
      await tx`select delete_phone(${member.phoneId}, ${w.parts.clock.now()})`;
      return tx`select from reveal where member_id = ${member.id}`;
    });
    expect(rows).toHaveLength(0);
  });
});
