import { pseudonymOf } from '../../base/pseudonym.ts';
import { auditEntry } from '../../engine/audit-entry.ts';
import { writeAudit } from '../../store/audit.ts';
import { type ListedMember, listMembers, type MemberFilter } from '../../store/member-list.ts';
import { type Answer, csvFile } from '../frame/answer.ts';
import { purposeLabel } from '../frame/labels.ts';
import { languageName } from '../frame/language-names.ts';
import { wantedForExport } from '../frame/list.ts';
import type { Ask } from '../frame/route.ts';
import { filterOf, INVITED, memberFilters } from './list-page.ts';

/** Rows that one statement of an export reads: each stays far below the limit of a statement. */
const EXPORT_CHUNK = 2_000;

const NAMES = [
  'member',
  'state',
  'purposes',
  'language',
  'channel',
  'since',
  'heard',
  'counsellor',
] as const;

/** The same rows for a spreadsheet: pseudonyms, words and days, no number. An entry of the audit log says so. */
export async function exportMembers(ask: Ask): Promise<Answer> {
  const { w, parts, now, staff } = ask;
  const asked = wantedForExport(ask, memberFilters(ask));
  const filter = filterOf(asked.search, asked.filters);
  const isAsked = filter !== 'none' && asked.filters['state'] !== INVITED;
  const rows = isAsked ? await allMembers(ask, filter, asked.size) : [];
  const act = {
    actor: staff.id,
    action: 'members_exported',
    detail: String(rows.length),
    now,
  } as const;
  await parts.pool.transact((tx) => writeAudit(tx, auditEntry(parts.keyring, act), { now }));
  const iso = new Intl.DateTimeFormat('sv-SE', { timeZone: parts.programme.timeZone });
  return csvFile(
    'members',
    NAMES.map((name) => w(`members.${name}`)),
    rows.map((row) => [
      pseudonymOf(row.id),
      w(`members.state_${row.state}`),
      row.purposes.map((purpose) => purposeLabel(ask, purpose)).join(', '),
      languageName(ask, row.language),
      row.channel?.toUpperCase(),
      iso.format(row.since),
      row.heardAt === null ? undefined : iso.format(row.heardAt),
      row.counsellorCode ?? undefined,
    ]),
  );
}

async function allMembers(
  { parts, now }: Ask,
  filter: MemberFilter,
  most: number,
): Promise<ListedMember[]> {
  const rows: ListedMember[] = [];
  for (let page = 1; rows.length < most; page += 1) {
    const next = { page, size: EXPORT_CHUNK, now };
    const more = await parts.pool.run((db) => listMembers(db, filter, next));
    rows.push(...more.rows);
    if (more.rows.length < EXPORT_CHUNK) break;
  }
  return rows;
}
