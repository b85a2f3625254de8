import { advance } from '../../src/conversation/advance.ts';
import { begin } from '../../src/conversation/begin.ts';
import type { Turn } from '../../src/conversation/place.ts';
import { render } from '../../src/conversation/render.ts';
import { loadRelease, type Release } from '../../src/flow/release.ts';
import { digitOf, type Engine, menuDefinition, SCREENS } from './menu-of-three.ts';

const NOW = new Date('2027-01-04T08:00:00Z');
const FACTS = {
  language: 'en',
  channel: 'ussd' as const,
  purposes: [],
  languages: ['en'],
  today: '2027-01-04',
  traits: [],
  silences: 0,
  days: { joined: undefined, answered: undefined },
};
const HEARING = { facts: FACTS, formats: new Map() };

/**
 * Ours, as the service plays it: between two answers only what would be stored is kept. `remembering` is false for an
 * engine that has never seen a turn before: each run is played on a release of its own.
 */
export function mazanoEngine({ remembering }: { remembering: boolean }): Engine {
  const definition = menuDefinition();
  const release = loadRelease(definition);
  const name = remembering ? 'mazano' : 'mazano_no_turn_known';
  // A copy shares the machine, but the turns that are remembered belong to the object.
  const releaseOf = () => (remembering ? release : { ...release });
  return { name, play: (run) => Promise.resolve(play(releaseOf(), run)) };
}

function play(release: Release, run: number): string {
  let turn = begin(release, {}, FACTS, NOW);
  let screen = shown(release, turn);
  for (const index of SCREENS.keys()) {
    const place = stored(turn);
    const text = digitOf(run, index);
    turn = advance(release, place, { type: 'REPLY', text, late: false, now: NOW }, HEARING);
    screen = shown(release, turn);
  }
  return screen;
}

/** What PostgreSQL would give back. */
function stored(turn: Turn): Turn['place'] {
  return JSON.parse(JSON.stringify(turn.place));
}

function shown(release: Release, turn: Turn): string {
  const says = turn.effects.flatMap((effect) => (effect.type === 'say' ? [effect.text] : []));
  const { language, channel, languages } = FACTS;
  return render(release, says, { language, channel, languages, variables: {} });
}
