import { advance } from '../conversation/advance.ts';
import { programmeVariables } from '../conversation/programme-variables.ts';
import { render, tellsMemory } from '../conversation/render.ts';
import { END } from '../flow/definition.ts';
import type { Release } from '../flow/release.ts';
import type { LedgerRow } from '../store/consents.ts';
import { localDate } from './local-date.ts';
import type { Setting } from './setting.ts';

/** What the words of a past question are made of. */
export type WordingSetting = Pick<
  Setting,
  'programme' | 'releases' | 'formats' | 'helplines' | 'watched'
>;

/**
 * The question as it was shown when this was agreed to or taken back: from the release of that version, in the language that
 * stood there. What the programme says of itself is said as it is now. Undefined where no question was answered, or its
 * release is not the one that the ledger names.
 */
export function wordingOf(setting: WordingSetting, row: LedgerRow): string | undefined {
  const { flow, version, step, language } = row;
  if (flow === null || version === null || step === null || language === null) return undefined;
  const release = setting.releases.pinned(flow, version);
  if (release === undefined || release.hash !== row.wordingHash) return undefined;
  if (step === END || !release.steps.has(step)) return undefined;
  const texts = saidAt(setting, release, row, { step, language });
  return texts.map((text) => wordsOf(setting, release, row, { text, language })).join('\n');
}

type Place = { step: string; language: string };

/** A step that is gone back to says itself again. */
function saidAt(
  { programme, formats }: WordingSetting,
  release: Release,
  { at, channel }: LedgerRow,
  { step, language }: Place,
): string[] {
  const facts = {
    language,
    channel: spokenOn(channel),
    purposes: [],
    languages: programme.languages,
    today: localDate(at, programme.timeZone),
    traits: [],
    silences: 0,
    days: { joined: undefined, answered: undefined },
  };
  const turn = advance(
    release,
    { step, memory: {} },
    { type: 'RESUMED', now: at },
    { facts, formats },
  );
  return turn.effects.flatMap((effect) => (effect.type === 'say' ? [effect.text] : []));
}

function wordsOf(
  setting: WordingSetting,
  release: Release,
  { at, channel }: LedgerRow,
  { text, language }: { text: string; language: string },
): string {
  const { programme, formats } = setting;
  const spoken = spokenOn(channel);
  // What somebody remembered then is not known any more: the words stand as they are written.
  if (tellsMemory(release, text)) return release.texts.get(language)?.texts[text]?.[spoken] ?? '';
  const known = { ...setting, today: localDate(at, programme.timeZone) };
  return render(release, [text], {
    language,
    channel: spoken,
    languages: programme.languages,
    variables: programmeVariables(programme, known, { language, flow: release.flow }),
    formats,
  });
}

function spokenOn(channel: string): 'sms' | 'ussd' {
  return channel === 'ussd' ? 'ussd' : 'sms';
}
