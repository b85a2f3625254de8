import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import type { Outline } from '../../flow/edit/outline.ts';
import { holdsUp } from '../../proof/holds-up.ts';
import type { Ask } from '../frame/route.ts';
import type { DraftFinding } from './draft-prover.ts';
import { atShortened, type ShownFinding, withGreetings } from './point-lengths.ts';
import type { DraftProof } from './prove-draft.ts';
import { withSignatures } from './signed-languages.ts';

/** What the proof calls copies that wait for their translation; an error where the language is signed all the same. */
export const COPIED = 'copied_words';

type Proved = Pick<DraftProof, 'flow' | 'findings'>;

/** What the proof found, as staff are told of it: every view, the list and every count go by this and nothing else. */
export type ShownFindings = {
  flow: string;
  /** What somebody has to do, or look at. */
  findings: readonly ShownFinding[];
  /** Words that wait for their translation: no mistake, but work for somebody. */
  waiting: readonly DraftFinding[];
  /** Of words in languages that the programme does not use: folded away, in no count, and holding nothing up. */
  unused: readonly ShownFinding[];
};

/** Without languages that are signed as they read now, and apart from those that the programme does not speak. */
export async function shownFindings(
  ask: Pick<Ask, 'parts'>,
  proved: Proved,
  files: DraftFiles,
): Promise<ShownFindings> {
  const { flow, findings: all } = await withSignatures(ask, proved, files);
  const findings = await atShortened(ask, { flow, files }, all);
  const { languages: heard } = ask.parts.programme;
  const looked = new Set(['en', ...heard]);
  // English is what all others are made from: what its words lack is looked at, also where nobody hears it.
  const isUsed = (one: ShownFinding) =>
    holdsUp(one, heard) || one.place.language === undefined || looked.has(one.place.language);
  const told = findings.map((one) =>
    one.severity === 'error' && !holdsUp(one, heard)
      ? { ...one, severity: 'warning' as const }
      : one,
  );
  const used = told.filter(isUsed);
  return {
    flow,
    findings: used.filter((one) => !isWaiting(one)),
    waiting: used.filter(isWaiting),
    unused: told.filter((one) => !isUsed(one)),
  };
}

/** The same for a page that offers mends: beside those that one press mends in every language. */
export async function toldFindings(
  ask: Pick<Ask, 'parts'>,
  proved: Proved,
  { files, outline }: { files: DraftFiles; outline: Outline },
): Promise<ShownFindings> {
  const shown = await shownFindings(ask, proved, files);
  const { findings, unused } = shown;
  const told = { files, outline, now: proved.findings };
  const marked = await withGreetings(ask, told, [...findings, ...unused]);
  return {
    ...shown,
    findings: marked.slice(0, findings.length),
    unused: marked.slice(findings.length),
  };
}

function isWaiting({ code, severity }: DraftFinding): boolean {
  return code === COPIED && severity === 'warning';
}

/** How many are mistakes, and how many are to be looked at. */
export function countsOf(findings: readonly Pick<DraftFinding, 'severity'>[]): {
  errors: number;
  warnings: number;
} {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: findings.length - errors };
}
