import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { fitSms } from '../../src/conversation/fit-sms.ts';
import { ussdPages } from '../../src/conversation/ussd-pages.ts';
import { parseProgramme } from '../../src/flow/programme.ts';
import { loadRelease } from '../../src/flow/release.ts';
import type { Accepted } from '../../src/gateway/simulator/ledger.ts';
import type { Pool } from '../../src/store/connect.ts';
import { allReleases } from '../../src/store/releases.ts';
import type { CrowdRecord } from './crowd.ts';
import type { MessageRow, PhoneLog } from './read-logs.ts';
import { type Replayed, replayLog, type Rules } from './replay-log.ts';

/** Each finding names the phone by its number, which nobody has. No finding is the only right answer. */
export type Findings = string[];

/** The releases as they were registered, so that each turn is replayed in the one it was pinned to. */
export async function readRules(pool: Pool, flows: string): Promise<Rules> {
  const releases = (await pool.run(allReleases)).map(({ definition }) => loadRelease(definition));
  const file = `${flows}/programmes/world.yaml`;
  const programme = parseProgramme({ file, source: await readFile(file, 'utf8') });
  if (!programme.ok) throw new Error('the programme of the tests has findings');
  return {
    programme: programme.value,
    release(flow) {
      const found = releases.find((release) => release.flow === flow);
      if (found === undefined) throw new Error(`there is no flow ${flow}`);
      return found;
    },
  };
}

/** [rel P13] Texts that were answered 200 have their row and turn, and screens that were seen their turn, in order. */
export function lost(record: CrowdRecord, logs: readonly PhoneLog[]): Findings {
  const byNumber = new Map(logs.map((log) => [log.number, log]));
  const findings: Findings = [];
  for (const { number, id, taken } of record.texts) {
    if (!taken) continue;
    const row = byNumber.get(number)?.texts.find(({ providerId }) => providerId === id);
    if (row === undefined) findings.push(`${number}: the text ${id} was acknowledged and lost`);
    else if (!byNumber.get(number)?.turns.some(({ turn }) => turn === row.turn))
      findings.push(`${number}: the text ${id} has no turn`);
  }
  for (const [number, screens] of Map.groupBy(record.screens, (screen) => screen.number)) {
    const hops = (byNumber.get(number)?.turns ?? []).filter(({ channel }) => channel === 'ussd');
    let at = 0;
    for (const { reply, text } of screens) {
      const found = hops.findIndex(
        ({ input, screen = '' }, index) =>
          index >= at && input === reply && pagesOf(screen).includes(text),
      );
      if (found === -1)
        findings.push(`${number}: the screen after ${reply ?? 'a dial'} is in no turn`);
      else at = found + 1;
    }
  }
  return findings;
}

function pagesOf(screen: string): string[] {
  return ['7 More', '7 Zvimwe'].flatMap((more) => ussdPages(screen, { limit: 160, more }));
}

/** [rel P14] No message twice at the gateway, and none there that the outbox does not know. */
export function doubled(accepted: readonly Accepted[], logs: readonly PhoneLog[]): Findings {
  const findings: Findings = [];
  const known = new Map(logs.map((log) => [log.number, log.messages]));
  for (const [number, arrived] of Map.groupBy(accepted, ({ to }) => to))
    findings.push(...unmatched(number, arrived, known.get(number) ?? []));
  const ids = new Set(accepted.map(({ providerId }) => providerId));
  for (const { number, messages } of logs)
    for (const { state, providerId } of messages)
      if (state === 'sent' && !ids.has(providerId ?? ''))
        findings.push(`${number}: a message counts as sent and never arrived`);
  return findings;
}

/** Messages of a phone go in order: what arrived is what was sent, and some of what is unknown, once each, in order. */
function unmatched(
  number: string,
  arrived: readonly Accepted[],
  messages: readonly MessageRow[],
): Findings {
  const findings: Findings = [];
  let at = 0;
  for (const { providerId, text } of arrived) {
    const recorded = messages.findIndex((message) => message.providerId === providerId);
    const found =
      recorded === -1
        ? messages.findIndex(
            (message, index) => index >= at && message.state === 'unknown' && message.text === text,
          )
        : recorded;
    if (found < at) findings.push(`${number}: a message arrived twice, or out of its order`);
    else at = found + 1;
  }
  return findings;
}

/** [rel P23] What stands in the database is what its log of turns comes to, and what was queued is what the flows said. */
export function astray(rules: Rules, logs: readonly PhoneLog[]): Findings {
  return logs.flatMap((log) => {
    const numbers = log.turns.map(({ turn }) => turn);
    if (
      !isDeepStrictEqual(
        numbers,
        numbers.map((_, index) => index + 1),
      )
    )
      return [`${log.number}: its turns have gaps`];
    const replayed = replayLog(rules, log.turns);
    return [...differences(log, replayed), ...misqueued(log, replayed)];
  });
}

function differences({ number, turns, stands, ...log }: PhoneLog, replayed: Replayed): Findings {
  const findings: Findings = [];
  const standing = (row: object) => {
    const { flow, version, step, memory } = {
      flow: null,
      version: null,
      step: null,
      memory: {},
      ...row,
    };
    return { flow, version, step, memory };
  };
  for (const [index, row] of turns.entries())
    if (!isDeepStrictEqual(standing(row), standing(replayed.standing[index] ?? {})))
      findings.push(`${number}: turn ${row.turn} (${row.event}) stands elsewhere in the replay`);
  const last = { turn: turns.length, ...standing(replayed.standing.at(-1) ?? {}) };
  if (!isDeepStrictEqual({ ...stands }, last))
    findings.push(`${number}: stands elsewhere than its log`);
  if (!isDeepStrictEqual(log.purposes.toSorted(), replayed.purposes.toSorted()))
    findings.push(`${number}: its consents are not those of its log`);
  if (turns.length > 0 && log.language !== replayed.language)
    findings.push(`${number}: its language is not that of its log`);
  return findings;
}

function misqueued({ number, turns, messages }: PhoneLog, { said }: Replayed): Findings {
  const byTurn = Map.groupBy(messages, ({ turn }) => turn ?? 0);
  return turns.flatMap(({ turn, channel, event }, index) => {
    const queued = (byTurn.get(turn) ?? []).map(({ text }) => text);
    const words = said[index];
    const wrong = `${number}: turn ${turn} (${event}) queued something else than was said`;
    if (channel === 'ussd') return queued.length === 0 ? [] : [wrong];
    if (words === undefined) return queued.length <= 1 ? [] : [wrong];
    return isDeepStrictEqual(queued, textsOf(words)) ? [] : [wrong];
  });
}

function textsOf(said: readonly string[]): string[] {
  if (said.length === 0) return [];
  const whole = fitSms(said.join('\n'));
  return whole.segments <= 2 ? [whole.text] : said.map((text) => fitSms(text).text);
}
