import { Refusal } from '../../base/refusal.ts';
import { somebodyAt } from '../../proof/transcripts/play-transcript.ts';
import { type Before, readFact } from '../../proof/transcripts/transcript-facts.ts';
import type { Loaded } from './load-world.ts';
import type { TalkOptions } from './read-options.ts';

/**
 * What is known of the person before the first word: somebody new, who has agreed to what the flow needs, and what was
 * typed. @throws Refusal for what the flow or the programme does not have
 */
export function firstFacts(loaded: Loaded, options: TalkOptions): Before {
  const { world, release, programme } = loaded;
  const typed = { programme: undefined, known: {}, remembers: {} };
  for (const words of options.known) {
    const wrong = readFact(typed, words);
    if (wrong !== undefined) throw new Refusal('invalid', `--with: ${wrong.found}. ${wrong.mend}`);
  }
  const lost = Object.keys(typed.remembers).filter((field) => !release.memory.has(field));
  if (lost.length > 0)
    throw new Refusal('not_found', `--with: the flow remembers no ${lost.join(', ')}.`);
  const somebody = somebodyAt(world.stage);
  const language = languageOf(loaded, options.language, somebody.language);
  const facts = {
    ...somebody,
    purposes: release.purpose === undefined ? [] : [release.purpose],
    language,
    languages: [...new Set([...somebody.languages, language])],
    channel: channelOf(loaded, options.channel),
    ...typed.known,
  };
  return { programme: programme?.programme, facts, remembers: typed.remembers };
}

function languageOf({ release, world }: Loaded, typed: string | undefined, usual: string): string {
  const spoken = world.stage.languages ?? release.languages;
  const both = release.languages.filter((one) => spoken.includes(one));
  const wanted = typed ?? (both.includes(usual) ? usual : both[0]);
  if (wanted !== undefined && both.includes(wanted)) return wanted;
  const missing = typed ?? spoken.join(', ');
  throw new Refusal(
    'not_found',
    `${release.flow} cannot be talked with in ${missing}. There is: ${both.join(', ') || 'nothing'}.`,
  );
}

function channelOf({ programme }: Loaded, typed: 'sms' | 'ussd' | undefined): 'sms' | 'ussd' {
  const channel = typed ?? (programme?.channels === 'ussd_only' ? 'ussd' : 'sms');
  if (programme?.channels === (channel === 'sms' ? 'ussd_only' : 'sms_only'))
    throw new Refusal('not_found', `${programme.programme} has no ${channel.toUpperCase()}.`);
  return channel;
}
