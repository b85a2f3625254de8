import { DeadlinePassed, withDeadline } from '../../base/clock.ts';
import { Refusal } from '../../base/refusal.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { ProofWaits } from '../frame/parts.ts';
import type { Ask } from '../frame/route.ts';
import { type DraftProof, proveDraft } from './prove-draft.ts';

/**
 * A page opens in 300 ms; what the proof says comes after it where it takes longer. Once a page has waited for it where it needs
 * it, what is not there is left out.
 */
export const PROOF_WAITS: ProofWaits = { page: 200, line: 5 };
/** A page that is nothing without its proof looks again after so many milliseconds. */
const LOOK_AGAIN_MS = 1_500;

/** Why a page has no proof to show: it takes longer than a page may, or it cannot be had. */
export type NoProof = { kind: 'late' | 'refused' };
export type Soon = { kind: 'proved'; proof: DraftProof } | NoProof;

/** The proof of a flow, or why not, within the time that a page may take. What is late goes on, and is kept. */
export async function proofSoon(
  { parts }: Pick<Ask, 'parts'>,
  flow: string,
  files: DraftFiles,
  withinMs = parts.proofWaits.page,
): Promise<Soon> {
  try {
    const work = proveDraft(parts, flow, files);
    return { kind: 'proved', proof: await withDeadline(work, withinMs, 'a proof for a page') };
  } catch (error) {
    if (error instanceof DeadlinePassed) return { kind: 'late' };
    if (error instanceof Refusal) return { kind: 'refused' };
    throw error;
  }
}

/** What stands in place of what needs the proof: it comes by itself with script, and by a press without. */
export function noProofYet(ask: Ask, { kind }: NoProof): Html {
  const { w } = ask;
  const isLate = kind === 'late';
  return html`<section
    class="card stack"
    ${isLate ? html`data-again-ms="${LOOK_AGAIN_MS}"` : nothing}
  >
    <p role="status">${isLate ? w('proof.being_made') : w('proof.not_now')}</p>
    ${lookAgain(ask)}
  </section>`;
}

/** In place of one part of a page, of which all else is there already. */
export function partSoon(ask: Ask, { kind }: NoProof): Html {
  const isLate = kind === 'late';
  const says = ask.w(isLate ? 'proof.part_soon' : 'proof.not_now');
  return html`<p class="soft" ${isLate ? html`data-again-ms="${LOOK_AGAIN_MS}"` : nothing}>${says}</p>
    ${lookAgain(ask)}`;
}

/** The way to look once more, for whoever has no script. */
export function lookAgain({ w, path, query }: Ask): Html {
  const here = query.size === 0 ? path : `${path}?${query.toString()}`;
  return html`<p><a class="button quiet" href="${here}">${w('proof.look_again')}</a></p>`;
}
