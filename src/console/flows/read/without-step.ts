import type { SourceFile } from '../../../flow/data-file.ts';
import { passedBy } from '../../../proof/transcripts/pass-question-by.ts';
import type { Playing } from '../../../proof/transcripts/reword-example.ts';
import { untoldIn } from '../../../proof/transcripts/tell-text.ts';
import { silentWithout } from '../../../proof/transcripts/silent-at-question.ts';

/** A kept example that comes by a step no more, without it: a question that was answered or left unanswered, or a text. */
export function withoutStep(
  source: SourceFile,
  before: Playing,
  after: Playing,
  step: string,
): string | undefined {
  return (
    passedBy(source, before, after, step) ??
    silentWithout(source, before, after, step) ??
    untoldIn(source, before, after, step)
  );
}
