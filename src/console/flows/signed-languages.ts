import { contentHashes } from '../../flow/edit/content-hashes.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { reviewActs } from '../../store/approvals.ts';
import type { Ask } from '../frame/route.ts';
import { neverRead } from './read-texts.ts';
import { releasedFiles } from './released-files.ts';
import type { DraftFinding } from './draft-prover.ts';

type Proved = { flow: string; findings: readonly DraftFinding[] };

/** What the proof found, without the languages that were signed in the console as they read now, and read to the last text. */
export async function withSignatures(
  { parts }: Pick<Ask, 'parts'>,
  { flow, findings }: Proved,
  files: DraftFiles,
): Promise<Proved> {
  const isUnsigned = ({ code, place }: DraftFinding) =>
    code === 'unreviewed' && place.flow === flow;
  if (!findings.some(isUnsigned)) return { flow, findings };
  const acts = await parts.pool.run((db) => reviewActs(db, flow));
  const { languages } = contentHashes(flow, files);
  const released = await releasedFiles(parts, flow);
  const isRead = (language: string) =>
    neverRead({ draft: { flow, files }, released, acts }, language).length === 0;
  const isSigned = ({ place: { language = '' } }: DraftFinding) =>
    acts.some(
      (act) =>
        act.kind === 'signed' && act.language === language && act.hash === languages.get(language),
    ) && isRead(language);
  return { flow, findings: findings.filter((one) => !isUnsigned(one) || !isSigned(one)) };
}
