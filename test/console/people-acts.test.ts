import { hasWords } from '../../src/console/frame/words.ts';
import { REQUEST_ACTS } from '../../src/store/request-acts.ts';
import { describe, expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { referenceOf } from '../../src/followup/request-reference.ts';
import { addMember, addWorker, asksFor, audited, peopleWorld, signIn } from './people-world.ts';

const w = await peopleWorld();
const worker = await addWorker(w, { number: '+254711000901' });
const lead = await addWorker(w, { number: '+254711000902', role: 'lead' });
const member = await addMember(w, { number: '+254711000500' });
const text = async (path: string) => (await w.get(path)).text();
const row = async <T>(query: string) => {
  const [one] = await w.database.pool.run((db) => db.unsafe<T[]>(query));
  return one;
};

describe('requests for a person', () => {
  test('late ones stand first, in hours of duty, with who has them; no number and no complaint', async () => {
    const fresh = await asksFor(w, member, { hoursAgo: 0 });
    // Asked on Friday morning; it is Monday, ten in the morning.
    const late = await asksFor(w, member, { hoursAgo: 72, counsellorId: worker.id });
    await signIn(w, ['supervisor']);
    const page = await text('/console/follow-ups');
    expect(page.indexOf(referenceOf(late))).toBeLessThan(page.indexOf(referenceOf(fresh)));
    expect(page).toMatch(/chip warn">Late</u);
    expect(page).toContain('hours of duty');
    expect(page).not.toContain('711000500');
    expect(await text('/console/follow-ups?stage=late')).not.toContain(referenceOf(fresh));
    expect(await text(`/console/follow-ups?q=${worker.code}`)).not.toContain(referenceOf(fresh));
    expect(await text(`/console/follow-ups?q=${referenceOf(fresh)}`)).not.toContain(
      referenceOf(late),
    );
    const file = await text('/console/follow-ups/export');
    expect(file).toContain(
      `${referenceOf(late)},Asked to talk with somebody,Asks for a call,Somebody has it,Her counsellor,Late`,
    );
    expect(file).not.toContain('711000500');
  });

  test('a supervisor gives one to the next person, and whoever had it is not asked again', async () => {
    const id = await asksFor(w, member, { counsellorId: worker.id });
    await signIn(w, ['supervisor']);
    const done = await w.post(`/console/follow-ups/${id}/hand-on`);
    expect(done.status).toBe(303);
    expect(
      await row(
        `select stage, counsellor_id, due_at is not null as due from follow_up where id = '${id}'`,
      ),
    ).toEqual({ stage: 'waiting', counsellorId: null, due: true });
    expect(
      await row(`select act, counsellor_id from follow_up_act where follow_up_id = '${id}'`),
    ).toEqual({ act: 'handed_over', counsellorId: worker.id });
    expect((await audited(w)).at(-1)).toBe('request_handed_on');
    expect((await w.post(`/console/follow-ups/${id}/hand-on`)).status).toBe(409);
    expect(await text(`/console/follow-ups/${id}`)).toContain('it was given to the next person');
  });

  test('is closed for a reason that is counted, and for none not at all', async () => {
    const id = await asksFor(w, member);
    await signIn(w, ['admin']);
    const path = `/console/follow-ups/${id}`;
    const bare = await w.post(`${path}/close`);
    expect([bare.status, await bare.text()]).toEqual([422, expect.stringContaining('Choose why')]);
    await w.post(`${path}/close`, { why: 'met_elsewhere' });
    expect(await row(`select state, ended_as from follow_up where id = '${id}'`)).toEqual({
      state: 'done',
      endedAs: 'closed',
    });
    expect(await text(path)).toContain('closed: somebody met her another way');
    expect((await w.post(`${path}/close`, { why: 'twice' })).status).toBe(409);
    expect((await w.get(`/console/follow-ups/${newId()}`)).status).toBe(404);
  });
});

describe('counsellors', () => {
  test('are codes, dates and loads; of her number the last three digits stand on her own page', async () => {
    await signIn(w, ['supervisor']);
    const list = await text('/console/counsellors');
    expect(list).toContain(`/console/counsellors/${worker.code}`);
    expect(list).toContain('Until 10\u00A0Jan\u00A02028');
    expect(list).not.toContain('711000901');
    const page = await text(`/console/counsellors/${worker.code}`);
    expect(page).toContain('Number ends with 901');
    expect(page).not.toContain('711000901');
    expect(await text('/console/counsellors/export')).not.toContain('711000');
    expect(await text(`/console/counsellors?role=lead`)).not.toContain(
      `/console/counsellors/${worker.code}"`,
    );
    expect((await w.get('/console/counsellors/99999')).status).toBe(404);
  });

  test('somebody is entered, is asked, and agrees here; her mistakes lose nothing that was typed', async () => {
    await signIn(w, ['admin']);
    const wrong = await w.post('/console/counsellors/new', {
      number: '12',
      role: 'peer',
      language: 'en',
      place: 'Mbare',
      supervisor: '99999',
    });
    const form = await wrong.text();
    expect([wrong.status, form.includes('Mbare'), form.includes('Nobody here has')]).toEqual([
      422,
      true,
      true,
    ]);
    const entered = await w.post('/console/counsellors/new', {
      number: '+254 711 000 950',
      role: 'peer',
      language: 'en',
      supervisor: String(lead.code),
    });
    const [, code = ''] = /Her code is (\d+)/u.exec(await entered.text()) ?? [];
    expect(await text(`/console/counsellors/${code}`)).toContain('Invited');
    expect((await w.post(`/console/counsellors/${code}/agree`)).status).toBe(303);
    const again = await w.post('/console/counsellors/new', {
      number: '+254711000950',
      role: 'peer',
      language: 'en',
    });
    expect([again.status, await again.text()]).toEqual([
      422,
      expect.stringContaining('Somebody works from this number already'),
    ]);
  });

  test('training, duty, away, back and the end go by the verbs of the command line', async () => {
    await signIn(w, ['supervisor']);
    const path = `/console/counsellors/${worker.code}`;
    expect((await w.post(`${path}/train`, { trained_on: '2027-01-01' })).status).toBe(422);
    await w.post(`${path}/train`, { trained_on: '2026-11-02', refresher_by: '2028-11-02' });
    expect((await w.post(`${path}/duty`, { days: 'mon', from: '05:00', to: '06:00' })).status).toBe(
      422,
    );
    await w.post(`${path}/duty`, { days: 'mon', from: '09:00', to: '12:00' });
    expect((await w.post(`${path}/away`, { back_on: '2020-01-01' })).status).toBe(422);
    await w.post(`${path}/away`, { back_on: '2026-12-01' });
    const page = await text(path);
    for (const said of [
      '2\u00A0Nov\u00A02028',
      'Mon 09:00–12:00',
      'Away until 1\u00A0Dec\u00A02026',
    ])
      expect(page).toContain(said);
    await w.post(`${path}/back`);
    expect(await text(path)).toContain('At work');
    expect((await w.post(`${path}/end`, { ends_as: 'left' })).status).toBe(422);
    await w.post(`${path}/end`, { ends_as: 'suspended', sure: 'yes' });
    expect(await text(path)).toContain('Suspended');
    await w.post(`${path}/back`);
    expect((await audited(w)).slice(-6)).toEqual([
      'counsellor_trained',
      'duty_set',
      'counsellor_off',
      'counsellor_back',
      'counsellor_off',
      'counsellor_back',
    ]);
  });
});

describe('groups', () => {
  const wish = {
    name: 'Baobab',
    language: 'en',
    place1: 'The market hall',
    every: 'months',
    many: '1',
    from: '2026-12-05',
    at: '14:00',
    days: '1',
    remind_at: '16:00',
    facilitators: String(worker.code),
    moderator: String(lead.code),
  };

  test('one is made with a neutral name, its rhythm from its first day, and its code shown to say', async () => {
    await signIn(w, ['supervisor']);
    const telling = await w.post('/console/groups/new', { ...wish, name: 'HIV group' });
    expect([telling.status, await telling.text()]).toEqual([
      422,
      expect.stringContaining('could guess what the group is about'),
    ]);
    const made = await (await w.post('/console/groups/new', wish)).text();
    expect(made).toMatch(/class="figure">\d{5} \d{5}</u);
    const list = await text('/console/groups');
    expect(list).toContain('Every month, first Sat, 14:00');
    const [, code = ''] = /console\/groups\/(\d+)"/u.exec(list) ?? [];
    expect(await text('/console/groups?q=baob')).toContain('Baobab');
    expect(await text('/console/groups?q=%25')).not.toContain('Baobab');
    const path = `/console/groups/${code}`;
    expect((await w.post(`${path}/moderate`, { moderator: String(worker.code) })).status).toBe(409);
    expect((await w.post(`${path}/lead`, { lead: '99999' })).status).toBe(422);
    expect((await w.post(`${path}/ballot`, { options: '2', days: '7' })).status).toBe(409);
    expect(await (await w.post(`${path}/code`)).text()).toMatch(/\d{5} \d{5}/u);
    await w.post(`${path}/unlead`, { who: String(worker.code) });
    expect(await text(path)).toContain('Nobody leads it');
    expect((await w.post(`${path}/close`)).status).toBe(422);
    await w.post(`${path}/close`, { sure: 'yes' });
    expect(await text(path)).toContain('Closed');
    expect(await text('/console/groups/export')).toContain('Baobab,Closed');
  });

  test('[req M3] figures under five are withheld, in the list and in the export', async () => {
    await signIn(w, ['supervisor']);
    await w.post('/console/groups/new', { ...wish, name: 'Acacia' });
    const group = await row<{ id: string }>(`select id from peer_group where name = 'Acacia'`);
    await w.database.pool.transact(async (tx) => {
      await tx`
        insert into meeting (id, group_id, day, planned_at, starts_at, place)
        values (${newId()}, ${group?.id ?? ''}, '2026-12-05', ${w.parts.clock.now()}, '2026-12-05T11:00:00Z', 1)`;
      await tx`
        insert into membership (id, group_id, phone_id, state, asked_at, agreed_at)
        select gen_random_uuid(), ${group?.id ?? ''}, gen_random_uuid(), 'agreed', now(), now() from generate_series(1, 9)`;
      await tx`
        insert into meeting_answer (meeting_id, membership_id, coming, at)
        select m.id, q.id, true, now() from meeting m join membership q on q.group_id = m.group_id limit 3`;
    });
    const page = await text('/console/groups?q=Acacia');
    expect(page).toContain('comes: withheld, not: withheld');
  });
});

test('where a code of a counsellor is typed, those who work are offered with what they do', async () => {
  await signIn(w, ['supervisor']);
  for (const path of ['counsellors/new', 'groups/new', `members/${member.id}`]) {
    const page = await text(`/console/${path}`);
    expect(page, path).toContain('list="codes-at-work"');
    expect(page.split('<datalist id="codes-at-work">'), path).toHaveLength(2);
    expect(page, path).toMatch(
      new RegExp(`<option value="${lead.code}">\\s*Lead, the main place`, 'u'),
    );
  }
});

test.each([
  'members/export',
  'follow-ups/export',
  'counsellors/export',
  'groups/export',
  'expiry/export',
  'invitations.csv',
  'reveals.csv',
  'sending/messages.csv',
  'sending/days.csv',
  'staff.csv',
  'audit.csv',
  'reports.csv',
])('the file of %s is headed in the language of whoever takes it along', async (path) => {
  const headed = async (language: 'en' | 'fr') => {
    await signIn(w, ['admin'], { language });
    return (await text(`/console/${path}`)).split('\r\n', 1)[0] ?? '';
  };
  const [english, french] = [await headed('en'), await headed('fr')];
  expect(french).not.toBe(english);
  expect(english).toMatch(/^\uFEFF?[A-Z][\w ]+(?:,[A-Z][\w -]+)+$/u);
});

test('whatever is ever written of a request is said in words', () => {
  const keys = ['asked', ...REQUEST_ACTS].map((act) => `requests.act_${act}`);
  expect(keys.filter((key) => !hasWords(key))).toEqual([]);
});

describe('what runs out', () => {
  test('is listed with its last day and whose job it is, what presses first, for who edits too', async () => {
    await signIn(w, ['editor']);
    const page = await text('/console/expiry');
    expect(page).toContain('Never verified');
    expect(page).toContain('Somebody local calls the number');
    // As many as the start page says: of the programme's own country, until another is chosen.
    expect(page).not.toContain('<code>za_');
    expect(await text('/console/expiry?country=')).toContain('<code>za_');
    const kenya = await text('/console/expiry?country=KE&kind=helpline');
    expect(kenya).toContain('ke_');
    expect(kenya).not.toContain('<code>za_');
    expect(await text('/console/expiry?q=nothing-is-called-so')).toContain('Nothing fits this.');
    const file = await text('/console/expiry/export?country=IN');
    expect(file).toContain('flows/benefits/in/');
    expect(file).not.toContain('flows/benefits/ke/');
    await signIn(w, ['monitor']);
    expect((await w.get('/console/expiry')).status).toBe(404);
  });
});
