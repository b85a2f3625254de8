import { newId } from '../base/ids.ts';
import type { TurnWrite } from '../store/turn-rows.ts';
import { conversationOf } from './compose-conversation.ts';
import {
  consentsOf,
  followUpsOf,
  memberOf,
  outcomeOf,
  restartBySubscribing,
  timersOf,
} from './compose-effects.ts';
import { messagesOf } from './compose-messages.ts';
import type { Draft } from './draft.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** Makes the rows of what was decided; the store saves them whole or not at all. */
export function composeTurn(setting: Setting, situation: Situation, draft: Draft): TurnWrite {
  const { row, now } = situation;
  const member = memberOf(setting, situation, draft);
  const memberId = row.memberId ?? member?.id ?? null;
  const conversation = conversationOf(situation, draft, memberId);
  const moved = draft.talk !== undefined && draft.talk.understood;
  return {
    phoneId: row.phoneId,
    epoch: row.epoch,
    turn: row.turn,
    at: now,
    channel: draft.channel,
    event: draft.event,
    outcome: outcomeOf(draft),
    late: draft.late ?? false,
    mac: setting.keyring.auditMac(
      `turn|${row.phoneId}|${row.turn + 1}|${now.toISOString()}|${draft.event}|${conversation.flow}|` +
        `${conversation.version}|${conversation.step}|${conversation.sealed?.toString('base64')}`,
    ),
    conversation,
    inbound: draft.inbound,
    messages: messagesOf(situation, draft),
    timers: timersOf(situation, draft),
    consents: memberId === null ? [] : consentsOf(draft, memberId, 'subscribe'),
    withdrawals: memberId === null ? [] : consentsOf(draft, memberId, 'unsubscribe'),
    member,
    followUps: followUpsOf(draft).map((reason) => ({ id: newId(now.getTime()), reason })),
    restart: draft.restart ?? restartBySubscribing(situation, draft),
    moved,
    dropTimers: (moved && row.timed) || draft.timerId !== undefined,
    timerId: draft.timerId,
  };
}
