import { createRecall, type Recall } from '../base/recall.ts';
import { programmeVariables } from '../conversation/programme-variables.ts';
import { render, tellsMemory } from '../conversation/render.ts';
import type { Release } from '../flow/release.ts';
import type { Facts, Memory } from '../flow/vocabulary.ts';
import type { GroupPlace } from '../store/request-rows.ts';
import { groupWords } from './group-words.ts';
import type { Setting } from './setting.ts';
import { isOpenMode } from './wishes.ts';

/** Texts of all releases in use, in each language and channel, are some hundreds; 4,000 take about 1 MB. */
const TEXTS_MAX = 4_000;
const recalls = new WeakMap<Setting, Recall<string>>();

/** `receipt`: of the complaint that this turn makes. `counsellor`: what the one is called who could meet her. */
type Said = {
  release: Release;
  text: string;
  memory: Memory;
  receipt?: number | undefined;
  counsellor?: string | undefined;
  /** Her peer group, where she is in one. */
  group?: GroupPlace | undefined;
  /** Somebody else may have the phone. */
  doubted?: boolean;
};

/** A text in words. One that tells what a person's conversation remembers is made anew each time, and never kept. */
export function worded(
  setting: Setting,
  { facts, shared }: { facts: Facts; shared: boolean },
  said: Said,
): string {
  const { release, text } = said;
  const openTexts = isOpenMode({ shared, traits: facts.traits });
  const isHers =
    said.receipt !== undefined || said.counsellor !== undefined || said.group !== undefined;
  if (isHers || tellsMemory(release, text)) return rendered(setting, facts, said, openTexts);
  let recall = recalls.get(setting);
  if (recall === undefined) recalls.set(setting, (recall = createRecall(TEXTS_MAX)));
  const key = `${release.flow} ${release.version} ${text} ${facts.language} ${facts.channel} ${facts.today}`;
  return recall(key, () => rendered(setting, facts, { ...said, memory: {} }, openTexts));
}

function rendered(
  setting: Setting,
  { language, channel, languages, today }: Facts,
  { release, text, memory, receipt, counsellor, group, doubted = false }: Said,
  openTexts: boolean,
): string {
  const { programme, formats, helplines, watched } = setting;
  const known = { formats, helplines, watched, today };
  const said = programmeVariables(programme, known, { language, flow: release.flow });
  return render(release, [text], {
    language,
    channel,
    languages,
    variables: {
      ...said,
      ...(receipt !== undefined && { receipt: String(receipt) }),
      ...(counsellor !== undefined && { counsellor }),
      ...(group !== undefined && groupWords(setting, group, { language, openTexts, doubted })),
    },
    memory,
    formats,
    openTexts,
  });
}
