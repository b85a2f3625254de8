import { gone, listed } from './person.ts';
import type { PlaceAt } from './place.ts';
import { choices, type Home, type Listed, type Screen } from './screen.ts';

/**
 * What to know before a call. The number comes only after "I am alone and can talk". Whoever was never asked who may answer
 * is treated as one whom nobody else may hear of.
 */
export function details(home: Home, { who }: PlaceAt<'details'>): Screen {
  const one = listed(home, who);
  if (one === undefined) return gone(home, String(who.number));
  if (isNotCalled(one)) return { text: home.say('home_no_calls', {}), hear: () => undefined };
  const lines = [...told(home, one), home.say('home_alone', {})];
  return {
    text: lines.join('\n'),
    hear: choices({ 1: { to: { at: 'details', who }, act: { act: 'show_number', who } } }),
  };
}

/** Whoever asked for no calls is met by visit, and her number is shown to nobody. */
export function isNotCalled({ member }: Pick<Listed, 'member'>): boolean {
  return member?.answeredBy === 'no_calls';
}

/** What to know before a call, in sentences. */
export function told({ say, topic }: Home, { member }: Listed): string[] {
  if (member === undefined) return [say('home_answers_else', {}), say('home_cut_no', {})];
  const { callFrom: from, callTo: to, coverTopic, ringBack, traits } = member;
  return [
    ...(from !== null && to !== null
      ? [say('home_good_hours', { from: from.slice(0, 5), to: to.slice(0, 5) })]
      : []),
    coverTopic === null
      ? say('home_answers_else', {})
      : say('home_answers_topic', { topic: topic(coverTopic) }),
    say(ringBack ? 'home_cut_yes' : 'home_cut_no', {}),
    ...(traits.includes('plan_shared') ? [say('home_plan_shared', {})] : []),
  ];
}
