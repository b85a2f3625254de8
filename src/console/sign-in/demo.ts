import { newId } from '../../base/ids.ts';
import { atWorkWithoutAccount, demoAccountOf, makeAccount } from '../../store/staff-accounts.ts';
import { endSession } from '../../store/staff-sessions.ts';
import { notFound, see, type Answer } from '../frame/answer.ts';
import { button } from '../frame/forms.ts';
import { isThisMachine } from '../frame/guard.ts';
import { html, type Html } from '../frame/html.ts';
import { ROLES, type Ask, type Role } from '../frame/route.ts';
import { audited } from './audited.ts';
import { sessionOfAsk, withSession } from './session.ts';

/** What a proxy adds that stands before this machine: then whoever asks may be anywhere. */
const BY_PROXY = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
];
/** Where a request comes from when it comes from this machine; a test asks without a connection. */
const OWN_ADDRESSES: ReadonlySet<string> = new Set(['', '127.0.0.1', '::1', '::ffff:127.0.0.1']);
/** The supervisor of the demo is its safeguarding lead too, so that a reveal can be tried with two people. */
const LEAD: Role = 'supervisor';

/** One card a role: what she does, and the click that makes one her. */
export function demoCards(ask: Ask): Html {
  const { w } = ask;
  return html`<section class="stack" aria-labelledby="demo-title">
    <h2 id="demo-title">${w('sign_in.demo_title')}</h2>
    <p class="soft">${w('sign_in.demo_says')}</p>
    <div class="doors">
      ${ROLES.map(
        (role) =>
          html`<form method="post" action="/console/sign-in/demo" class="card door">
            <h3>${w(`staff.role_${role}`)}</h3>
            <p>${w(`staff.role_${role}_does`)}</p>
            <input type="hidden" name="role" value="${role}" />
            ${button(w('sign_in.demo_enter', { role: w(`staff.role_${role}`) }), 'quiet')}
          </form>`,
      )}
    </div>
  </section>`;
}

/**
 * Whether one click may sign in: the demo, asked for by its own name from this very machine. A proxy on this machine comes from
 * it too: it is known by what it adds, or by the page from which the browser says that it came.
 */
export function isDemoDoor({
  parts,
  header,
  address,
}: Pick<Ask, 'parts' | 'header' | 'address'>): boolean {
  const isForwarded = BY_PROXY.some((name) => header(name) !== undefined);
  const origin = header('origin');
  // Whoever reaches the demo under another name was led there by somebody else's page.
  const isOwnName =
    isThisMachine(header('host')) &&
    (origin === undefined || isThisMachine(origin.replace('http://', '')));
  return parts.demo && OWN_ADDRESSES.has(address) && isOwnName && !isForwarded;
}

export async function signInAsDemo(ask: Ask): Promise<Answer> {
  const role = ROLES.find((each) => each === ask.form.get('role'));
  if (role === undefined || !isDemoDoor(ask)) return notFound();
  const before = await sessionOfAsk(ask);
  const staffId = await demoAccount(ask, role);
  await ask.parts.pool.transact(async (tx) => {
    if (before !== undefined) await endSession(tx, before.id, ask.now);
    await audited(ask, tx, { actor: staffId, action: 'signed_in' });
  });
  return withSession(ask, { staffId, stage: 'whole' }, see('/console'));
}

/** The account of a role, made at its first click. Counsellor and supervisor are those of the demo's phones. */
async function demoAccount(ask: Ask, role: Role): Promise<string> {
  const { pool } = ask.parts;
  const known = await pool.run((db) => demoAccountOf(db, role));
  if (known !== undefined) return known.staffId;
  return pool.transact(async (tx) => {
    const atWork =
      role === 'counsellor' || role === 'supervisor'
        ? await atWorkWithoutAccount(tx, role)
        : undefined;
    const staffId = atWork ?? newId(ask.now.getTime());
    await makeAccount(tx, {
      staffId,
      isStaff: atWork !== undefined,
      signInName: `demo-${role}`,
      displayName: ask.w(`staff.role_${role}`),
      language: ask.language,
      isLead: role === LEAD,
      roles: [role],
      forDemo: role,
      now: ask.now,
    });
    return (await demoAccountOf(tx, role))?.staffId ?? staffId;
  });
}
