import type { ConsoleParts } from '../../src/console/frame/parts.ts';
import type { Staff } from '../../src/console/frame/route.ts';
import { makeAccount } from '../../src/store/staff-accounts.ts';
import { staffWith } from './console-bench.ts';

/** An editor with an account of her own, whose name stands beside what she saved. */
export async function colleague(parts: ConsoleParts, name: string): Promise<Staff> {
  const staff = staffWith(['editor'], { name });
  await parts.pool.transact((tx) =>
    makeAccount(tx, {
      staffId: staff.id,
      signInName: name.toLowerCase(),
      displayName: name,
      language: 'en',
      isLead: false,
      roles: ['editor'],
      isStaff: false,
      now: parts.clock.now(),
    }),
  );
  return staff;
}
