import { newId } from '../base/ids.ts';
import { noted } from '../conversation/facts-after.ts';
import type { ContactHours } from '../flow/programme-times.ts';
import { NOTED, type Trait } from '../flow/vocabulary.ts';
import type { CallWishes, MemberWrite } from '../store/member-rows.ts';
import type { WithdrawalWrite } from '../store/turn-rows.ts';
import { shownFor } from './compose-effects.ts';
import type { Draft } from './draft.ts';
import { untelling } from './facts.ts';
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

/** No date: sending waits for her own word, since a text of hers may have meant STOP. */
const UNTIL_ANSWERED = new Date('9999-12-31T00:00:00Z');
/** The same, where her answer to something else must not end it. */
const UNTIL_START = new Date('9999-12-30T00:00:00Z');

/** Whether it is no pause of a week or a month, which ends by itself. */
export function isUntilAnswered(pausedUntil: Date): boolean {
  return isAt(pausedUntil, UNTIL_ANSWERED) || isAt(pausedUntil, UNTIL_START);
}

function isAt(pausedUntil: Date | null, date: Date): boolean {
  return pausedUntil?.getTime() === date.getTime();
}

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
  calls: true,
  match: false,
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
  group: false,
  vote: false,
  complain: false,
  // Only of somebody who is a member already.
  set_pin: false,
  erase: false,
  keep_data: false,
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
  const pause = pauseAfter(row.pausedUntil, draft);
  const repaused = exists && pause !== row.pausedUntil;
  const changed = asked.some(({ effect: { type } }) =>
    type === 'set_language' ? exists : MAKES_MEMBER[type] && !(type === 'subscribe' && exists),
  );
  const before = wishesBefore(situation, draft);
  const fewer = exists && before.traits.length < situation.traits.length;
  if (!changed && !repaused && !fewer && draft.pinHash === undefined) return undefined;
  const { shared, traits, hours, pausedUntil } = asked.reduce(
    (wishes, one) => wished(wishes, one, now),
    { ...before, pausedUntil: pause },
  );
  const id = row.memberId ?? newId(now.getTime());
  return {
    id,
    language: draft.talk?.language ?? situation.language,
    sharedPhone: shared,
    traits: NOTED.filter((trait) => traits.includes(trait)),
    hours: hours ?? null,
    pausedUntil,
    wrappedKey: setting.keyring.newKey(id).wrapped,
    pinHash: draft.pinHash,
    calls: callsOf(setting, asked),
  };
}

/** What this turn says about calls; undefined where nothing. A topic that the programme does not have is none. */
function callsOf({ programme }: Setting, asked: readonly Asked[]): CallWishes | undefined {
  let calls: CallWishes | undefined;
  for (const { effect } of asked) {
    if (effect.type !== 'calls') continue;
    const { type: _, cover, ...said } = effect;
    const known = cover === undefined || cover === null || programme.coverTopics.includes(cover);
    calls = { ...calls, ...said, ...(cover !== undefined && { cover: known ? cover : null }) };
  }
  return calls;
}

/** A fresh START is an answer to a pause too: whoever comes back wants to hear. */
function pauseAfter(before: Date | null, { restart, pause }: Draft): Date | null {
  if (restart?.undo === false) return null;
  switch (pause) {
    case 'until_start':
      return UNTIL_START;
    case 'until_answered':
      return isAt(before, UNTIL_START) ? before : UNTIL_ANSWERED;
    case 'over':
      return before !== null && isUntilAnswered(before) ? null : before;
    case 'care_over':
      return isAt(before, UNTIL_ANSWERED) ? null : before;
    default:
      return before;
  }
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
    if (kind !== undefined) found.set(kind, { memberId, kind, purpose: null, ...shownFor(asked) });
    wishes = after;
  }
  if (draft.pause === 'until_answered')
    found.set('pause', { memberId, kind: 'pause', purpose: null, flow: null });
  return [...found.values()];
}

/** Who comes back anew after a STOP is asked anew what texts may show. What protects her stays. */
function wishesBefore(situation: Situation, { restart }: Draft): Wishes {
  const wishes = wishesOf(situation);
  return restart?.undo === false ? { ...wishes, traits: untelling(wishes.traits) } : wishes;
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
