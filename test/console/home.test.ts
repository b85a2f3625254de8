import { expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { pseudonymOf } from '../../src/base/pseudonym.ts';
import { openDraft, saveEdit } from '../../src/console/flows/open-draft.ts';
import { mayUse, type Role, ROLES, type Staff } from '../../src/console/frame/route.ts';
import { referenceOf } from '../../src/followup/request-reference.ts';
import { ROUTES } from '../../src/console/routes.ts';
import { askRecovery } from '../../src/store/staff-invites.ts';
import { makeAccount } from '../../src/store/staff-accounts.ts';
import { addStage, standingStages } from '../../src/store/release-stages.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench, enterStaff, staffWith } from './console-bench.ts';
import { addMember, addWorker, asksFor, makeHers } from './people-world.ts';

const database = await freshDatabase();
const bench = await consoleBench(database, { started: true });
const { parts } = bench;
const made = { parts, database: { pool: parts.pool } };
const FLOW = 'feedback';
const TITLE = 'What members think of us';

/** The figures of today as somebody with this role reads them, and where they lead. */
async function todayOf(role: Role): Promise<{ says: string; leads: string[] }> {
  await bench.as(role);
  const page = await (await bench.get('/console')).text();
  const [, card = ''] = /aria-labelledby="today">(.*?)<\/section>/su.exec(page) ?? [];
  const leads = [...card.matchAll(/href="([^"]+)"/gu)].map(([, to = '']) => to);
  return { says: card.replaceAll(/<[^>]+>/gu, ' ').replaceAll(/\s+/gu, ' '), leads };
}

async function homeOf(roles: readonly Role[], more: Partial<Staff> = {}): Promise<string> {
  const staff = staffWith(roles, more);
  await enterStaff(parts.pool, staff);
  bench.asStaff(staff);
  const answer = await bench.get('/console');
  const [, card = ''] =
    /aria-labelledby="waiting">(.*?)<\/section>/su.exec(await answer.text()) ?? [];
  return card.replaceAll('&amp;', '&');
}

async function edit(path: string, from: RegExp, to: string): Promise<void> {
  const editor = staffWith(['editor']);
  await enterStaff(parts.pool, editor);
  const asking = { parts, staff: editor, now: parts.clock.now() };
  const draft = await openDraft(asking, FLOW);
  const saved = await saveEdit(asking, FLOW, draft?.revision ?? 0, (files) => {
    expect(files.get(path)).toMatch(from);
    return new Map([...files, [path, (files.get(path) ?? '').replace(from, to)]]);
  });
  expect(saved.kind).toBe('saved');
}

async function account(name: string, ...roles: Role[]): Promise<string> {
  const staffId = newId();
  await parts.pool.transact((tx) =>
    makeAccount(tx, {
      staffId,
      isStaff: false,
      signInName: name.toLowerCase(),
      displayName: name,
      language: 'en',
      isLead: false,
      roles,
      now: parts.clock.now(),
    }),
  );
  return staffId;
}

test('where nothing has happened yet the start page says what to do first, and every figure what it will be', async () => {
  await bench.as('admin');
  const page = await (await bench.get('/console')).text();
  expect(page).toContain('Begin here');
  expect(page).toMatch(/class="button main" href="\/console\/start"/u);
  const admin = (await todayOf('admin')).says;
  expect(admin).toContain('Requests for a person None is open');
  expect(admin).toContain(
    'On duty now Nobody These are hours of duty: enter somebody on the list.',
  );
  expect(admin).toContain('Texts today Not counted yet');
  expect(admin).toContain('Money left Not known yet');
  expect(admin).toContain('Nobody has joined yet. First steps says how people join.');
  expect(admin).toContain('First steps Practice');
  const counsellor = (await todayOf('counsellor')).says;
  expect(counsellor).toContain('When you are asked about one, a text comes to your phone.');
  expect(counsellor).toContain('A supervisor suggests members to you.');
  expect((await todayOf('monitor')).says).toContain(
    'Fewer than 5 Counted each hour, and shown from 5',
  );
});

test('an editor is led to the flows by the one main button of her first page', async () => {
  const main = async (role: Role) => {
    await bench.as(role);
    const page = await (await bench.get('/console')).text();
    return [...page.matchAll(/class="button main" href="([^"]+)"/gu)].map(([, to]) => to);
  };
  expect(await main('editor')).toEqual(['/console/flows']);
  expect(await main('admin')).not.toContain('/console/flows');
});

test('every figure of today leads to a page that its reader may open; a monitor has those of the reports alone', async () => {
  for (const role of ROLES) {
    const { leads } = await todayOf(role);
    expect(leads.length, role).toBeGreaterThan(0);
    for (const to of leads) {
      const route = ROUTES.find(({ method, path }) => method === 'GET' && `/console${path}` === to);
      expect(mayUse(route?.may ?? [], { roles: [role] }), `${role} ${to}`).toBe(true);
    }
  }
  expect(new Set((await todayOf('monitor')).leads)).toEqual(new Set(['/console/reports']));
});

test('whoever translates is told which texts are missing, in which language of the programme, and is led to them', async () => {
  expect(await homeOf(['translator'])).toContain('Nothing is waiting for you');
  await edit(`${FLOW}/sw.yaml`, /^(texts:\n.*)$/mu, '$1 # missing');
  const home = await homeOf(['translator']);
  expect(home).toContain(`${TITLE}: 1 text is missing in Swahili`);
  expect(home).toContain(`/console/flows/${FLOW}/translate?from=en&to=sw&show=missing`);
  expect(await homeOf(['reviewer'])).not.toContain('missing');
});

test('whoever translates reads calmly what could be done in languages that the programme does not speak', async () => {
  await edit(`${FLOW}/es.yaml`, /^(texts:\n.*)$/mu, '$1 # missing');
  const home = await homeOf(['translator']);
  expect(home).toContain(`${TITLE}: 1 language that the programme does not speak has texts`);
  expect(home).toContain(
    `<p class="soft"><a href="/console/flows/${FLOW}/translate?language=es&show=missing"`,
  );
  await edit(`${FLOW}/es.yaml`, / # missing/u, '');
  expect(await homeOf(['translator'])).not.toContain('does not speak');
});

test('who reviews is told what to sign and to read as soon as it is in review, each her own part', async () => {
  expect(await homeOf(['reviewer'])).toContain('Nothing is waiting for you');
  await edit(`${FLOW}/sw.yaml`, / # missing/u, '');
  await edit(`${FLOW}/en.yaml`, /name: English/u, 'name: Our English');
  await parts.pool.run((db) => db`update draft set state = 'in_review' where flow = ${FLOW}`);
  // The first proof may take longer than a page waits: then it is counted.
  await bench.whole('/console/reviews');
  expect(await homeOf(['reviewer'])).toContain(`${TITLE}: Read English and Swahili, and sign it`);
  expect(await homeOf(['peer_reviewer'])).toContain(TITLE);
});

test('a request that is late is told to who supervises, one of her own members to a counsellor', async () => {
  const [anna, other] = [
    await addMember(made, { number: '+254711000501' }),
    await addMember(made, { number: '+254711000502' }),
  ];
  const worker = await addWorker(made, { number: '+254711000951' });
  await makeHers(made, worker.id, anna.id);
  await asksFor(made, anna, { hoursAgo: 96 });
  await asksFor(made, other);
  const home = await homeOf(['supervisor']);
  expect(home).toContain('1 request is late');
  expect(home).toContain('/console/follow-ups?stage=late');
  const own = await homeOf(['counsellor'], { id: worker.id });
  expect(own).toContain('1 open request of your members');
  expect(own).not.toContain('late');
});

test('a request that somebody was asked about is open still: who supervises sees it at once, and so does who was asked', async () => {
  const foreign = await addMember(made, { number: '+254711000503' });
  const worker = await addWorker(made, { number: '+254711000952' });
  expect(await homeOf(['supervisor'])).toContain('2 requests for a person are with nobody yet');
  const id = await asksFor(made, foreign, { counsellorId: worker.id });
  expect(await homeOf(['supervisor'])).toContain('3 requests for a person are open');
  const asked = await homeOf(['counsellor'], { id: worker.id });
  expect(asked).toContain('1 request is with you: answer on your phone');
  expect(asked).not.toContain('Nothing is waiting');
  const list = await (await bench.get('/console/follow-ups')).text();
  expect(list).toContain(referenceOf(id));
  expect(list).toContain('You have it.');
  // Of somebody else's member she sees the kind of a request, and neither who nor why.
  expect(list).toContain('Asks for a call');
  expect(list).not.toContain(pseudonymOf(foreign.id));
  expect(list).not.toContain('Asked to talk with somebody');
  expect(await homeOf(['counsellor'])).not.toContain('with you');
});

test('the figures of today say who waits and for how long, who is there, what left, how long the money lasts, and in fives who takes part', async () => {
  const worker = await addWorker(made, { number: '+254711000953' });
  const { clock } = parts;
  await parts.pool.run(async (db) => {
    await db`insert into duty (place, counsellor_id, hours_from, hours_to) values ('main', ${worker.id}, '08:00', '17:00')`;
    await db`
      insert into message_day (day, class, state, reason, messages, segments)
      values ('2026-11-23', 'reply', 'sent', '', 12, 12), ('2026-11-23', 'timer', 'expired', 'late', 2, 2)`;
    await db`insert into figure_counted (name, day, at) values ('messages', '2026-11-23', ${clock.now()})`;
    await db`
      insert into money_day (day, currency, amount, messages, segments)
      values ('2026-11-20', 'KES', 70, 70, 70), ('2026-11-23', 'KES', 900, 900, 900)`;
    await db`update sending set balance = 'KES 500.0000'`;
    await db`insert into figure (name, day, cell, count) values ('reach', '2026-11-23', 'takes_part', 13)`;
  });
  const { says } = await todayOf('supervisor');
  expect(says).toMatch(/Requests for a person 3 open The oldest waits: \d+ hours of duty/u);
  expect(says).toContain('On duty now 1 person Until 17:00');
  expect(says).toContain('Texts today 12 sent 2 did not leave Counted at 10:00');
  // Of 70 shillings in seven whole days; today is not over.
  expect(says).toContain('Enough for about 50 days, as the last week went');
  expect(says).toContain('People who take part 3 people');
  expect(says).toMatch(/What runs out \d+ were never checked/u);
  const monitor = (await todayOf('monitor')).says;
  expect(monitor).toContain('People who take part 15 people Counted in fives');
  expect(monitor).toContain('This month 970 SMS paid for');
  const reviewer = (await todayOf('reviewer')).says;
  expect(reviewer).toContain('1 is in review');
  expect(reviewer).not.toContain('None is being changed');
  expect(reviewer).not.toContain('take part');
});

test('an admin is asked to agree to a new beginning of a colleague, and neither who asked nor who it is for', async () => {
  const [lost, asker] = [await account('Tendai', 'editor'), await account('Nyasha', 'admin')];
  const now = parts.clock.now();
  await parts.pool.run((db) =>
    askRecovery(db, { id: newId(), staffId: lost, askedBy: asker, now }),
  );
  const home = await homeOf(['admin']);
  expect(home).toContain('Nyasha asks you to agree: let Tendai in again');
  expect(home).toContain('href="/console/staff"');
  for (const id of [lost, asker])
    expect(await homeOf(['admin'], { id })).not.toContain('let Tendai in');
  expect(await homeOf(['supervisor'])).not.toContain('Tendai');
});

test('a version that some have so far is told, so that nobody thinks nothing is on its way', async () => {
  const [stage] = await parts.pool.run((db) => standingStages(db, FLOW));
  if (stage === undefined) throw new Error('a service that has started has stages');
  expect((await todayOf('editor')).says).not.toContain('so far');
  await parts.pool.transact((tx) =>
    addStage(tx, { ...stage, state: 'running', percent: 1, at: parts.clock.now() }),
  );
  expect((await todayOf('editor')).says).toContain('1 goes out to a share of people so far');
});
