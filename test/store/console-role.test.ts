import { expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { freshDatabase } from '../world/database.ts';

const { pool, open } = await freshDatabase();
const web = open({ role: 'mazano_web' });
const id = newId();

/** Each way in which a turn that went wrong could let somebody in, or show what two people have to agree to. */
const acts = [
  `insert into staff (id, role, created_at) values ('${id}', 'console', now())`,
  `select make_console_staff('${id}', now())`,
  `insert into staff_account (staff_id, sign_in_name, display_name, created_at) values ('${id}', 'rudo', 'Rudo', now())`,
  `update staff_account set is_lead = true`,
  `insert into staff_role (staff_id, role, since) values ('${id}', 'admin', now())`,
  `insert into staff_password (id, staff_id, hash, wrapped_key, set_at) values ('${id}', '${id}', '', '', now())`,
  `insert into staff_session (id, staff_id, token_hash, stage, begun_at, seen_at) values ('${id}', '${id}', '', 'whole', now(), now())`,
  `update staff_session set stage = 'whole'`,
  `update staff_session set token_hash = ''`,
  `update staff_totp set confirmed_at = now()`,
  `delete from staff_passkey`,
  `insert into staff_invite (id, token_hash, kind, made_at, expires_at) values ('${id}', '', 'join', now(), now())`,
  `update staff_recovery set confirmed_at = now()`,
  `update sign_in_try set was_right = true`,
  `update reveal set state = 'agreed'`,
  `update programme_switch set is_on = true`,
  `select hash from staff_password`,
  `select secret_sealed from staff_totp`,
  `select token_hash from staff_session`,
  `select token_hash from staff_invite`,
];

/** Those that are not refused for want of the right. */
async function allowedTo(as: typeof pool): Promise<string[]> {
  const allowed: string[] = [];
  for (const act of acts)
    try {
      await as.run((db) => db.unsafe(act));
      allowed.push(act);
    } catch (error) {
      if (!String(error).includes('permission denied')) allowed.push(act);
    }
  return allowed;
}

test('turns make nobody staff, open no session and read no proof, whatever they say', async () => {
  expect(await allowedTo(web)).toEqual([]);
});

test('a right that turns get again is found (mutant)', async () => {
  await pool.run((db) => db`grant insert on staff_role to mazano_web`);
  expect(await allowedTo(web)).toEqual([acts[4]]);
  await pool.run((db) => db`revoke insert on staff_role from mazano_web`);
});
