import type { TurnWrite } from '../store/turn-rows.ts';
import { complaintsOf } from './compose-complaints.ts';
import { conversationOf } from './compose-conversation.ts';
import {
  consentsOf,
  followUpsOf,
  groupTasksOf,
  matchActOf,
  restartBySubscribing,
  withdrawalsOf,
} from './compose-effects.ts';
import { messagesOf } from './compose-messages.ts';
import { timersOf } from './compose-timers.ts';
import { erasureOf } from './compose-erasure.ts';
import type { Draft } from './draft.ts';
import { inRelease } from './flow-fault.ts';
import { movesOutside } from './session-only.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import { loggedOutcome, tallyOf, unkept } from './too-young.ts';
import { turnText } from './turn-text.ts';
import { memberOf, narrowingsOf } from './wishes.ts';

/** Makes the rows of what was decided; the store saves them whole or not at all. */
export function composeTurn(setting: Setting, situation: Situation, decided: Draft): TurnWrite {
  return inRelease(decided.talk?.place?.release, () => rowsOf(setting, situation, decided));
}

function rowsOf(setting: Setting, situation: Situation, decided: Draft): TurnWrite {
  const { row, now } = situation;
  const restart = decided.restart ?? restartBySubscribing(situation, decided);
  const draft = unkept(setting, { ...decided, restart });
  const member = memberOf(setting, situation, draft);
  const memberId = draft.memberId ?? row.memberId ?? member?.id ?? null;
  const conversation = conversationOf(setting.keyring, situation, draft, memberId);
  const moved = movesOutside(situation, draft) !== undefined;
  const { phoneId } = row;
  const turn = { phoneId, turn: row.turn + 1, at: now, event: draft.event };
  return {
    phoneId,
    epoch: row.epoch,
    turn: row.turn,
    at: now,
    channel: draft.channel,
    event: draft.event,
    outcome: loggedOutcome(draft),
    late: draft.late ?? false,
    mac: setting.keyring.auditMac(turnText({ ...conversation, ...turn })),
    conversation,
    inbound: draft.inbound,
    messages: messagesOf(setting, situation, draft),
    ...timersOf(setting, situation, draft),
    consents: memberId === null ? [] : consentsOf(draft, memberId),
    withdrawals:
      memberId === null
        ? []
        : [...withdrawalsOf(draft, memberId), ...narrowingsOf(setting, situation, draft, memberId)],
    member,
    followUps: followUpsOf(situation, draft),
    requestMove: draft.requestMove,
    matchAct: matchActOf(draft),
    groupTasks: groupTasksOf(situation, draft),
    complaints: complaintsOf(setting, situation, draft, conversation.language),
    restart: draft.restart,
    tally: tallyOf(setting, situation, decided),
    ...erasureOf(setting, situation, draft),
    moved,
    dropTimers: (moved && row.timed) || draft.timerId !== undefined,
    timerId: draft.timerId,
  };
}
