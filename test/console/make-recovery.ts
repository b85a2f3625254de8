import { newId, newSecret } from '../../src/base/ids.ts';
import { codeHash } from '../../src/console/sign-in/link-code.ts';
import { addInvite } from '../../src/store/staff-invites.ts';
import type { SignInBench } from './sign-in-bench.ts';

const DAY_MS = 24 * 3_600_000;

/** The code of a link for a new beginning, as two admins make one. */
export async function makeRecovery(
  { parts }: Pick<SignInBench, 'parts'>,
  staffId: string,
): Promise<string> {
  const code = newSecret();
  const now = parts.clock.now();
  await parts.pool.run((db) =>
    addInvite(db, {
      id: newId(),
      kind: 'recover',
      staffId,
      roles: [],
      isLead: false,
      madeBy: null,
      madeAt: now,
      expiresAt: new Date(now.getTime() + DAY_MS),
      tokenHash: codeHash(code),
    }),
  );
  return code;
}
