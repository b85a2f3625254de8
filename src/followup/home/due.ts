import type { Home, Listed, Screen } from './screen.ts';

/** Somebody waits for her. */
export function isDue({ why }: Listed): boolean {
  return why !== undefined;
}

/** Who is due, a line each; her number opens her. */
export function due(home: Home): Screen {
  const lines = home.people.filter(isDue).map((one) => dueLine(home, one));
  const { say } = home;
  const text =
    lines.length === 0 ? say('home_due_none', {}) : [say('home_due', {}), ...lines].join('\n');
  return { text, hear: () => undefined };
}

/** One line, in a few words that tell nothing of what it is about. */
export function dueLine({ say, window }: Home, { who, why, request }: Listed): string {
  const number = String(who.number);
  switch (why) {
    case 'waits_for_call':
      return say('home_line_your_call', { number });
    case 'urgent':
      return say('home_line_urgent', { number });
    case 'talk': {
      const from = request?.windowFrom ?? null;
      if (from === null) return say('home_line_talk', { number });
      return say('home_line_talk_when', { number, when: window(from, request?.windowTo ?? null) });
    }
    case 'not_well':
      return say('home_line_not_well', { number });
    case 'not_seen':
      return say('home_line_not_seen', { number });
    case 'no_answer':
      return say('home_line_no_answer', { number });
    case 'other':
      return say('home_line_other', { number });
    case undefined:
      return number;
  }
}
