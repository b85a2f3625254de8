import { resolve } from 'node:path';
import { Refusal } from '../base/refusal.ts';
import { typedIn } from '../config.ts';
import type { DraftFiles } from '../flow/edit/draft-files.ts';
import type { SourceFile } from '../flow/data-file.ts';
import { parseFlow } from '../flow/parse-flow.ts';
import type { FlowSources } from '../flow/flow-sources.ts';
import { type ChangedFlow, changedFlows } from '../release/flow-folders.ts';
import { currentSources, proveSet, withReleased } from '../release/prove-set.ts';
import { versionIn } from '../release/version-line.ts';
import type { Tx } from '../store/connect.ts';
import { lockDraft } from '../store/drafts.ts';
import { latestVersion } from '../store/releases.ts';
import { openDrafts } from '../store/approvals.ts';
import { publish, type Published } from '../release/publish.ts';
import { openFolder } from './open-flows.ts';
import { readArgs } from './read-args.ts';
import { saveAsDraft } from './save-as-draft.ts';
import type { AtDatabase } from './with-database.ts';

export const HOW_TO_IMPORT = `npm run import brings the flows that differ from what is released as drafts, which the console reviews.
  --dir folder      from that folder of flows
  --release         as releases at once, by the same rules: proved, for 1 % of phones first
  --by name         who wrote them
  --approved name   who has read them; not the same person`;

/** Brings changed flows of a folder into the database, and says what it did. @throws Refusal where anything is refused */
export async function runImport(
  at: Pick<AtDatabase, 'pool' | 'config' | 'keyring' | 'clock'>,
  args: string[],
): Promise<string> {
  const { dir: folder, release, by, approved } = typed(args);
  const { sources, dir } = await openFolder(resolve(typedIn(), folder ?? at.config.FLOWS_DIR));
  const names = sources.flows.flatMap(({ name, flow }) => (isPart(flow) ? [] : name));
  const changed = await changedFlows(at.pool, dir, names);
  if (changed.length === 0) return `${dir} has nothing that is not released.`;
  // Looked at before anything is done: a folder is brought in whole, or not at all.
  for (const one of changed) refuseOlder(one);
  if (release) await refuseDrafted(at, changed);
  const said: string[] = [];
  for (const one of changed)
    said.push(
      release
        ? await releaseOne(at, sources, one, { by, approvedBy: approved })
        : await saveAsDraft(at, one, by),
    );
  return said.join('\n');
}

/** @throws Refusal where a folder would take back what was released since it was written */
function refuseOlder({ flow, version = 0, files }: ChangedFlow): void {
  const written = writtenIn(flow, files);
  if (written < version)
    throw new Refusal(
      'conflict',
      `${flow}: this folder has version ${written}, and version ${version} is released. Bringing it in would take back what came ` +
        'since. Take what is released first (npm run export leaves what was changed by hand), and change that.',
    );
}

/** @throws Refusal where a release would pass over what somebody works on, take up what was given up, or hide which came first */
async function refuseDrafted(
  { pool }: Pick<AtDatabase, 'pool'>,
  changed: readonly ChangedFlow[],
): Promise<void> {
  const drafted = new Set((await pool.run(openDrafts)).map(({ flow }) => flow));
  for (const { flow, files, givenUp } of changed) {
    if (drafted.has(flow))
      throw new Refusal(
        'conflict',
        `${flow} has a draft in the console that somebody works on. Release or discard it there first; a release from here would ` +
          'pass over it.',
      );
    if (givenUp !== undefined)
      throw new Refusal(
        'conflict',
        `${flow}: this is version ${givenUp}, which was given up. Take what is released (npm run export), or take the text up again ` +
          'in the console, where it is read once more.',
      );
    const [written, latest] = [
      writtenIn(flow, files),
      await pool.run((db) => latestVersion(db, flow)),
    ];
    if (written <= latest)
      throw new Refusal(
        'conflict',
        `${flow}: version ${latest} is there already, with other words. Where this folder was written on top of what is released, ` +
          `raise "version:" to ${latest + 1}; else take that first (npm run export).`,
      );
  }
}

function writtenIn(flow: string, files: DraftFiles): number {
  return versionIn(files.get(`${flow}/flow.yaml`) ?? '') ?? 0;
}

/** A part is released with the flows that use it. */
function isPart({ source, file }: SourceFile): boolean {
  const parsed = parseFlow(source, file);
  return parsed.ok ? parsed.flow.isPart : parsed.isPart;
}

function typed(args: string[]) {
  const { values } = readArgs(
    {
      args,
      options: {
        dir: { type: 'string' },
        release: { type: 'boolean', default: false },
        by: { type: 'string' },
        approved: { type: 'string' },
      },
    },
    HOW_TO_IMPORT,
  );
  const by = values.by?.trim() ?? '';
  const approved = values.approved?.trim() ?? '';
  if (by === '') throw new Refusal('invalid', 'Say who wrote it: --by "a name".');
  if (values.release && (approved === '' || approved === by))
    throw new Refusal('invalid', 'A release takes two people: --by "a name" --approved "another".');
  return { ...values, by, approved };
}

async function releaseOne(
  { pool, keyring, clock, config }: Pick<AtDatabase, 'pool' | 'keyring' | 'clock' | 'config'>,
  sources: FlowSources,
  { flow, files }: ChangedFlow,
  who: { by: string; approvedBy: string },
): Promise<string> {
  const set = withReleased(sources, await currentSources(pool));
  const prove = (name: string, own: ReadonlyMap<string, string>) =>
    Promise.resolve(proveSet(set, name, own, config.PROGRAMME));
  const parts = { pool, keyring, practice: config.demo, prove };
  // Somebody may have begun a draft since it was looked at.
  const ending = async (tx: Tx) =>
    ((await lockDraft(tx, flow))?.state ?? 'released') === 'released';
  const order = { flow, files, ...who, origin: 'import' as const, now: clock.now(), ending };
  const done = await publish(parts, order);
  if (done.kind === 'refused') throw new Refusal('conflict', `${flow}: ${whyNot(done)}`);
  const share = done.stage.state === 'done' ? 'everybody' : `${done.stage.percent} % of phones`;
  return `Released: ${flow}, version ${done.version}, for ${share}.`;
}

function whyNot(refused: Extract<Published, { kind: 'refused' }>): string {
  switch (refused.reason) {
    case 'findings':
      return `it has findings:\n${refused.findings.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n')}`;
    case 'step_map':
      return 'its step map would leave somebody behind.';
    case 'second_person':
      return 'a release takes two people.';
    case 'nothing_new':
      return 'it says what is released already.';
    case 'stage_open':
      return 'another version of it goes out just now. Take that to everybody, or roll it back.';
    case 'changed_meanwhile':
      return 'somebody was faster. Look again.';
    case 'no_flow':
      return 'it is a part, or its flow.yaml has no readable `version:`.';
  }
}
