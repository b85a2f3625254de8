import type { GroupPlace } from './request-rows.ts';
import type { Db } from './transact.ts';

/** A group that has closed is named for so long, in what is said of it last. */
const CLOSED_FOR = '7 days';

/** The result of a vote is told for so long. */
const COUNTED_FOR = '3 days';

/** The peer group of the phone `p`, at the time of the look-up `a`. */
export function groupHere(db: Db) {
  return db`(
        select json_build_object('id', r.id, 'name', r.name, 'wrappedKey', encode(r.wrapped_key, 'base64'),
          'placesSealed', encode(r.places_sealed, 'base64'), 'membershipId', q.id, 'agreed', q.state = 'agreed',
          'hers', q.member_id is null or c.member_id is null or q.member_id = c.member_id,
          'meeting', (
            select json_build_object('id', t.id, 'startsAt', t.starts_at, 'place', t.place,
              'placeSealed', encode(t.place_sealed, 'base64'), 'plannedAt', t.planned_at, 'stands', t.state = 'planned',
              'elsewhere', t.place_sealed is not null or t.place <> r.place, 'agenda', to_json(t.agenda))
            from meeting t
            where t.id = coalesce((select n.meeting_id from timer n where n.id = a.timer_id), q.meeting_id)),
          'ballot', (
            select json_build_object('id', b.id, 'options', b.options, 'closesAt', b.closes_at)
            from ballot b
            where b.group_id = r.id and b.state = 'open' and b.closes_at > a.now
              and q.state = 'agreed' and q.agreed_at <= b.opens_at),
          'votes', (
            select to_json(b.counts) from ballot b
            where b.group_id = r.id and b.state = 'counted' and b.counted_at > a.now - ${COUNTED_FOR}::interval
            order by b.counted_at desc limit 1))
        from membership q join peer_group r on r.id = q.group_id
        where q.phone_id = p.id and (
          q.state = 'agreed' or (q.ended_as = 'closed' and q.ended_at > a.now - ${CLOSED_FOR}::interval))
        order by (q.ended_as is not null and exists (
          select from timer n where n.id = a.timer_id and n.notice = 'group_closed')) desc,
          q.state = 'agreed' desc, q.ended_at desc
        limit 1
      ) as "group"`;
}

/** JSON has neither bytes nor dates. */
export type StoredGroup = Omit<GroupPlace, 'wrappedKey' | 'placesSealed' | 'meeting' | 'ballot'> & {
  wrappedKey: string | null;
  placesSealed: string | null;
  meeting:
    | (Omit<NonNullable<GroupPlace['meeting']>, 'startsAt' | 'placeSealed' | 'plannedAt'> & {
        startsAt: string;
        placeSealed: string | null;
        plannedAt: string;
      })
    | null;
  ballot: (Omit<NonNullable<GroupPlace['ballot']>, 'closesAt'> & { closesAt: string }) | null;
};

export function groupOf(stored: StoredGroup | null): GroupPlace | null {
  if (stored === null) return null;
  const { meeting, ballot } = stored;
  return {
    ...stored,
    wrappedKey: bytes(stored.wrappedKey),
    placesSealed: bytes(stored.placesSealed),
    meeting: meeting && {
      ...meeting,
      startsAt: new Date(meeting.startsAt),
      placeSealed: bytes(meeting.placeSealed),
      plannedAt: new Date(meeting.plannedAt),
    },
    ballot: ballot && { ...ballot, closesAt: new Date(ballot.closesAt) },
  };
}

function bytes(text: string | null): Buffer | null {
  return text === null ? null : Buffer.from(text, 'base64');
}
