import type { PlaceAt } from './place.ts';
import type { Home, Screen } from './screen.ts';

/** The only screen with a number, and with a word of the member's; its session is over, so that she can call. */
export function number({ say }: Home, { phone, words }: PlaceAt<'number'>): Screen {
  const lines = [
    say('home_number', { phone }),
    ...(words === undefined ? [] : [say('home_own_word', { words })]),
  ];
  return { text: lines.join('\n'), hear: () => undefined, ends: true };
}
