import { languageName } from '../../frame/language-names.ts';
import type { WrittenEffect } from '../../../flow/definition.ts';
import { findingsOf } from '../../../flow/finding.ts';
import { readEffects } from '../../../flow/read-effects.ts';
import { isMapping } from '../../../flow/read-object.ts';
import { reasonLabel } from '../../frame/labels.ts';
import { hasWords } from '../../frame/words.ts';
import { flowTitle } from './flow-names.ts';
import { knownName, plain } from './plain-names.ts';
import { spanName } from './span-names.ts';
import type { Telling } from './telling.ts';

type Type = WrittenEffect['type'];
/** An effect of one type, so that a table has a line for each and misses none. */
type EffectOf<T extends Type> = {
  [P in T]: { type: P } & Extract<WrittenEffect, { type: P }>;
}[T];
type Namer<T extends Type> = (telling: Telling, effect: EffectOf<T>) => string;

/** What is asked of the service, in half a sentence about the person: "agrees to check-ins". */
export function effectName<T extends Type>(telling: Telling, effect: EffectOf<T>): string {
  return NAMES[effect.type](telling, effect);
}

/** The same of `do:` as it is written, a phrase each; a mistake is called as it is written. */
export function effectNames(telling: Telling, written: unknown): string[] {
  if (Array.isArray(written)) return written.flatMap((one) => effectNames(telling, one));
  if (!isMapping(written)) return [];
  const findings = findingsOf('', () => ({ line: 1, column: 1 }));
  const effects = readEffects(findings, [], written);
  if (effects.length === 0) return Object.keys(written).map(plain);
  return effects.map((effect) => effectName(telling, effect));
}

/** What was counted: an answer of the flow by its label, else by what it stands for. */
function countName({ w, spoken }: Telling, outcome: string): string {
  const label = spoken.labels.get(outcome);
  if (label !== undefined) return label;
  return hasWords(`names.count_${outcome}`) ? w(`names.count_${outcome}`) : plain(outcome);
}

/** Where a way leads for the proof, `record: done`, as what somebody has reached with it. */
export function outcomeName(telling: Telling, outcome: string): string {
  const { w } = telling;
  const [kind = '', rest = ''] = outcome.split(': ');
  switch (kind) {
    case 'end':
      return w('read.the_end');
    case 'record':
      return w('names.to_record', { value: countName(telling, rest) });
    case 'follow_up':
      return w('names.to_follow_up', { value: reasonLabel(telling, rest) });
    case 'subscribe':
      return w('names.to_subscribe', { value: knownName(w, rest) });
    case 'complain':
      return w('names.to_complain');
    default:
      return plain(outcome);
  }
}

/** What is said of an effect that carries no word of its own. */
const bare =
  (key: string): ((telling: Telling) => string) =>
  ({ w }) =>
    w(`names.do_${key}`);

type Complaint = { named: boolean };
const complaint = ({ w }: Telling, { named }: Complaint) =>
  named ? w('names.do_complain_named') : w('names.do_complain');
const reminder = ({ w }: Telling, { flow }: { flow: string }) =>
  w('names.do_remind', { flow: flowTitle(w, flow) });

const NAMES: { [T in Type]: Namer<T> } = {
  say: () => '',
  follow_up: (telling, { reason }) =>
    reason === 'asked'
      ? telling.w('names.do_ask')
      : telling.w('names.do_follow_up', { value: reasonLabel(telling, reason) }),
  record: (telling, { outcome }) =>
    telling.w('names.do_record', { value: countName(telling, outcome) }),
  subscribe: ({ w }, { purpose }) => w('names.do_subscribe', { value: knownName(w, purpose) }),
  unsubscribe: ({ w }, { purpose }) => w('names.do_unsubscribe', { value: knownName(w, purpose) }),
  set_language: ({ w }, { language }) =>
    w('names.do_set_language', { value: languageName({ w }, language) }),
  set_shared: ({ w }, { shared }) => (shared ? w('names.do_shared') : w('names.do_not_shared')),
  note: ({ w }, { trait, is }) => {
    const value = knownName(w, trait);
    return is ? w('names.do_note', { value }) : w('names.do_unnote', { value });
  },
  set_hours: ({ w }, { hours }) =>
    hours === null ? w('names.do_any_hours') : w('names.do_set_hours', hours),
  calls: ({ w }, { answeredBy, hours, cover, ringBack }) => {
    const wishes = [
      ...(answeredBy === undefined ? [] : [w(`names.calls_${answeredBy}`)]),
      ...(hours === undefined ? [] : [callHours(w, hours)]),
      ...(cover === undefined ? [] : [coverName(w, cover)]),
      ...(ringBack === undefined ? [] : [w(`names.calls_ring_${ringBack ? 'back' : 'not'}`)]),
    ];
    return w('names.do_calls', { value: wishes.join(', ') });
  },
  match: ({ w }, { act }) => w(`names.do_match_${act}`),
  pause: ({ w }, { forMs }) => w('names.do_pause', { time: spanName(w, forMs) }),
  quiet: bare('quiet'),
  start: ({ w }, { flow, afterMs }) =>
    afterMs === 'rhythm'
      ? w('names.do_start_rhythm', { flow: flowTitle(w, flow) })
      : w('names.do_start', { flow: flowTitle(w, flow), time: spanName(w, afterMs) }),
  remind: reminder,
  remind_field: reminder,
  cancel: ({ w }, { flow }) => w('names.do_cancel', { flow: flowTitle(w, flow) }),
  join_group: bare('join_group'),
  join_group_field: bare('join_group'),
  leave_group: bare('leave_group'),
  group: ({ w }, { act }) => w(`names.do_group_${act}`),
  vote: bare('vote'),
  vote_field: bare('vote'),
  complain: complaint,
  complain_field: complaint,
  set_pin: bare('set_pin'),
  set_pin_field: bare('set_pin'),
  erase: ({ w }, { afterMs }) =>
    afterMs === 0 ? w('names.do_erase_now') : w('names.do_erase', { time: spanName(w, afterMs) }),
  keep_data: bare('keep_data'),
  hand_over: ({ w }, { flow }) => w('names.do_hand_over', { flow: flowTitle(w, flow) }),
};

function callHours(w: Telling['w'], hours: { from: string; to: string } | null): string {
  return hours === null ? w('names.calls_any_hours') : w('names.calls_hours', hours);
}

function coverName(w: Telling['w'], cover: string | null): string {
  return cover === null
    ? w('names.calls_no_cover')
    : w('names.calls_cover', { topic: plain(cover) });
}
