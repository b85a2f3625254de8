import { Refusal } from '../base/refusal.ts';
import { pauseSending } from '../engine/pause-sending.ts';
import { sendingReport } from '../store/sending-report.ts';
import { reportWords } from './report-words.ts';
import { runCommand, withDatabase } from './with-database.ts';

/** What was done, said in words. `true`: it was not so before. */
const SAID = {
  on: {
    true: 'Paused. Only what was on its way at this moment can still arrive, for at most ten seconds.',
    false: 'It was paused already.',
  },
  off: { true: 'Opened again.', false: 'It was not paused.' },
};
const HOW =
  'npm run pause pauses all sending, npm run pause -- off opens it again, npm run pause -- state only looks.';

await runCommand(() => {
  const [asked = 'on', ...rest] = process.argv.slice(2);
  if (!['on', 'off', 'state'].includes(asked) || rest.length > 0) throw new Refusal('invalid', HOW);
  return withDatabase(async (at) => {
    const done =
      asked === 'state' ? undefined : await pauseSending(at, asked === 'on', 'command line');
    const report = await at.pool.run((db) => sendingReport(db, at.clock.now()));
    const said = done === undefined ? [] : [SAID[asked === 'on' ? 'on' : 'off'][`${done}`]];
    return [...said, ...reportWords(report)].join('\n');
  });
});
