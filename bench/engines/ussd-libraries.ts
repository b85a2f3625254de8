import { createRequire } from 'node:module';
import { z } from 'zod';
import { digitOf, type Engine, LAST, SCREENS } from './menu-of-three.ts';

/** What both libraries share: states by name, and `run` with the whole text of the session, as the gateway sends it. */
type Menu = {
  startState(state: State): void;
  state(name: string, state: State): void;
  con(text: string): void;
  end(text: string): void;
  run(args: Hop): Promise<unknown>;
};
type State = { run(): void; next?: Record<string, string> };
type Hop = { sessionId: string; serviceCode: string; phoneNumber: string; text: string };

const isMenu = z.custom<Menu>((value) => typeof value === 'object' && value !== null);
const Constructor = z.custom<new () => unknown>((value) => typeof value === 'function');
const require = createRequire(import.meta.url);

/** `ussd-menu-builder` or `ussd-builder`. They play the whole session from its start at every hop. */
export function libraryEngine(name: 'ussd-menu-builder' | 'ussd-builder'): Engine {
  const Library = Constructor.parse(require(name));
  const menu = isMenu.parse(new Library());
  for (const [index, { question, choices }] of SCREENS.entries()) {
    const to = index + 1 < SCREENS.length ? `screen_${index + 1}` : 'last';
    const lines = choices.map((label, at) => `${at + 1} ${label}`).join('\n');
    const state = { run: () => menu.con(`${question}\n${lines}`), next: { '1': to, '2': to } };
    if (index === 0) menu.startState(state);
    else menu.state(`screen_${index}`, state);
  }
  menu.state('last', { run: () => menu.end(LAST) });
  return { name, play: (run) => play(menu, run) };
}

async function play(menu: Menu, run: number): Promise<string> {
  const session = { sessionId: `s${run}`, serviceCode: '*384#', phoneNumber: '+254711000111' };
  const pressed: string[] = [];
  let screen = await menu.run({ ...session, text: '' });
  for (const index of SCREENS.keys()) {
    pressed.push(digitOf(run, index));
    screen = await menu.run({ ...session, text: pressed.join('*') });
  }
  return String(screen);
}
