import { movableClock } from '../base/clock.ts';
import { readConfig } from '../config.ts';
import { runReadiness } from './run-readiness.ts';
import { runCommand } from './with-database.ts';

await runCommand(async () => {
  const { words, ready } = await runReadiness({
    config: readConfig(),
    now: movableClock().now(),
    colours: process.stdout.isTTY,
  });
  process.exitCode = ready ? 0 : 1;
  return words;
});
