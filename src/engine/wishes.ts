import { newId } from '../base/ids.ts';
import { noted } from '../conversation/facts-after.ts';
import type { ContactHours } from '../flow/programme-times.ts';
import type { Trait } from '../flow/vocabulary.ts';
import type { MemberWrite, WithdrawalWrite } from '../store/turn-rows.ts';
import type { Draft } from './draft.ts';
import type { OwnHours } from './own-hours.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import type { Asked } from './talk.ts';

/** What a member wants beyond consent: the columns of her row that flows can change. */
type Wishes = {
  shared: boolean | null;
  traits: readonly Trait[];
  hours: OwnHours | undefined;
  pausedUntil: Date | null;
};

/** How texts to this member are worded: own words only where she wants them, and nobody else reads along. */
export function isOpenMode({ shared, traits }: Pick<Wishes, 'shared' | 'traits'>): boolean {
  return traits.includes('open_texts') && shared !== true && !traits.includes('dial_only');
}

/**
 * Whether an effect says something of the person, which makes her a member; without consent a member receives nothing.
 * Every effect is named, so that a new one is a compile error until somebody has thought of it.
 */
const MAKES_MEMBER: Readonly<Record<Asked['effect']['type'], boolean>> = {
  subscribe: true,
  set_shared: true,
  note: true,
  set_hours: true,
  pause: true,
  set_language: false,
  unsubscribe: false,
  follow_up: false,
  record: false,
  quiet: false,
  start: false,
  remind: false,
  cancel: false,
  join_group: false,
  leave_group: false,
  complain: false,
};

/** The member's row after this turn; undefined where nothing of it changes. */
export function memberOf(
  setting: Setting,
  situation: Situation,
  draft: Draft,
): MemberWrite | undefined {
  const { row, now } = situation;
  const asked = draft.talk?.effects ?? [];
  const exists = row.memberId !== null;
  // A fresh START is an answer to the pause too: whoever comes back wants to hear.
  const resumes = draft.restart?.undo === false && row.pausedUntil !== null;
  const changed = asked.some(({ effect: { type } }) =>
    type === 'set_language' ? exists : MAKES_MEMBER[type] && !(type === 'subscribe' && exists),
  );
  if (!changed && !resumes) return undefined;
  const { shared, traits, hours, pausedUntil } = asked.reduce(
    (wishes, one) => wished(wishes, one, now),
    resumes ? { ...wishesOf(situation), pausedUntil: null } : wishesOf(situation),
  );
  const id = row.memberId ?? newId(now.getTime());
  return {
    id,
    language: draft.talk?.language ?? situation.language,
    sharedPhone: shared,
    traits,
    hours: hours ?? null,
    pausedUntil,
    wrappedKey: setting.keyring.newKey(id).wrapped,
  };
}

/** What this turn narrows, each once: from its commit on the gate refuses what no longer fits. */
export function narrowingsOf(
  setting: Setting,
  situation: Situation,
  draft: Draft,
  memberId: string,
): WithdrawalWrite[] {
  const found = new Map<string, WithdrawalWrite>();
  let wishes = wishesOf(situation);
  for (const asked of draft.talk?.effects ?? []) {
    const after = wished(wishes, asked, situation.now);
    const kind = narrowed(asked, wishes, after, setting.programme.contactHours);
    const { release, step } = asked;
    const { flow, version, hash: wordingHash } = release;
    if (kind !== undefined)
      found.set(kind, { memberId, kind, purpose: null, flow, version, step, wordingHash });
    wishes = after;
  }
  return [...found.values()];
}

function wishesOf({ row, traits, hours }: Situation): Wishes {
  return { shared: row.sharedPhone, traits, hours, pausedUntil: row.pausedUntil };
}

function wished(before: Wishes, { effect }: Asked, now: Date): Wishes {
  switch (effect.type) {
    case 'set_shared':
      return { ...before, shared: effect.shared };
    case 'note':
      return { ...before, traits: noted(before.traits, effect.trait, effect.is) };
    case 'set_hours':
      return { ...before, hours: effect.hours ?? undefined };
    case 'pause':
      return { ...before, pausedUntil: new Date(now.getTime() + effect.forMs) };
    default:
      return before;
  }
}

function narrowed(
  { effect }: Asked,
  before: Wishes,
  after: Wishes,
  usual: ContactHours,
): 'hours' | 'pause' | 'texts' | undefined {
  if (effect.type === 'pause') return 'pause';
  if (effect.type === 'set_hours') {
    const [old, fresh] = [before.hours ?? usual, after.hours ?? usual];
    return fresh.from > old.from || fresh.to < old.to ? 'hours' : undefined;
  }
  const dials = (wishes: Wishes) => wishes.traits.includes('dial_only');
  const fewer = (isOpenMode(before) && !isOpenMode(after)) || (!dials(before) && dials(after));
  return fewer ? 'texts' : undefined;
}
