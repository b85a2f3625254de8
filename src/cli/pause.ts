import { Refusal } from '../base/refusal.ts';
import { pauseSending } from '../engine/pause-sending.ts';
import { pressQuiet } from '../engine/quiet-sending.ts';
import { sendingReport } from '../store/sending-report.ts';
import { reportWords } from './report-words.ts';
import { runCommand, type AtDatabase, withDatabase } from './with-database.ts';

/** What was done, said in words. `true`: it was not so before. */
const SAID = {
  on: {
    true: 'Paused. Only what was on its way at this moment can still arrive, for at most ten seconds.',
    false: 'It was paused already.',
  },
  off: { true: 'Opened again.', false: 'It was not paused.' },
};
const QUIET = {
  true: 'Quiet. Answers to STOP, HELP, 9 and words of danger still leave. Two people open it again, in the console.',
  false: 'It was quiet already.',
};
const HOW =
  'npm run pause pauses all sending, npm run pause -- off opens it again, npm run pause -- quiet still answers STOP, HELP, 9 ' +
  'and words of danger, npm run pause -- state only looks.';
const WHO = 'command line';

await runCommand(() => {
  const [asked = 'on', ...rest] = process.argv.slice(2);
  if (!['on', 'off', 'quiet', 'state'].includes(asked) || rest.length > 0)
    throw new Refusal('invalid', HOW);
  return withDatabase(async (at) => {
    const said = await done(at, asked);
    const report = await at.pool.run((db) => sendingReport(db, at.clock.now()));
    return [...said, ...reportWords(report)].join('\n');
  });
});

async function done(at: AtDatabase, asked: string): Promise<string[]> {
  if (asked === 'quiet')
    return [QUIET[`${await pressQuiet({ ...at, demo: at.config.demo }, WHO)}`]];
  if (asked === 'on') return [SAID.on[`${await pauseSending(at, true, WHO)}`]];
  if (asked === 'off') return [SAID.off[`${await pauseSending(at, false, WHO)}`]];
  return [];
}
