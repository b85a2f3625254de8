import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asStaff } from '../../src/store/as-staff.ts';
import { runMatches } from '../../src/followup/run-matches.ts';
import { asks, hers, worker } from '../followup/staffed.ts';
import { world, type World } from '../world/world.ts';
import { joins } from './joined.ts';
import { wishFlows } from './wish-flows.ts';

const flowsFolder = wishFlows();
cpSync('flows/match', join(flowsFolder, 'match'), { recursive: true });

/** A busy machine's time, not the service's. */
const BUSY = { timeout: 60_000 };

/** Whom somebody may see, by the wall of the database. */
async function sees(w: World, id: string): Promise<number> {
  const rows = await asStaff(w.db, id, (tx) => tx`select id from member`);
  return rows.length;
}

async function look(w: World) {
  const { setting, pools } = w.service;
  await runMatches({ setting, pool: pools.web });
  await w.clock.settle();
}

function list(w: World) {
  return w.db.run(
    (db) => db<{ counsellorId: string; state: string }[]>`
      select counsellor_id, state from assignment where until is null order by since`,
  );
}

async function withMitra() {
  const w = await world({ flowsFolder });
  const champion = await worker(w, '+254711000911', { role: 'champion', duty: true });
  const mitra = await worker(w, '+254711000912', { role: 'mitra', backupId: champion.id });
  const member = w.phoneOf('+254711000201');
  await joins(member);
  await w.db.run(
    (db) => db`
      insert into consent (phone_id, member_id, purpose, act, at, channel, epoch)
      select phone_id, id, 'counsellor_contact', 'given', ${w.clock.now()}, 'sms', 0 from member`,
  );
  await hers(w, mitra.id);
  await asks(w, member, 'asked');
  await mitra.phone.texts('101');
  return { w, champion, mitra, member };
}

test(
  'a mitra hands somebody over: the champion is asked unseen, then she; before her yes nothing of her shows, after it the mitra sees her no more [req P2]',
  BUSY,
  async () => {
    const { w, champion, mitra, member } = await withMitra();
    await mitra.phone.texts('0310');
    expect(mitra.phone.lastHeard()).toBe(
      'Thank you. 10 is asked whether somebody else may help. Until there is a yes, 10 stays with you.',
    );
    await look(w);
    expect(champion.phone.lastHeard()).toContain('somebody new could be with you');
    expect([await sees(w, mitra.id), await sees(w, champion.id)]).toEqual([1, 0]);
    const number = /^(\d+):/u.exec(champion.phone.lastHeard())?.[1] ?? '';
    await champion.phone.texts(`${number}1`);
    await look(w);
    await w.clock.jump({ seconds: 2 });
    expect([await sees(w, mitra.id), await sees(w, champion.id)]).toEqual([1, 0]);
    expect(await list(w)).toEqual([
      { counsellorId: mitra.id, state: 'agreed' },
      { counsellorId: champion.id, state: 'proposed' },
    ]);
    await member.texts('1');
    expect(await list(w)).toEqual([{ counsellorId: champion.id, state: 'agreed' }]);
    expect([await sees(w, mitra.id), await sees(w, champion.id)]).toEqual([0, 1]);
    // Asked again, it is none of hers.
    await mitra.phone.texts('0310');
    expect(mitra.phone.lastHeard()).toContain('10 is not a number that we gave you');
  },
);

test(
  'a no of hers leaves everything as it was, and a number that is nobody’s hands nobody over',
  BUSY,
  async () => {
    const { w, champion, mitra, member } = await withMitra();
    await mitra.phone.texts('0377');
    expect(mitra.phone.lastHeard()).toContain('77 is not a number that we gave you');
    await mitra.phone.texts('0310');
    await look(w);
    const number = /^(\d+):/u.exec(champion.phone.lastHeard())?.[1] ?? '';
    await champion.phone.texts(`${number}1`);
    await look(w);
    await w.clock.jump({ seconds: 2 });
    await member.texts('2');
    expect(await list(w)).toEqual([{ counsellorId: mitra.id, state: 'agreed' }]);
    expect([await sees(w, mitra.id), await sees(w, champion.id)]).toEqual([1, 0]);
  },
);
