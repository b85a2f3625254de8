import { z } from 'zod';
import type { Guard, WrittenEffect } from './definition.ts';
import type { Findings } from './finding.ts';
import { isMapping, list, type Path, readObject } from './read-object.ts';
import type { Effect } from './vocabulary.ts';
import { Calls, Complain, Effects, Hours, Remind, Start, WhenKeys } from './written-effects.ts';

const EffectKeys = Effects.extend({
  start: z.unknown().optional(),
  remind: z.unknown().optional(),
  set_hours: z.unknown().optional(),
  calls: z.unknown().optional(),
  complain: z.unknown().optional(),
});
type EffectKeys = z.output<typeof EffectKeys>;

/** Reads `do:`, one mapping or a list of them. They are done in the order of the list, and of the vocabulary within one. */
export function readEffects(findings: Findings, path: Path, value: unknown): WrittenEffect[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return readMapping(findings, path, value);
  return value.flatMap((item, index) => readMapping(findings, [...path, String(index)], item));
}

function readMapping(findings: Findings, path: Path, value: unknown): WrittenEffect[] {
  const read = readObject(findings, path, value, EffectKeys);
  if (read === undefined) return [];
  return [
    ...ofMember(read),
    ...readHours(findings, [...path, 'set_hours'], read.set_hours),
    ...readCalls(findings, [...path, 'calls'], read.calls),
    ...(read.match === undefined ? [] : [{ type: 'match' as const, act: read.match }]),
    ...ofGroup(read),
    ...readComplain(findings, [...path, 'complain'], read.complain),
    ...ofPrivacy(read),
    ...ofPauses(read),
    ...readStart(findings, [...path, 'start'], read.start),
    ...readRemind(findings, [...path, 'remind'], read.remind),
    ...(read.hand_over === undefined ? [] : [{ type: 'hand_over' as const, flow: read.hand_over }]),
  ];
}

function ofMember(read: EffectKeys): Effect[] {
  const effects: Effect[] = [];
  if (read.record !== undefined) effects.push({ type: 'record', outcome: read.record });
  if (read.follow_up !== undefined) effects.push({ type: 'follow_up', reason: read.follow_up });
  if (read.subscribe !== undefined) effects.push({ type: 'subscribe', purpose: read.subscribe });
  if (read.unsubscribe !== undefined)
    effects.push({ type: 'unsubscribe', purpose: read.unsubscribe });
  if (read.set_language !== undefined)
    effects.push({ type: 'set_language', language: read.set_language });
  if (read.set_shared !== undefined) effects.push({ type: 'set_shared', shared: read.set_shared });
  if (read.note !== undefined) effects.push({ type: 'note', trait: read.note, is: true });
  if (read.unnote !== undefined) effects.push({ type: 'note', trait: read.unnote, is: false });
  return effects;
}

function ofGroup(read: EffectKeys): WrittenEffect[] {
  return [
    ...(read.join_group === undefined
      ? []
      : [{ type: 'join_group_field' as const, codeField: read.join_group }]),
    ...(read.leave_group === undefined ? [] : [{ type: 'leave_group' as const }]),
    ...(read.group === undefined ? [] : [{ type: 'group' as const, act: read.group }]),
    ...(read.vote === undefined ? [] : [{ type: 'vote_field' as const, numberField: read.vote }]),
  ];
}

function readComplain(findings: Findings, path: Path, value: unknown): WrittenEffect[] {
  if (value === undefined) return [];
  const read = readObject(findings, path, value, Complain);
  if (read === undefined) return [];
  const { words: wordsField, named, about } = read;
  const aboutField = about === undefined ? {} : { aboutField: about };
  return [{ type: 'complain_field', wordsField, named, ...aboutField }];
}

/** How long a deletion can be taken back: time for whoever was made to ask for it, in milliseconds. */
const ERASE_WAIT_MS = 72 * 3_600_000;

function ofPrivacy(read: EffectKeys): WrittenEffect[] {
  const { set_pin: pinField, erase, keep_data: keeps } = read;
  const afterMs = erase === 'now' ? 0 : ERASE_WAIT_MS;
  return [
    ...(pinField === undefined ? [] : [{ type: 'set_pin_field' as const, pinField }]),
    ...(erase === undefined ? [] : [{ type: 'erase' as const, afterMs }]),
    ...(keeps === undefined ? [] : [{ type: 'keep_data' as const }]),
  ];
}

function ofPauses(read: EffectKeys): Effect[] {
  return [
    ...(read.quiet === undefined ? [] : [{ type: 'quiet' as const }]),
    ...(read.pause === undefined ? [] : [{ type: 'pause' as const, forMs: read.pause }]),
    ...(read.cancel === undefined ? [] : [{ type: 'cancel' as const, flow: read.cancel }]),
  ];
}

function readHours(findings: Findings, path: Path, value: unknown): Effect[] {
  if (value === undefined) return [];
  const hours = hoursOf(findings, path, value);
  return hours === undefined ? [] : [{ type: 'set_hours', hours }];
}

/** Null: any. Undefined where they are no hours, which is told. */
function hoursOf(findings: Findings, path: Path, value: unknown) {
  if (value === 'any') return null;
  const hours = readObject(findings, path, value, Hours);
  if (hours === undefined) return undefined;
  if (hours.from < hours.to) return hours;
  const found = `\`from\` is ${hours.from} and \`to\` is ${hours.to}`;
  const mend = 'Write a time after `from`: hours lie within one day.';
  findings.add([...path, 'to'], 'value', { code: 'bad_value', found, mend });
  return undefined;
}

const CallKeys = Calls.extend({ hours: z.unknown().optional() });

function readCalls(findings: Findings, path: Path, value: unknown): Effect[] {
  if (value === undefined) return [];
  const read = readObject(findings, path, value, CallKeys);
  if (read === undefined) return [];
  const { answered_by: answeredBy, cover, ring_back: ringBack } = read;
  const hours =
    read.hours === undefined ? undefined : hoursOf(findings, [...path, 'hours'], read.hours);
  return [
    {
      type: 'calls',
      ...(answeredBy !== undefined && { answeredBy }),
      ...(hours !== undefined && { hours }),
      ...(cover !== undefined && { cover: cover === 'none' ? null : cover }),
      ...(ringBack !== undefined && { ringBack }),
    },
  ];
}

function readStart(findings: Findings, path: Path, value: unknown): Effect[] {
  if (value === undefined) return [];
  const read = readObject(findings, path, value, Start);
  if (read === undefined) return [];
  const { flow, in: afterMs, send_within: sendWithinMs } = read;
  return [{ type: 'start', flow, afterMs, sendWithinMs }];
}

function readRemind(findings: Findings, path: Path, value: unknown): WrittenEffect[] {
  if (value === undefined) return [];
  const read = readObject(findings, path, value, Remind);
  if (read === undefined) return [];
  const { flow, on, at, earlier = 0, send_within: sendWithinMs } = read;
  if (on === undefined && at === undefined) {
    const mend =
      'Add `on:` with a field that holds a date, `at:` with one that holds a time, or both.';
    const found = '`remind` has neither a date nor a time';
    findings.add(path, 'value', { code: 'missing', found, mend });
    return [];
  }
  return [
    {
      type: 'remind_field',
      flow,
      ...(on === undefined ? {} : { dateField: on }),
      ...(at === undefined ? {} : { timeField: at }),
      earlierMs: earlier,
      sendWithinMs,
    },
  ];
}

/** Reads `when:`, exactly one question. */
export function readGuard(findings: Findings, path: Path, value: unknown): Guard | undefined {
  const read = readObject(findings, path, value, WhenKeys);
  if (read === undefined) return undefined;
  const guard = guardOf(read);
  if (guard === undefined)
    findings.add(path, 'value', {
      code: 'bad_guard',
      found: `\`when\` has ${isMapping(value) ? list(Object.keys(value)) || 'nothing' : 'nothing'}`,
      mend:
        'Ask one thing: `consented`, `known`, `channel`, `language`, `member`, `silences`, `not_after`, ' +
        '`memory` with `is`, `at_least` or `days_ahead`, or `days_since` with `at_least`.',
    });
  return guard;
}

function guardOf(read: z.output<typeof WhenKeys>): Guard | undefined {
  const { is, at_least: atLeast, days_ahead: daysAhead, ...asked } = read;
  if (Object.keys(asked).length !== 1) return undefined;
  if ([is, atLeast, daysAhead].filter((one) => one !== undefined).length > 1) return undefined;
  if (daysAhead !== undefined)
    return asked.memory === undefined
      ? undefined
      : { type: 'days_ahead', field: asked.memory, atLeast: daysAhead };
  if (is !== undefined)
    return asked.memory === undefined ? undefined : { type: 'memory', field: asked.memory, is };
  return atLeast === undefined ? plainGuard(asked) : guardAtLeast(asked, atLeast);
}

function guardAtLeast(asked: z.output<typeof WhenKeys>, atLeast: number): Guard | undefined {
  if (asked.memory !== undefined) return { type: 'at_least', field: asked.memory, atLeast };
  if (asked.days_since !== undefined)
    return { type: 'days_since', what: asked.days_since, atLeast };
  return undefined;
}

function plainGuard(asked: z.output<typeof WhenKeys>): Guard | undefined {
  if (asked.consented !== undefined) return { type: 'consented', purpose: asked.consented };
  if (asked.known !== undefined) return { type: 'known', field: asked.known };
  if (asked.channel !== undefined) return { type: 'channel', channel: asked.channel };
  if (asked.language !== undefined) return { type: 'language', language: asked.language };
  if (asked.member !== undefined) return { type: 'member', trait: asked.member };
  if (asked.silences !== undefined) return { type: 'silences', atLeast: asked.silences };
  if (asked.not_after !== undefined) return { type: 'not_after', date: asked.not_after };
  return undefined;
}
