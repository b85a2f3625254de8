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
function areWords(flow: string, { before, after }: { before: DraftFiles; after: DraftFiles }) {
  const paths = [...changesBetween(before, after).keys()];
  const steps = `${flow}/flow.yaml`;
  return (
    paths.some((path) => languageOf(path) !== undefined) &&
    paths.every(
      (path) =>
        languageOf(path) !== undefined ||
        path === `${flow}/CHANGES.md` ||
        (path === steps && isSameFlow(before.get(path), after.get(path), path)),
    )
  );
}

function isSameFlow(one: string | undefined, other: string | undefined, path: string): boolean {
  const [then, now] = [one, other].map((source) => {
    const read = readYaml(source ?? '', path);
    return read.ok && isMapping(read.value) ? { ...read.value, version: 0 } : undefined;
  });
  return then !== undefined && isDeepStrictEqual(then, now);
}
