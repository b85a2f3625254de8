import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Behind } from './flows-with.ts';

/** The programmes that ship, beside the demonstrations. */
export const SHIPPED = readdirSync('flows/programmes')
  .map((file) => file.replace('.yaml', ''))
  .filter((name) => !name.startsWith('demo-'));

/** The flows and programmes that ship, each programme with the numbers of the stand-in; `change` spoils a file for a mutant. */
export function shippedFolder(
  change?: { file: string; piece: string; by: string },
  behind: Behind = afterAll,
): string {
  const folder = mkdtempSync(join(tmpdir(), 'mazano-flows-'));
  behind(() => rmSync(folder, { recursive: true, force: true }));
  cpSync('flows', folder, { recursive: true, filter: (path) => !path.endsWith('transcripts') });
  for (const name of SHIPPED) {
    const file = join(folder, 'programmes', `${name}.yaml`);
    const text = readFileSync(file, 'utf8')
      .replace(/^short_code: .*$/mu, "short_code: '22340'")
      // A rate that holds up nothing.
      .replace(/^messages_a_second: .*$/mu, 'messages_a_second: 1000')
      .replace(/^sender: .*$/mu, "sender: '22340'")
      .replace(/^service_code: .*$/mu, "service_code: '*384*4040#'");
    writeFileSync(file, text);
  }
  if (change === undefined) return folder;
  const file = join(folder, change.file);
  const text = readFileSync(file, 'utf8');
  if (!text.includes(change.piece))
    throw new Error(`mutant: ${change.file} no longer reads as it did`);
  writeFileSync(file, text.replaceAll(change.piece, change.by));
  return folder;
}
