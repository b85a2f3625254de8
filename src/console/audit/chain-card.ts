import { newId } from '../../base/ids.ts';
import { checkAudit, type AuditFault } from '../../engine/check-audit.ts';
import {
  beginAuditCheck,
  endAuditCheck,
  lastAuditCheck,
  type AuditCheckRow,
} from '../../store/audit-list.ts';
import type { SealRow } from '../../store/audit-seals.ts';
import { see, type Answer } from '../frame/answer.ts';
import { act } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { ConsoleParts } from '../frame/parts.ts';
import type { Ask } from '../frame/route.ts';
import { momentOf } from '../frame/moments.ts';
import { audited } from '../sign-in/audited.ts';

/** A check goes through millions of entries in minutes; one that has no end after this lost its process. */
const CHECK_MS = 30 * 60_000;
/** While a check runs, the page looks again after so many milliseconds. */
const LOOK_AGAIN_MS = 3_000;
/** Faults that are kept of a check; their number is kept whole. */
const FAULTS_KEPT = 20;

type Chain = { seal: SealRow | undefined; unsealed: number; check: AuditCheckRow | undefined };

/** Whether the log is as it was written, as far as anybody has looked. */
export function chainCard(ask: Ask, { seal, unsealed, check }: Chain): Html {
  const { w, now } = ask;
  const runs = isRunning(check, now);
  return html`<section class="card stack" ${runs ? html`data-again-ms="${LOOK_AGAIN_MS}"` : nothing}>
    <h2>${w('audit.chain')}</h2>
    <p>
      ${
        seal === undefined
          ? w('audit.chain_none')
          : w('audit.chain_to', { link: seal.n, when: momentOf(ask, seal.at) })
      }
      ${unsealed === 0 ? nothing : w('audit.chain_waiting', { count: unsealed })}
    </p>
    ${check === undefined ? html`<p>${w('audit.never_checked')}</p>` : checkedWords(ask, check)}
    ${runs ? nothing : act('/console/audit/check', w('audit.check'), 'quiet')}
  </section>`;
}

function checkedWords(ask: Ask, check: AuditCheckRow): Html {
  const { w, now } = ask;
  const { doneAt, faults, entries, turns } = check;
  if (isRunning(check, now)) return html`<p role="status">${w('audit.check_runs')}</p>`;
  if (doneAt === null || faults === null) return html`<p>${w('audit.check_lost')}</p>`;
  const counts = { entries: entries ?? 0, turns: turns ?? 0, when: momentOf(ask, doneAt) };
  if (faults === 0)
    return html`<p><span class="chip good">${w('audit.whole')}</span> ${w('audit.checked', counts)}</p>`;
  return html`<div class="note bad stack" role="alert">
    <p><strong>${w('audit.changed', { count: faults })}</strong> ${w('audit.checked', counts)}</p>
    <ul>
      ${faultsOf(check).map((fault) => html`<li>${w(`audit.fault_${fault.kind}`)} <code>${fault.where}</code></li>`)}
    </ul>
    <p>${w('audit.changed_do')}</p>
  </div>`;
}

function isRunning(check: AuditCheckRow | undefined, now: Date): boolean {
  return (
    check !== undefined &&
    check.doneAt === null &&
    now.getTime() - check.askedAt.getTime() < CHECK_MS
  );
}

/** Goes through the whole log behind the page; the page looks again until it is through. */
export async function startCheck(ask: Ask): Promise<Answer> {
  const { parts, now, staff } = ask;
  if (isRunning(await parts.pool.run(lastAuditCheck), now)) return see('/console/audit');
  const id = newId(now.getTime());
  await parts.pool.transact(async (tx) => {
    await beginAuditCheck(tx, { id, askedBy: staff.id, now });
    await audited(ask, tx, { actor: staff.id, action: 'audit_checked', detail: id });
  });
  runCheck(parts, id).catch((error: unknown) => parts.log.error('audit_check_broken', {}, error));
  return see('/console/audit', 'audit.check_begun');
}

async function runCheck({ pool, keyring, clock }: ConsoleParts, id: string): Promise<void> {
  const { faults, entries, turns } = await checkAudit(pool, keyring, {
    heads: [],
    now: clock.now(),
  });
  const found = { now: clock.now(), entries, turns, faults: faults.map(keptOf) };
  await pool.run((db) => endAuditCheck(db, id, found, FAULTS_KEPT));
}

type KeptFault = { kind: AuditFault['kind']; where: string };

function keptOf(fault: AuditFault): KeptFault {
  const { kind } = fault;
  if ('entry' in fault) return { kind, where: fault.entry };
  if ('phone' in fault) return { kind, where: `${fault.phone} ${fault.turn}` };
  return { kind, where: String(fault.seal) };
}

/** What was kept of a check, as far as it is what we keep. */
function faultsOf({ firstFaults }: AuditCheckRow): KeptFault[] {
  return Array.isArray(firstFaults) ? firstFaults.filter(isKept) : [];
}

function isKept(value: unknown): value is KeptFault {
  return typeof value === 'object' && value !== null && 'kind' in value && 'where' in value;
}
