import { pseudonymOf } from '../../base/pseudonym.ts';
import { membersIn, type AuditedMember } from '../../store/audit-members.ts';
import type { AuditRow } from '../../store/audit-list.ts';
import { html, type Html } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { memberLink } from '../members/list-page.ts';
import { endOf, UUID } from './detail-words.ts';

/** Ids of members that entries are about, by the id of the entry. */
export type Whom = ReadonlyMap<string, readonly string[]>;

/** Whom entries name, else whose phone it was when they were written: a number may belong to somebody else by now. */
export async function whomOf({ parts }: Ask, rows: readonly AuditRow[]): Promise<Whom> {
  const ids = [...new Set(rows.flatMap(({ detail }) => idsIn(detail)))];
  const phones = [...new Set(rows.flatMap(({ subject }) => (subject === null ? [] : [subject])))];
  const all = await parts.pool.run((db) => membersIn(db, { ids, phones }));
  const known = new Set(all.map(({ id }) => id));
  const byPhone = Map.groupBy(all, ({ phoneId }) => phoneId);
  return new Map(
    rows.map(({ id, at, subject, detail }) => {
      const named = idsIn(detail).filter((each) => known.has(each));
      const had = (byPhone.get(subject ?? '') ?? []).filter(hadIt(at)).map((one) => one.id);
      return [id, named.length > 0 ? named : had];
    }),
  );
}

const idsIn = (detail: string) => detail.split(/[ ,]/u).filter((word) => UUID.test(word));

const hadIt =
  (at: Date) =>
  ({ since, until }: AuditedMember) =>
    since <= at && (until === null || until > at);

/** Members by what staff call them; a phone that nobody has, by the end of its id. */
export function whomCell({ w }: Ask, { id, subject }: AuditRow, whom: Whom): Html | undefined {
  const members = whom.get(id) ?? [];
  if (members.length > 0)
    return html`<span class="row">${members.map((member) => memberLink(member))}</span>`;
  return subject === null ? undefined : html`${w('audit.phone', { end: endOf(subject) })}`;
}

/** The same for a spreadsheet. */
export function whomText(id: string, whom: Whom): string {
  return (whom.get(id) ?? []).map((member) => pseudonymOf(member)).join(' ');
}
