import type { MatchPlace } from './request-rows.ts';
import type { Db } from './transact.ts';

/** Who meets the member of the conversation `c`, or could. */
export function matchHere(db: Db) {
  return db`(
        select json_build_object('agreed', bool_or(s.state = 'agreed'), 'proposed', bool_or(s.state = 'proposed'),
          'shown', (array_agg(json_build_object('counsellorId', o.id, 'phoneId', o.phone_id,
            'wrappedKey', encode(op.wrapped_key, 'base64'), 'sealed', encode(o.shown_as, 'base64')))
            filter (where s.state = 'proposed' and o.shown_as is not null))[1])
        from assignment s
        left join counsellor o on o.id = s.counsellor_id
        left join phone op on op.id = o.phone_id
        where s.member_id = c.member_id and s.until is null
          and (s.state = 'agreed' or s.counsellor_ok_at is not null)
        having count(*) > 0
      ) as match`;
}

/** JSON has no bytes. */
type StoredShown = { counsellorId: string; phoneId: string; wrappedKey: string; sealed: string };
export type StoredMatch = Omit<MatchPlace, 'shown'> & { shown: StoredShown | null };
export function matchOf(stored: StoredMatch | null): MatchPlace | null {
  return stored && { ...stored, shown: stored.shown && shownOf(stored.shown) };
}

function shownOf({ wrappedKey, sealed, ...ids }: StoredShown): MatchPlace['shown'] {
  const from = (text: string) => Buffer.from(text, 'base64');
  return { ...ids, wrappedKey: from(wrappedKey), sealed: from(sealed) };
}
