import { z } from 'zod';
import { FlowName, type Guard, Language, Word } from './definition.ts';
import { durationMs } from './duration.ts';
import type { Findings } from './finding.ts';
import { isMapping, list, type Path, readObject } from './read-object.ts';
import { type Effect, Purpose } from './vocabulary.ts';

/** A time such as `48h`, read as milliseconds. */
export const Duration = z
  .string()
  .transform((text, context) => {
    const ms = durationMs(text);
    if (ms !== undefined) return ms;
    context.addIssue('not a duration');
    return z.NEVER;
  })
  .describe('a time of at most 90 days: a number with `m`, `h` or `d`, for instance `48h`');

const Effects = z.strictObject({
  record: Word.optional(),
  follow_up: Word.optional(),
  subscribe: Purpose.optional(),
  unsubscribe: Purpose.optional(),
  set_language: Language.optional(),
  set_shared: z.boolean().describe('`true` or `false`').optional(),
  start: z.unknown().optional(),
  hand_over: FlowName.optional(),
});
const Start = z.strictObject({ flow: FlowName, in: Duration, send_within: Duration });
const When = z.strictObject({
  consented: Purpose.optional(),
  memory: Word.optional(),
  is: Word.optional(),
  channel: z.enum(['sms', 'ussd']).optional(),
  language: Language.optional(),
});

/** Reads `do:`, one mapping or a list of them. They are done in the order of the list, and of the vocabulary within one. */
export function readEffects(findings: Findings, path: Path, value: unknown): Effect[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return readMapping(findings, path, value);
  return value.flatMap((item, index) => readMapping(findings, [...path, String(index)], item));
}

function readMapping(findings: Findings, path: Path, value: unknown): Effect[] {
  const read = readObject(findings, path, value, Effects);
  if (read === undefined) return [];
  const effects: Effect[] = [];
  if (read.record !== undefined) effects.push({ type: 'record', outcome: read.record });
  if (read.follow_up !== undefined) effects.push({ type: 'follow_up', reason: read.follow_up });
  if (read.subscribe !== undefined) effects.push({ type: 'subscribe', purpose: read.subscribe });
  if (read.unsubscribe !== undefined)
    effects.push({ type: 'unsubscribe', purpose: read.unsubscribe });
  if (read.set_language !== undefined)
    effects.push({ type: 'set_language', language: read.set_language });
  if (read.set_shared !== undefined) effects.push({ type: 'set_shared', shared: read.set_shared });
  if (read.start !== undefined) {
    const start = readObject(findings, [...path, 'start'], read.start, Start);
    if (start !== undefined)
      effects.push({
        type: 'start',
        flow: start.flow,
        afterMs: start.in,
        sendWithinMs: start.send_within,
      });
  }
  if (read.hand_over !== undefined) effects.push({ type: 'hand_over', flow: read.hand_over });
  return effects;
}

/** Reads `when:`, exactly one question. */
export function readGuard(findings: Findings, path: Path, value: unknown): Guard | undefined {
  const read = readObject(findings, path, value, When);
  if (read === undefined) return undefined;
  const asked = Object.keys(read).filter((key) => key !== 'is');
  const [only] = asked;
  const isPaired = (read.memory === undefined) === (read.is === undefined);
  if (asked.length !== 1 || only === undefined || !isPaired) {
    findings.add(path, 'value', {
      code: 'bad_guard',
      found: `\`when\` has ${isMapping(value) ? list(Object.keys(value)) || 'nothing' : 'nothing'}`,
      mend: 'Ask one thing: `consented`, `channel`, `language`, or `memory` together with `is`.',
    });
    return undefined;
  }
  if (read.consented !== undefined) return { type: 'consented', purpose: read.consented };
  if (read.channel !== undefined) return { type: 'channel', channel: read.channel };
  if (read.language !== undefined) return { type: 'language', language: read.language };
  if (read.memory !== undefined && read.is !== undefined)
    return { type: 'memory', field: read.memory, is: read.is };
  return undefined;
}
