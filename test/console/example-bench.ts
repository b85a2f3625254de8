import { expect } from 'vitest';
import { openDraft } from '../../src/console/flows/open-draft.ts';
import { keptTranscripts } from '../../src/console/try/kept-transcripts.ts';
import { openTrial } from '../../src/console/try/open-trial.ts';
import type { DraftFiles } from '../../src/flow/edit/draft-files.ts';
import type { Playing } from '../../src/proof/transcripts/reword-example.ts';
import type { ConsoleBench } from './console-bench.ts';

export type Change = readonly [path: string, from: string, to: string];

/** Files with words exchanged, each of which has to stand there. */
export function changed(files: DraftFiles, changes: readonly Change[]): DraftFiles {
  const after = new Map(files);
  for (const [path, from, to] of changes) {
    const text = after.get(path) ?? '';
    expect(text).toContain(from);
    after.set(path, text.replace(from, to));
  }
  return after;
}

/** The kept examples of one flow, as its draft stands. */
export function exampleBench({ parts, get, post }: ConsoleBench, flow: string) {
  const at = `/console/flows/${flow}`;
  async function filesNow(): Promise<{ files: DraftFiles; revision: number }> {
    const draft = await openDraft({ parts, now: parts.clock.now() }, flow);
    if (draft === undefined) throw new Error(`${flow} ships`);
    return draft;
  }
  async function playing(files: DraftFiles): Promise<Playing> {
    const { release, as } = await openTrial(parts, flow, files);
    const stage = as(undefined)?.world.stage;
    if (release === undefined || stage === undefined) throw new Error(`${flow} can be played`);
    return { release, stage };
  }
  return {
    filesNow,
    playing,
    /** The names of those that do not go as they were kept. */
    async othersNow(): Promise<string[]> {
      const { files } = await filesNow();
      const kept = keptTranscripts(files, flow, await playing(files));
      return kept.flatMap(({ name, kind }) => (kind === 'passes' ? [] : [name]));
    },
    async undo(): Promise<void> {
      const answer = await post(`${at}/undo`, { revision: String((await filesNow()).revision) });
      expect(answer.status).toBe(303);
    },
    /** Sends a form as somebody does who has the latest page, and gives where it leads. */
    async send(path: string, typed: Record<string, string>, older = 0): Promise<string> {
      const revision = String((await filesNow()).revision - older);
      const answer = await post(`${at}/${path}`, { lang: 'en', revision, ...typed });
      expect(answer.status).toBe(303);
      return answer.headers.get('location') ?? '';
    },
    page: async (to: string) => (await get(to.split('#')[0] ?? '')).text(),
  };
}
