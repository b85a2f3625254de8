import type { Phone } from '../../proof/talk/phone.ts';
import { isoDay } from '../../proof/transcripts/facts-later.ts';

/** Where a conversation stands and what it remembers: for staff who try a flow, never for a phone. */
export function stateLines({ scene, remembered, due, session, stopped }: Phone): string[] {
  const { facts, turn, release, closed } = scene;
  const pairs = (values: Readonly<Record<string, unknown>>) =>
    Object.entries(values).map(([name, value]) => `${name} = ${String(value)}`);
  const { joined, answered } = facts.days;
  const lines: (readonly [string, readonly string[]])[] = [
    ['flow', [`${release.flow}, version ${release.version}`]],
    ['step', [closed === undefined ? turn.place.step : `over (${closed})`]],
    ['memory', pairs(turn.place.memory)],
    ['kept for later', pairs(remembered)],
    ['today', [facts.today]],
    ['language', [facts.language]],
    ['channel', [facts.channel, ...(session === undefined ? [] : ['a session is open'])]],
    ['consented', facts.purposes],
    ['member', facts.traits],
    ['silences', facts.silences === 0 ? [] : [String(facts.silences)]],
    ['days joined', joined === undefined ? [] : [String(joined)]],
    ['days answered', answered === undefined ? [] : [String(answered)]],
    ['due', due.map(({ flow, at }) => `${flow} on ${isoDay(at)}`)],
    ['stopped', stopped === undefined ? [] : ['yes']],
  ];
  return lines.flatMap(([name, values]) =>
    values.length === 0 ? [] : [`  ${name.padEnd(14)} ${values.join(', ')}`],
  );
}
