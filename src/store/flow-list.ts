import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DraftState } from './drafts.ts';
import { noneWhereMissing, readCapped } from './source-files.ts';
import type { Db } from './transact.ts';

/** Names of the flows in a folder, each with its flow.yaml. @throws Error of the file system, Refusal */
export async function flowFilesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(folder).catch(noneWhereMissing);
  const found = await Promise.all(
    names.toSorted().map(async (name) => {
      const own: string[] = await readdir(join(folder, name)).catch(() => []);
      if (!own.includes('flow.yaml')) return [];
      return [[name, await readCapped(join(folder, name, 'flow.yaml'))] as const];
    }),
  );
  return new Map(found.flat());
}

export type ListedDraft = {
  flow: string;
  state: DraftState;
  version: number | null;
  updatedAt: Date;
  /** Its flow.yaml. */
  written: string | null;
};

/** Every flow that somebody opened in an editor. */
export function listDrafts(db: Db): Promise<ListedDraft[]> {
  return db<ListedDraft[]>`
    select flow, state, base_version as version, updated_at, files ->> (flow || '/flow.yaml') as written
    from draft order by flow`;
}

/** How many people are inside each flow: their talk is open, with whatever version. */
export async function peopleInside(db: Db, now: Date): Promise<ReadonlyMap<string, number>> {
  const rows = await db<{ flow: string; people: number }[]>`
    select flow, count(*)::int as people from conversation
    where flow is not null and expires_at > ${now} group by flow`;
  return new Map(rows.map(({ flow, people }) => [flow, people]));
}
