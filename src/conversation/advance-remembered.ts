import type { MachineEvent } from '../flow/compile.ts';
import type { Release } from '../flow/release.ts';
import type { Facts } from '../flow/vocabulary.ts';
import type { Place, Turn } from './place.ts';

/** Everything a decision depends on beside the release. */
type Given = { place: Place; told: MachineEvent | { type: 'BEGIN' }; facts: Facts };

/**
 * Turns remembered for each release: places, declared memory and digits are few, so that nearly every turn of a day was
 * decided before. 4,096 turns are about 4 MB; when they are full they are dropped together.
 */
const TURNS_MAX = 4_096;
const turns = new WeakMap<Release, Map<string, Turn>>();

/** The turn decided before for the same input, else what `decide` says. It holds flow data only, never a text typed. */
export function remembered(release: Release, given: Given, decide: () => Turn): Turn {
  if (holdsOwnWords(release, given)) return frozen(decide());
  let known = turns.get(release);
  if (known === undefined) turns.set(release, (known = new Map()));
  const key = keyOf(release, given);
  const before = known.get(key);
  if (before !== undefined) return before;
  const turn = frozen(decide());
  if (known.size >= TURNS_MAX) known.clear();
  known.set(key, turn);
  return turn;
}

/** Values differ from person to person, and some are a person's own words: neither belongs in a memory of turns. */
function holdsOwnWords(release: Release, { place, told }: Given): boolean {
  if (told.type === 'REPLY' && told.value !== undefined) return true;
  return Object.keys(place.memory).some((field) => {
    const declared = release.memory.get(field);
    const kind = declared !== undefined && 'kind' in declared ? declared.kind : undefined;
    return kind === 'text' || kind === 'pin';
  });
}

/** No part can hold a line break unescaped, so that two inputs never share a key. */
function keyOf(release: Release, { place, told, facts }: Given): string {
  const digit = told.type === 'REPLY' ? told.digit : '';
  const memory = JSON.stringify(place.memory);
  const known = `${facts.channel}\n${facts.language}\n${facts.languages.join(' ')}`;
  const read = [...release.factsRead].map((fact) => JSON.stringify(facts[fact])).join(' ');
  return `${place.step}\n${told.type}\n${digit}\n${known}\n${facts.purposes.join(' ')}\n${read}\n${memory}`;
}

/** A copy of the place, since it may be the caller's own; effects were parsed, so they are new. */
function frozen(turn: Turn): Turn {
  for (const effect of turn.effects) Object.freeze(effect);
  const memory = Object.freeze({ ...turn.place.memory });
  const place = Object.freeze({ step: turn.place.step, memory });
  return Object.freeze({ ...turn, place, effects: Object.freeze(turn.effects) });
}
