import { describe, expect, test } from 'vitest';
import { freshDatabase } from '../world/database.ts';

const { open } = await freshDatabase();
const sender = open({ role: 'mazano_sender', applicationName: 'test sender' });
const web = open({ role: 'mazano_web', applicationName: 'test web' });
const staff = open({ role: 'mazano_staff', applicationName: 'test staff' });

const DENIED = { code: '42501' };

describe('the role that sends', () => {
  test.each([
    'select number_sealed from phone',
    'select wrapped_key from phone',
    'select text_sealed from message',
    'select * from message',
    `update message set state = 'sending'`,
    `update message set epoch = 99`,
    `insert into message (id) values (gen_random_uuid())`,
    `insert into attempt (id) values (gen_random_uuid())`,
    'update attempt set call_until = now()',
    'select * from conversation',
    'select * from consent',
    'select * from complaint',
    `insert into consent (purpose) values ('check_ins')`,
    'update gate set epoch = 0',
    'delete from stop_request',
    'update sending set paused = false',
    'update sending set heard_at = now()',
    'insert into restart (answers) values (99)',
    'delete from suppression',
    'select finish_stop(1, now(), null, null, null)',
    'select finish_withdrawal(1, now())',
    'select finish_erasure(gen_random_uuid(), now())',
    'select * from erasure',
  ])('may not: %s [rel P8]', async (statement) => {
    await expect(sender.run((db) => db.unsafe(statement))).rejects.toMatchObject(DENIED);
  });

  test('reads number and text only through the gate, which wants a live attempt', async () => {
    const rows = await sender.run(
      (db) => db`select * from open_for_send(gen_random_uuid(), gen_random_uuid(), now(), true)`,
    );
    expect(rows).toMatchObject([{ verdict: 'lease', numberSealed: null, textSealed: null }]);
  });
});

describe('the role of turns', () => {
  test.each([
    'update gate set epoch = 0',
    'delete from gate',
    `update message set state = 'queued'`,
    `update message set epoch = 99`,
    'select text_sealed from message',
    'delete from message',
    'update stop_request set stopped_at = now()',
    'delete from stop_request',
    `update consent set act = 'given'`,
    'delete from consent',
    'update withdrawal set finished_at = now()',
    'delete from withdrawal',
    'select words_sealed from complaint',
    'update complaint set phone_id = null',
    'delete from complaint',
    `update erasure set state = 'done'`,
    'delete from erasure',
    'delete from phone',
    'select delete_phone(gen_random_uuid(), now())',
    'select forget_quiet(gen_random_uuid(), now(), now(), true)',
    'select forget_member(gen_random_uuid())',
    'update turn set outcome = null',
    'delete from turn',
    'delete from audit',
    'update inbound set provider_id = null',
    'delete from inbound',
    `select claim_for_send(1, false, now(), '1 second', '1 second')`,
    'select open_for_send(gen_random_uuid(), gen_random_uuid(), now(), true)',
    `update release set hash = ''`,
    'truncate phone',
    `update phone set number_index = ''`,
    `update phone set wrapped_key = ''`,
    `update key_in_use set key_id = ''`,
    `insert into key_in_use (name) values ('wrap')`,
    'select wrapped_key from content_key',
    `update audit set actor = ''`,
    'delete from audit_link',
    'update audit_seal set entries = 0',
    `insert into staff (role) values ('counsellor')`,
    'update staff set left_at = null',
    'delete from staff',
    'update staff set id = null',
    'delete from staff_account',
    `insert into staff_account (sign_in_name) values ('somebody')`,
    'update staff_account set is_lead = true',
    `insert into staff_role (role) values ('admin')`,
    `insert into staff_invite (kind) values ('first')`,
    'select make_console_staff(gen_random_uuid(), now())',
    'delete from staff_session',
    'update staff_role set since = now()',
    'update staff_invite set roles = null',
    'update staff_session set staff_id = null',
    'delete from sign_in_try',
    'delete from assignment',
    'delete from counsellor',
    'delete from prompt',
    `update follow_up_act set act = 'met'`,
    'delete from follow_up_act',
  ])('may not: %s [rel P8]', async (statement) => {
    await expect(web.run((db) => db.unsafe(statement))).rejects.toMatchObject(DENIED);
  });
});

describe('the role of staff', () => {
  test.each([
    'select * from phone',
    'select text_sealed from message',
    'select * from conversation',
    'select * from turn',
    'select * from consent',
    `update message set state = 'queued'`,
    'select finish_stop(1, now(), null, null, null)',
    'select number_index from phone',
    'select wrapped_key from member',
    'select pin_hash from member',
    'select * from complaint',
    'select * from audit',
    'select * from audit_seal',
    'insert into assignment (since) values (now())',
    'update assignment set until = null',
    `insert into staff (role) values ('counsellor')`,
    'update follow_up set member_id = null',
  ])('may not: %s', async (statement) => {
    await expect(staff.run((db) => db.unsafe(statement))).rejects.toMatchObject(DENIED);
  });
});
