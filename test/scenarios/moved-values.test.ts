import { expect, test } from 'vitest';
import { createKeyring } from '../../src/base/keyring.ts';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import { open, seal, Unsealable } from '../../src/base/seal.ts';
import { PROOF_WAITS } from '../../src/console/flows/proof-soon.ts';
import { appToAdd } from '../../src/console/sign-in/one-time-codes.ts';
import { sealPlace } from '../../src/engine/group-words.ts';
import { keepList } from '../../src/engine/invite-lists.ts';
import { sealShown } from '../../src/engine/shown-counsellor.ts';
import { sealState } from '../../src/followup/home/home-state.ts';
import { askReveal } from '../../src/followup/ask-reveal.ts';
import { decideReveal } from '../../src/followup/decide-reveal.ts';
import { handCode } from '../../src/groups/group-codes.ts';
import { keyOf } from '../../src/groups/group-key.ts';
import { addresseeOf, lockCounsellor, saveShown, setAsks } from '../../src/store/counsellors.ts';
import { lockGroup } from '../../src/store/groups.ts';
import { saveHomeSession } from '../../src/store/home-sessions.ts';
import { moveMeeting, nextMeeting } from '../../src/store/meetings.ts';
import { setPaused } from '../../src/store/sending-state.ts';
import { makeStaff } from '../console/sign-in-bench.ts';
import { worker } from '../followup/staffed.ts';
import { grouped } from '../groups/grouped.ts';
import { until } from '../world/until.ts';
import { world, type World, type WorldPhone } from '../world/world.ts';

/** Every column that holds sealed bytes. One that is new has to say here where its values belong, and is tried below. */
const SEALED = [
  'ballot.wrapped_key',
  'complaint.words_sealed',
  'complaint.wrapped_key',
  'content_key.wrapped_key',
  'conversation.own_sealed',
  'conversation.sealed',
  'conversation.session_key',
  'conversation.session_sealed',
  'counsellor.asks_sealed',
  'counsellor.shown_as',
  'erasure.own_sealed',
  'erasure.sealed',
  'group_task.code_sealed',
  'home_session.sealed',
  'invitation_line.number_sealed',
  'invitation_list.wrapped_key',
  'meeting.place_sealed',
  'meeting_change.place_sealed',
  'member.wrapped_key',
  'message.text_sealed',
  'peer_group.hand_sealed',
  'peer_group.join_sealed',
  'peer_group.places_sealed',
  'peer_group.wrapped_key',
  'phone.number_sealed',
  'phone.wrapped_key',
  'reveal.no_sealed',
  'reveal.note_sealed',
  'staff_password.wrapped_key',
  'staff_totp.secret_sealed',
  'staff_totp.wrapped_key',
  'turn.sealed',
];
const PHONES = 12;
/** So many of them work with members too. */
const WORKERS = 3;
const VALUES_MIN = 200;
/** Each value is put in the place of every tenth other one, with both keys. */
const EACH = 10;

type Value = { at: string; place: string; key: Buffer; sealed: Buffer };

/** Everything that a crowd left sealed, each with its key and place. */
async function valuesOf(w: World): Promise<Value[]> {
  const keyring = createKeyring(w.secrets);
  const rows = await w.db.run(
    (db) => db<{ id: string; at: string; place: string; wrappedKey: Buffer; sealed: Buffer }[]>`
      select p.id, p.wrapped_key, s.*
      from phone p, lateral (
        select 'phone.number' as at, 'phone.number:' || p.id as place, p.number_sealed as sealed
        union all select 'message.text', 'message.text:' || m.id, m.text_sealed from message m where m.phone_id = p.id
        union all select 'turn', 'turn:' || p.id || ':' || t.turn, t.sealed from turn t where t.phone_id = p.id
        union all select 'own', 'own:' || p.id, c.own_sealed from conversation c where c.phone_id = p.id
        union all select 'shown_as', 'counsellor.shown_as:' || c.id, c.shown_as from counsellor c where c.phone_id = p.id
        union all select 'asks', 'counsellor.asks:' || c.id, c.asks_sealed from counsellor c where c.phone_id = p.id
        union all select 'home', 'home:' || c.id || ':' || h.session_id, h.sealed
        from home_session h join counsellor c on c.id = h.counsellor_id where c.phone_id = p.id
      ) s
      where s.sealed is not null`,
  );
  const ofGroups = await w.db.run(
    (db) => db<{ id: string; at: string; place: string; wrappedKey: Buffer; sealed: Buffer }[]>`
      select g.id, g.wrapped_key, s.*
      from peer_group g, lateral (
        select 'group.places' as at, 'peer_group.places:' || g.id as place, g.places_sealed as sealed
        union all select 'group.join', 'peer_group.join:' || g.id, g.join_sealed
        union all select 'group.hand', 'peer_group.hand:' || g.id, g.hand_sealed
        union all select 'meeting.place', 'meeting.place:' || m.id, m.place_sealed from meeting m where m.group_id = g.id
      ) s
      where s.sealed is not null`,
  );
  const ofApps = await w.db.run(
    (db) => db<{ id: string; at: string; place: string; wrappedKey: Buffer; sealed: Buffer }[]>`
      select id, 'staff_totp' as at, 'staff_totp.secret:' || id as place, wrapped_key, secret_sealed as sealed from staff_totp`,
  );
  const ofReveals = await w.db.run(
    (db) => db<{ id: string; at: string; place: string; wrappedKey: Buffer; sealed: Buffer }[]>`
      select m.id, m.wrapped_key, s.*
      from reveal r join member m on m.id = r.member_id, lateral (
        select 'reveal.note' as at, 'reveal.note:' || r.id as place, r.note_sealed as sealed
        union all select 'reveal.no', 'reveal.no:' || r.id, r.no_sealed
      ) s`,
  );
  const ofLists = await w.db.run(
    (db) => db<{ id: string; at: string; place: string; wrappedKey: Buffer; sealed: Buffer }[]>`
      select l.id, 'invitation' as at, 'invitation.number:' || l.id || ':' || n.line as place, l.wrapped_key,
        n.number_sealed as sealed
      from invitation_list l join invitation_line n on n.list_id = l.id`,
  );
  return [...rows, ...ofGroups, ...ofApps, ...ofReveals, ...ofLists].map(
    ({ id, at, place, wrappedKey, sealed }) => ({
      at,
      place,
      key: keyring.openKey(id, wrappedKey),
      sealed,
    }),
  );
}

function opens(key: Buffer, place: string, sealed: Buffer): boolean {
  try {
    open(key, place, sealed);
    return true;
  } catch (error) {
    if (error instanceof Unsealable) return false;
    throw error;
  }
}

async function crowded(): Promise<World> {
  const w = await world();
  const crowd = Array.from({ length: PHONES }, (_, index) =>
    w.phoneOf(`+2547110001${String(index).padStart(2, '0')}`),
  );
  const talk = ['JOIN', '1', '1', '1', '2', '9', 'HELP', 'hello', '1', 'hello'];
  await Promise.all(
    crowd.map(async ({ raw }) => {
      for (const text of talk) await raw.texts(text);
    }),
  );
  for (const phone of crowd.slice(0, WORKERS)) await works(w, phone);
  await meets(w);
  await signsIn(w);
  await asksForNumbers(w);
  return w;
}

/** What is needed to make somebody of the staff. */
function ofStaff(w: World) {
  const { setting } = w.service;
  const parts = {
    ...setting,
    setting,
    pool: w.db,
    flowsFolder: 'test/flows',
    proofWaits: PROOF_WAITS,
  };
  const missing = () => Promise.resolve([]);
  return { parts: { ...parts, demo: false, phonesPage: undefined, missing } };
}

/** Somebody of the staff sets up an app that shows codes. */
async function signsIn(w: World): Promise<void> {
  const { parts } = ofStaff(w);
  const { staffId } = await makeStaff({ parts }, ['editor']);
  const now = w.clock.now();
  await appToAdd(parts, { staffId, now, label: 'editor', issuer: 'Mazano' });
}

/** The lead asks for two numbers, somebody does not agree, and a list waits to be invited. */
async function asksForNumbers(w: World): Promise<void> {
  const { parts } = ofStaff(w);
  const lead = await makeStaff({ parts }, ['supervisor'], { isLead: true });
  const second = await makeStaff({ parts }, ['admin']);
  const members = await w.db.run(
    (db) => db<{ id: string }[]>`select id from member order by id limit 2`,
  );
  for (const { id: memberId } of members) {
    const by = { staffId: lead.staffId, isLead: true, mayAgree: false };
    const wish = { memberId, reason: 'danger', note: 'She does not answer' } as const;
    const asked = await askReveal(parts, wish, by);
    if (asked.kind !== 'asked') throw new Error(asked.kind);
    const decider = { staffId: second.staffId, isLead: false, mayAgree: true };
    await decideReveal(parts, asked.id, { agrees: false, no: 'Go and see her' }, decider);
  }
  const numbers = ['+254711000881', '+254711000882'].flatMap(
    (each) => parsePhoneNumber(each) ?? [],
  );
  const source = { source: 'A clinic', sourcedOn: '2026-11-20', actor: lead.staffId };
  await keepList({ setting: w.service.setting, pool: w.db }, { numbers, ...source });
}

/** A group with a code to hand it on, whose next meeting is somewhere else. */
async function meets(w: World): Promise<void> {
  const { setting } = w.service;
  const { id, facilitator } = await grouped(w);
  await w.db.transact(async (tx) => {
    const now = w.clock.now();
    const counsellor = await lockCounsellor(tx, facilitator.id);
    const group = await lockGroup(tx, id);
    const meeting = await nextMeeting(tx, id, now);
    if (counsellor === undefined || group === undefined || meeting === undefined)
      throw new Error('all were made');
    await handCode({ setting, tx, now, counsellor }, group, 'screen');
    const placeSealed = sealPlace(keyOf(setting, group), meeting.id, 'the church');
    await moveMeeting(tx, meeting.id, { ...meeting, placeSealed, now, dueAt: meeting.startsAt });
  });
}

/** She is called something, is in her own menu, and has typed a number that she would invite. */
async function works(w: World, { number }: WorldPhone): Promise<void> {
  const { setting } = w.service;
  const { id } = await worker(w, number);
  const hers = await w.db.run((db) => addresseeOf(db, id));
  const key = setting.keyring.openKey(hers.phoneId, hers.wrappedKey);
  const place = { at: 'menu' as const };
  const state = { place, screen: 'Waiting for you: 0', page: 0, goesOn: true };
  await w.db.transact(async (tx) => {
    await saveShown(tx, id, sealShown(key, id, 'Aunt N.'));
    const sealed = seal(key, `counsellor.asks:${id}`, number);
    await setAsks(tx, id, { what: 'invite', sealed }, w.clock.now());
    await saveHomeSession(tx, id, {
      sessionId: 'ATUid_1',
      until: w.clock.now(),
      length: 0,
      hash: Buffer.alloc(32),
      sealed: sealState(setting, hers, 'ATUid_1', state),
    });
  });
}

test('every column that holds sealed bytes is known here', async () => {
  const w = await world();
  const rows = await w.db.run(
    (db) => db<{ at: string }[]>`
      select t.relname || '.' || a.attname as at
      from pg_class t join pg_attribute a on a.attrelid = t.oid
      where t.relnamespace = current_schema()::regnamespace and t.relkind = 'r' and not a.attisdropped
        and a.atttypid = 'bytea'::regtype and a.attname ~ '(sealed|wrapped_key|session_key|shown_as)$'
      order by 1`,
  );
  expect(rows.map(({ at }) => at)).toEqual(SEALED);
});

test('a value that stands anywhere but in its own place opens nowhere, with its own key or another [rel P67]', async () => {
  const w = await crowded();
  const values = await valuesOf(w);
  expect(values.length).toBeGreaterThan(VALUES_MIN);
  expect(values.filter(({ key, place, sealed }) => !opens(key, place, sealed))).toEqual([]);
  const opened: string[] = [];
  for (const [index, from] of values.entries())
    for (const to of values.filter((_, other) => other % EACH === index % EACH)) {
      if (from.place === to.place) continue;
      if (opens(to.key, to.place, from.sealed)) opened.push(`${from.place} in ${to.place}`);
      if (opens(from.key, to.place, from.sealed)) opened.push(`${from.place} as ${to.place}`);
    }
  expect(opened).toEqual([]);
});

test('rows swapped in the database: nobody gets words of somebody else, and STOP still works [rel P67]', async () => {
  const w = await world();
  const [one, other] = [w.phone, w.phoneOf('+254711000222')];
  for (const phone of [one, other]) for (const text of ['JOIN', '1', '1']) await phone.texts(text);
  const heard = one.heard().length + other.heard().length;
  await w.db.run(
    (db) => db`
      update conversation c set sealed = o.sealed, turn = o.turn
      from conversation o where o.phone_id <> c.phone_id`,
  );
  for (let times = 0; times < 4; times += 1) await one.raw.texts('1');
  const log = w.lines.join('');
  expect(log).toContain('"error":"Unsealable"');
  await one.texts('STOP');
  await other.texts('STOP');
  const said = [...one.heard(), ...other.heard()].slice(heard);
  expect(said.filter((text) => !/No more texts|HELP|person|Thank/u.test(text))).toEqual([]);
  expect(one.lastHeard()).toContain('No more texts');
  expect(other.lastHeard()).toContain('No more texts');
});

test('texts swapped in the queue are sent to nobody [rel P67]', async () => {
  const w = await world();
  const [one, other] = [w.phone, w.phoneOf('+254711000222')];
  await w.db.run((db) => setPaused(db, true));
  await Promise.all([one.raw.texts('HELP'), other.raw.texts('HELP')]);
  await w.db.run(
    (db) => db`
      update message m set text_sealed = o.text_sealed
      from message o where o.phone_id <> m.phone_id`,
  );
  const sent = w.standIn.messages.length;
  await w.db.run((db) => setPaused(db, false));
  w.service.wake();
  await until('both were tried', () => w.lines.join('').includes('send_broken'), 30_000);
  expect(w.standIn.messages.length).toBe(sent);
});
