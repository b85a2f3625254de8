import { describe, expect, test } from 'vitest';
import { addMember, addWorker, audited, makeHers, peopleWorld, signIn } from './people-world.ts';

const w = await peopleWorld();
const worker = await addWorker(w, { number: '+254711000901' });
const other = await addWorker(w, { number: '+254711000902' });
const supervisor = await addWorker(w, { number: '+254711000903', role: 'supervisor' });
const text = async (path: string) => (await w.get(path)).text();
const row = async <T>(query: string) => {
  const [one] = await w.database.pool.run((db) => db.unsafe<T[]>(query));
  return one;
};
const saidIn = (answer: Response) =>
  /mazano_said=([^;]*)/u.exec(answer.headers.get('set-cookie') ?? '')?.[1];

describe('counsellors', () => {
  const path = `/console/counsellors/${worker.code}`;

  test('what members call her is kept sealed, said nowhere, and taken away by nothing written', async () => {
    await signIn(w, ['supervisor']);
    expect((await w.post(`${path}/name`, { called: '0711000901' })).status).toBe(422);
    expect(saidIn(await w.post(`${path}/name`, { called: 'Nyarai K.' }))).toBe(
      'counsellors.did_name',
    );
    const kept = await row<{ shownAs: Buffer }>(
      `select shown_as from counsellor where code = ${worker.code}`,
    );
    expect(kept?.shownAs.includes('Nyarai')).toBe(false);
    expect(await text(path)).not.toContain('Nyarai');
    await w.post(`${path}/name`, { called: '' });
    expect(await row(`select shown_as from counsellor where code = ${worker.code}`)).toEqual({
      shownAs: null,
    });
    expect((await audited(w)).slice(-2)).toEqual(['counsellor_named', 'counsellor_named']);
    expect(w.logged.join('\n')).not.toContain('Nyarai');
  });

  test('a code for her PIN is shown once, kept as a hash alone, and stands in the audit log', async () => {
    await signIn(w, ['admin']);
    const page = await (await w.post(`${path}/code`)).text();
    const [, digits = ''] = /id="digits">(\d{6})</u.exec(page) ?? [];
    expect(digits).toHaveLength(6);
    expect(await text(path)).not.toContain(digits);
    expect(
      await row(`select code_hash is not null as is from counsellor where code = ${worker.code}`),
    ).toEqual({ is: true });
    expect((await audited(w)).at(-1)).toBe('pin_reset');
    expect(
      JSON.stringify(await row(`select detail from audit order by seq desc limit 1`)),
    ).not.toContain(digits);
    await w.database.pool.run(
      (db) => db`update counsellor set state = 'suspended' where code = ${worker.code}`,
    );
    expect(await text(path)).not.toContain(`${path}/code`);
    expect((await w.post(`${path}/code`)).status).toBe(409);
    await w.database.pool.run(
      (db) => db`update counsellor set state = 'active' where code = ${worker.code}`,
    );
  });

  test('her list goes to somebody at work, never by a press alone, and each of her members is asked first', async () => {
    const member = await addMember(w, { number: '+254711000601' });
    await makeHers(w, worker.id, member.id);
    await signIn(w, ['supervisor']);
    expect(await text(path)).toContain('Give her whole list to somebody else');
    const to_whom = String(other.code);
    expect((await w.post(`${path}/move`, { to_whom })).status).toBe(422);
    const sure = { move_sure: 'yes' };
    expect((await w.post(`${path}/move`, { ...sure, to_whom: '99999' })).status).toBe(422);
    expect((await w.post(`${path}/move`, { ...sure, to_whom: String(worker.code) })).status).toBe(
      422,
    );
    expect(saidIn(await w.post(`${path}/move`, { ...sure, to_whom }))).toBe('counsellors.did_move');
    expect((await audited(w)).at(-1)).toBe('list_moved');
    expect(
      await row(
        `select count(*)::int as n from assignment where member_id = '${member.id}' and counsellor_id = '${other.id}' and state = 'agreed'`,
      ),
    ).toEqual({ n: 0 });
  });
});

describe('a member', () => {
  test('could be somebody’s: both are asked, and only whoever was told before', async () => {
    const member = await addMember(w, { number: '+254711000602' });
    await signIn(w, ['supervisor']);
    const path = `/console/members/${member.id}`;
    const counsellor = String(other.code);
    const unasked = await w.post(`${path}/assign`, { counsellor });
    expect([unasked.status, await unasked.text()]).toEqual([
      422,
      expect.stringContaining('Ask her first'),
    ]);
    const wrong = await w.post(`${path}/assign`, { counsellor: '99999', knows: 'yes' });
    expect(wrong.status).toBe(422);
    const lead = String(supervisor.code);
    const none = await w.post(`${path}/assign`, { counsellor: lead, knows: 'yes' });
    expect(await none.text()).toContain('has no members of her own');
    const done = await w.post(`${path}/assign`, { counsellor, knows: 'yes' });
    expect(saidIn(done)).toMatch(/^members\.assigned_by_(?:text|visit)$/u);
    expect((await audited(w)).at(-1)).toBe('match_entered');
    expect(await row(`select state from assignment where member_id = '${member.id}'`)).not.toEqual({
      state: 'agreed',
    });
    const again = await w.post(`${path}/assign`, { counsellor, knows: 'yes' });
    expect(again.status).toBe(422);
  });
});

describe('groups', () => {
  test('a day without meetings is kept and taken back, each with an entry of the audit log', async () => {
    await signIn(w, ['supervisor']);
    expect((await w.post('/console/group-holidays', { day: '2020-12-25' })).status).toBe(422);
    expect((await w.post('/console/group-holidays', { day: '2026-02-31' })).status).toBe(422);
    await w.post('/console/group-holidays', { day: '2026-12-25' });
    expect(await text('/console/groups')).toContain('25\u00A0Dec\u00A02026');
    await w.post('/console/group-holidays/remove', { day: '2026-12-25' });
    expect(await text('/console/groups')).not.toContain('25\u00A0Dec\u00A02026');
    expect((await audited(w)).slice(-2)).toEqual(['holidays_changed', 'holidays_changed']);
  });
});
