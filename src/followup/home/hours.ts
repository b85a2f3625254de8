import { type Home, type Move, type Screen } from './screen.ts';

const NOON = '12:00';

/** Half of a duty day, or all of it; undefined where nothing is left of it. */
export function spanOf(
  { dutyHours: { from, to } }: Pick<Home, 'dutyHours'>,
  digit: string,
): { from: string; to: string } | undefined {
  const spans: Readonly<Record<string, { from: string; to: string }>> = {
    1: { from, to: NOON },
    2: { from: NOON, to },
    3: { from, to },
  };
  const span = spans[digit];
  return span !== undefined && span.from < span.to ? span : undefined;
}

/** Her hours on the duty list. Whether she stands there at all is her supervisor's to say. */
export function hours(home: Home): Screen {
  const { say, duty } = home;
  if (duty === undefined) return { text: say('home_no_duty', {}), hear: () => undefined };
  return {
    text: say('home_hours', duty),
    hear(text): Move | undefined {
      const span = spanOf(home, text);
      return span && { to: { at: 'menu' }, act: { act: 'hours', ...span } };
    },
  };
}
