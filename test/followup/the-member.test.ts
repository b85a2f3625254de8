import { expect, test } from 'vitest';
import { checkVoice } from '../../src/followup/check-voice.ts';
import { memberDied } from '../../src/followup/member-died.ts';
import { resetPin } from '../../src/followup/reset-pin.ts';
import { showReceipt } from '../../src/followup/show-receipt.ts';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import { joins, ledger } from '../scenarios/joined.ts';
import { deskOf } from '../scenarios/people-desk.ts';
import { world } from '../world/world.ts';

test('a counsellor cannot act on a member of another, nor learn that she is one [rel P56]', async () => {
  const w = await world();
  await joins(w.phone);
  const { parts } = deskOf(w);
  const strange = parsePhoneNumber('+254711000222');
  const number = parsePhoneNumber(w.phone.number);
  if (number === undefined || strange === undefined) throw new Error('not a number');
  const isOwn = () => false;
  const said = new Set<string>();
  for (const act of [memberDied, checkVoice, resetPin, showReceipt])
    for (const whom of [{ number, isOwn }, { number: strange }])
      said.add(await act(parts, whom, 'her').then(() => 'done', String));
  expect([...said]).toEqual(['Refusal: Nobody takes part with this number. Nothing was done.']);
  expect(await ledger(w)).toEqual(['given check_ins']);
  const entries = await w.db.run((db) => db`select from audit where actor = 'her'`);
  expect(entries).toHaveLength(0);
  await checkVoice(parts, { number, isOwn: () => true }, 'her');
});
