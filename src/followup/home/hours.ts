import { type Home, type Move, type Screen } from './screen.ts';

const NOON = '12:00';

/** Her hours on the duty list. Whether she stands there at all is her supervisor's to say. */
export function hours({ say, duty, dutyHours }: Home): Screen {
  if (duty === undefined) return { text: say('home_no_duty', {}), hear: () => undefined };
  const { from, to } = dutyHours;
  const spans: Readonly<Record<string, { from: string; to: string }>> = {
    1: { from, to: NOON },
    2: { from: NOON, to },
    3: { from, to },
  };
  return {
    text: say('home_hours', duty),
    hear(text): Move | undefined {
      const span = spans[text];
      const isOne = span !== undefined && span.from < span.to;
      return isOne ? { to: { at: 'menu' }, act: { act: 'hours', ...span } } : undefined;
    },
  };
}
