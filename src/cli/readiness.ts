import { movableClock } from '../base/clock.ts';
import { readConfig } from '../config.ts';
import type { Staffing } from '../live-start.ts';
import { readStaffing } from '../store/duty-places.ts';
import { runReadiness } from './run-readiness.ts';
import { runCommand, withDatabase } from './with-database.ts';

await runCommand(async () => {
  const config = readConfig();
  const { words, ready } = await runReadiness({
    config,
    now: movableClock().now(),
    staffing: await staffingHere(),
    colours: process.stdout.isTTY,
  });
  process.exitCode = ready ? 0 : 1;
  return words;
});

/** The rest can be read before there is a database: what is missing then is said in words. */
async function staffingHere(): Promise<Staffing | undefined> {
  try {
    return await withDatabase(({ pool }) => pool.run(readStaffing));
  } catch {
    return undefined;
  }
}
