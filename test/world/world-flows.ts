import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a test of the world needs of the programme `world`. */
export const WORLD_CODES = { shortCode: '22340', serviceCode: '*384*4040#' };
const NOON = 12;

/**
 * A copy of the flows of the tests (test/flows) with a programme `world`: the demo's, in a place where it is about noon, so that timers
 * may be sent whenever the tests run, and with a rate that holds up nothing. The caller removes it.
 */
export function worldFlows(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'mazano-flows-'));
  cpSync('test/flows', folder, { recursive: true, dereference: true });
  const demo = readFileSync('test/flows/programmes/demo-kenya.yaml', 'utf8');
  const world = demo
    .replace('programme: demo-kenya', 'programme: world')
    .replace('Africa/Nairobi', placeAtNoon(new Date()))
    .replace('messages_a_second: 20', 'messages_a_second: 1000');
  writeFileSync(join(folder, 'programmes', 'world.yaml'), world);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** In the names of these zones the sign is that of POSIX: west of Greenwich is positive. */
function placeAtNoon(now: Date): string {
  const west = now.getUTCHours() - NOON;
  return `Etc/GMT${west < 0 ? '' : '+'}${west}`;
}
