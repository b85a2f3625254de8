import type { Pool } from '../store/connect.ts';
import { parkPhone } from '../store/phones.ts';
import type { PhoneRow } from '../store/turn-rows.ts';
import { decideMove } from './decide-move.ts';
import { decideSms } from './decide-sms.ts';
import { decideTimer } from './decide-timer.ts';
import { decideUssd } from './decide-ussd.ts';
import type { Decision } from './decision.ts';
import { faultOf } from './flow-fault.ts';
import { hearAny, hopSaysStop } from './hear-hop.ts';
import { comesBack, hideErasing } from './hide-erasing.ts';
import { isLapsed } from './long-silence.ts';
import type { Setting } from './setting.ts';
import { situationOf } from './situation.ts';
import type { Arrival } from './take-turns.ts';

/** A phone whose turn cannot be decided is parked after so many tries, so that it blocks nobody. */
const TRIES_MAX = 3;
/** No gateway repeats a hop that was answered: whoever dials is parked at once, and sees the menu with its way out. */
const HOP_TRIES_MAX = 1;
const TROUBLE = 'turn_not_decided';

/**
 * `says_stop`: a hop that says STOP, which is read before anything that could be broken. `erase_first`: somebody whose
 * erasure is pending comes back; it is decided anew when that is done. `unlink_first`: somebody writes after so long that
 * it may be another person; it is decided anew as of a number that nobody knows.
 */
export type Decided = Decision | { kind: 'erase_first' } | { kind: 'unlink_first' };

/** Decides arrivals; what throws is tried again by the gateway, and parked at the third time. */
export function createDecider(setting: Setting, pool: Pool, hashKey: Buffer) {
  const { keyring, log, programme } = setting;
  const tries = new Map<string, number>();

  const decide = (arrival: Arrival, stored: PhoneRow, now: Date): Decided => {
    const row = hideErasing(stored, now);
    const decided = decideAs(arrival, row, now);
    const isOurs = arrival.kind === 'timer' || arrival.kind === 'move';
    const isPast = isOurs || row.seen || decided.kind === 'says_stop';
    if (!isPast && isLapsed(row, now)) return { kind: 'unlink_first' };
    return decided.kind !== 'says_stop' && comesBack(row, decided, programme.flows.join)
      ? { kind: 'erase_first' }
      : decided;
  };

  const decideAs = (arrival: Arrival, row: PhoneRow, now: Date): Decision => {
    const heard =
      arrival.kind === 'ussd' ? hearAny(row, arrival.ussd.hop, hashKey, now) : undefined;
    if (arrival.kind === 'ussd' && heard !== undefined && arrival.ussd.stop === undefined)
      if (hopSaysStop(heard, setting)) return { kind: 'says_stop', said: 'stop' };
    const situation = situationOf(row, keyring, now, programme.defaultLanguage);
    switch (arrival.kind) {
      case 'sms':
        return decideSms(setting, situation, arrival.sms);
      case 'ussd':
        return decideUssd(setting, situation, arrival.ussd, hashKey, heard);
      case 'timer':
        return decideTimer(setting, situation, arrival.timer);
      case 'move':
        return decideMove(setting, situation, arrival.move);
    }
  };

  /** @throws what deciding threw, the first two times */
  const afterFault = async (arrival: Arrival, row: PhoneRow, now: Date, error: unknown) => {
    const count = (tries.get(row.phoneId) ?? 0) + 1;
    const { cause, place } = faultOf(error, row);
    log.error(TROUBLE, { phone: row.phoneId, tries: count, ...place }, cause);
    tries.set(row.phoneId, count);
    const most = arrival.kind === 'ussd' ? HOP_TRIES_MAX : TRIES_MAX;
    if (count < most || row.trouble !== null) throw error;
    tries.delete(row.phoneId);
    await pool.run((db) => parkPhone(db, row.phoneId, { trouble: TROUBLE, place, at: now }));
    log.warn('conversation_parked', { phone: row.phoneId });
    return decide(arrival, { ...row, trouble: TROUBLE }, now);
  };

  return (arrival: Arrival, row: PhoneRow, now: Date): Decided | Promise<Decided> => {
    try {
      const decided = decide(arrival, row, now);
      if (tries.size > 0) tries.delete(row.phoneId);
      return decided;
    } catch (error) {
      return afterFault(arrival, row, now, error);
    }
  };
}
