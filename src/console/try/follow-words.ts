import { isDeepStrictEqual } from 'node:util';
import { changesBetween, type DraftFiles, languageOf } from '../../flow/edit/draft-files.ts';
import { isMapping } from '../../flow/read-object.ts';
import { readYaml } from '../../flow/read-yaml.ts';
import { rewordedExample } from '../../proof/transcripts/reword-example.ts';
import type { Ask } from '../frame/route.ts';
import { type Followed, followed, playedTwice } from './follow-examples.ts';

/**
 * The kept examples that differ by new words alone, with these words. Undefined where anything but words was changed, and
 * where the flow cannot be played before and after.
 */
export async function rewordedExamples(
  parts: Ask['parts'],
  flow: string,
  versions: { before: DraftFiles; after: DraftFiles },
): Promise<Followed | undefined> {
  if (!areWords(flow, versions)) return undefined;
  const playing = await playedTwice(parts, flow, versions);
  return (
    playing &&
    followed(versions.after, flow, playing, (source) =>
      rewordedExample(source, playing.before, playing.after),
    )
  );
}

/** Whether only texts are otherwise; remarks and the number of the version may be too. */
function areWords(flow: string, versions: { before: DraftFiles; after: DraftFiles }): boolean {
  const paths = [...changesBetween(versions.before, versions.after).keys()];
  const texts = paths.filter((path) => languageOf(path) !== undefined);
  return (
    paths.every(
      (path) =>
        texts.includes(path) ||
        path === `${flow}/CHANGES.md` ||
        (path === `${flow}/flow.yaml` && saysSame(path, versions)),
    ) && texts.some((path) => !saysSame(path, versions))
  );
}

/** Whether a file says the same in both, whatever its remarks and its version are. */
function saysSame(path: string, versions: { before: DraftFiles; after: DraftFiles }): boolean {
  const [then, now] = [versions.before, versions.after].map((files) => {
    const read = readYaml(files.get(path) ?? '', path);
    return read.ok && isMapping(read.value) ? { ...read.value, version: 0 } : undefined;
  });
  return then !== undefined && isDeepStrictEqual(then, now);
}
