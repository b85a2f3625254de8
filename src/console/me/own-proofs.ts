import { accountOf, lockAccount, passwordOf } from '../../store/staff-accounts.ts';
import { countProofs, deletePasskey, deleteTotp } from '../../store/staff-proofs.ts';
import { endSessions } from '../../store/staff-sessions.ts';
import { notFound, refused, see, type Answer } from '../frame/answer.ts';
import type { Mistake } from '../frame/forms.ts';
import type { Ask } from '../frame/route.ts';
import { audited } from '../sign-in/audited.ts';
import { makePassword, passwordMistakes } from '../sign-in/new-password.ts';
import { Busy, isPassword } from '../sign-in/password-hash.ts';
import { proveAgain } from '../sign-in/second-step.ts';
import { isProven, withoutSession } from '../sign-in/session.ts';
import { tryFrom, waitWords } from '../sign-in/slowed.ts';
import { accountPage } from './own-account.ts';

const HERE = '/console/me';

/** A new password ends every other session: whoever knew the old one is out. */
export async function changePassword(ask: Ask): Promise<Answer> {
  const { parts, staff, now } = ask;
  const account = await parts.pool.run((db) => accountOf(db, staff.id));
  if (account === undefined || account.forDemo !== null) return refused(409, 'me.demo_no_password');
  if (!(await isProven(ask))) return proveAgain(HERE);
  try {
    const wrong = [
      ...(await nowMistakes(ask)),
      ...passwordMistakes(ask, [account.displayName, account.signInName]),
    ];
    if (wrong.length > 0) return await accountPage(ask, wrong);
    const password = await makePassword(ask, staff.id);
    await parts.pool.transact(async (tx) => {
      await password.save(tx);
      await endSessions(tx, staff.id, { now, but: staff.sessionId });
      await audited(ask, tx, { actor: staff.id, action: 'password_changed' });
    });
  } catch (error) {
    if (error instanceof Busy) return refused(503, 'sign_in.busy');
    throw error;
  }
  return see(HERE, 'me.password_saved');
}

/** Asks for the password of now, with the limits of the door. @throws Busy */
async function nowMistakes(ask: Ask): Promise<Mistake[]> {
  const { w, parts, staff, form } = ask;
  const allowed = await tryFrom(ask, { kind: 'password', account: `of ${staff.id}` });
  if (allowed.kind === 'wait') return [{ name: 'now', says: waitWords(ask, allowed.until) }];
  const kept = await parts.pool.run((db) => passwordOf(db, staff.id));
  const hashed = kept && {
    hash: kept.hash,
    key: parts.keyring.openKey(kept.id, kept.wrappedKey),
  };
  if (!(await isPassword(form.get('now') ?? '', hashed)))
    return [{ name: 'now', says: w('me.password_now_wrong') }];
  await allowed.right();
  return [];
}

/** Takes a second proof away; outside the demo one always stays. */
export async function removeProof(ask: Ask): Promise<Answer> {
  const { parts, staff, form } = ask;
  const which = form.get('proof') ?? '';
  if (!(await isProven(ask))) return proveAgain(HERE);
  const outcome = await parts.pool.transact(async (tx) => {
    // Two that are taken away in the same moment would leave none, and a password alone would then set up the next.
    await lockAccount(tx, staff.id);
    const before = await countProofs(tx, staff.id);
    if (before === 1 && !parts.demo) return 'last';
    const isGone = await (which === 'app'
      ? deleteTotp(tx, staff.id)
      : deletePasskey(tx, staff.id, which));
    if (!isGone) return 'none';
    const detail = which === 'app' ? 'app' : 'passkey';
    await audited(ask, tx, { actor: staff.id, action: 'proof_removed', detail });
    return 'done';
  });
  if (outcome === 'last') return refused(409, 'me.last_proof');
  return outcome === 'done' ? see(HERE, 'me.proof_removed') : notFound();
}

/** Out on every device, this one too. */
export async function endOwnSessions(ask: Ask): Promise<Answer> {
  const { parts, staff, now } = ask;
  await parts.pool.transact(async (tx) => {
    await endSessions(tx, staff.id, { now });
    await audited(ask, tx, { actor: staff.id, action: 'sessions_ended' });
  });
  return withoutSession(see('/console/sign-in', 'sign_in.signed_out'));
}
