import { describe, expect, test } from 'vitest';
import { giveCode } from '../../src/followup/home/give-code.ts';
import { asks, hers, team } from '../followup/staffed.ts';
import { world, type World } from '../world/world.ts';
import { hop } from './call-back.ts';
import { joins } from './joined.ts';
import { sees } from './private-flows.ts';

const PIN = '7031';

/** Two members of hers, one of her backup's, and a counsellor who has set her PIN. */
async function atWork() {
  const w = await world();
  const people = await team(w);
  const [one, two, other] = ['201', '202', '203'].map((end) => w.phoneOf(`+254711000${end}`));
  if (one === undefined || two === undefined || other === undefined)
    throw new Error('three phones');
  await joins(one);
  await joins(two);
  await hers(w, people.counsellor.id);
  await joins(other);
  await hers(w, people.backup.id);
  const { phone } = people.counsellor;
  const code = await codeOf(w, people.counsellor.id);
  await sees(phone, code, PIN, PIN);
  return { w, one, two, other, ...people, phone };
}

async function codeOf({ service }: World, id: string): Promise<string> {
  const code = await giveCode({ setting: service.setting, pool: service.pools.web }, id);
  if (code === undefined) throw new Error('she is at work');
  return code;
}

describe('a counsellor’s own menu', () => {
  test('is opened by her PIN in the public menu, set with a code that was read to her', async () => {
    const { phone, w, counsellor } = await atWork();
    const menu = await sees(phone);
    expect(await sees(phone, PIN)).toContain('1 Who waits');
    expect(await sees(phone)).toBe(menu);
    const unknown = await sees(phone, '6');
    expect(await sees(phone, '4444')).toBe(unknown);
    const code = await codeOf(w, counsellor.id);
    expect(await sees(phone, code)).toContain('Choose a PIN');
  });
});
