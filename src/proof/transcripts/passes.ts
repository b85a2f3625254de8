import type { SourceFile } from '../../flow/data-file.ts';
import { proveTranscript } from './compare-transcript.ts';
import { parseTranscript } from './parse-transcript.ts';
import type { Playing } from './reword-example.ts';

/** Whether an example goes as it is written. That nothing is kept between its turns is proved with the whole flow. */
export function passes(source: SourceFile, { release, stage }: Playing): boolean {
  const parsed = parseTranscript(source);
  return parsed.ok && proveTranscript(release, parsed.value, stage, { warm: true }).length === 0;
}
