import { movableClock, pause, withDeadline } from './base/clock.ts';
import { createLog, type Log } from './base/log.ts';
import { createScrub } from './base/scrub.ts';
import { Refusal } from './base/refusal.ts';
import { configHelp, readConfig, type Config } from './config.ts';
import { secretWords, serviceSecrets } from './demo-secrets.ts';
import { runService } from './run-service.ts';

/** A stop is over within this, in milliseconds; what is on its way then is cut (docs/operate.md, "Health"). */
const DRAIN_MS = 9_000;
/** How often it is looked whether npm, which started us, is still there, in milliseconds. */
const PARENT_MS = 500;
/** The oldest Node that has what is used here: Temporal, argon2, TypeScript as it is. */
const NODE_MIN = 26;

/** Whatever goes to standard error goes through it; until the settings are read it knows no secrets. */
const guard = { scrub: createScrub() };
const toStderr = (line: string) => void process.stderr.write(guard.scrub(line));

/** Signals, words for people and exit codes live here only. */
async function main(): Promise<void> {
  if (process.argv.includes('--help')) return void process.stdout.write(configHelp());
  assertNode();
  const config = readConfig();
  const clock = movableClock();
  const secrets = serviceSecrets(config);
  Object.assign(guard, { scrub: createScrub(secretWords(config, secrets)) });
  const log = createLog(toStderr, clock.now);
  const stopping = new AbortController();
  const stop = (why: string) => {
    if (stopping.signal.aborted) return;
    log.info('stopping', { why });
    stopping.abort();
  };
  process.on('SIGTERM', () => stop('sigterm'));
  process.on('SIGINT', () => stop('sigint'));
  if (config.startedByNpm) void watchParent(stop, stopping.signal);
  const starting = runService({ config, secrets, clock, log });
  starting.catch(() => undefined);
  const running = await Promise.race([starting, aborted(stopping.signal)]);
  // Nothing has been acknowledged yet: a start is left like a kill, and the embedded server's keeper ends that.
  if (running === undefined) return;
  process.stdout.write(running.greeting);
  await aborted(stopping.signal);
  await drain(running, config, log);
}

async function drain(
  running: { drain(): Promise<void>; cut(): Promise<void> },
  config: Config,
  log: Log,
) {
  if (config.demo) process.stdout.write('\nStopping: letting what is on its way end …\n');
  try {
    await withDeadline(running.drain(), DRAIN_MS, 'drain');
    log.info('stopped');
  } catch (error) {
    log.error('drain_cut', {}, error);
    await running.cut();
  }
}

/** npm does not pass every signal on: when it is gone, the service goes too instead of staying behind. */
async function watchParent(stop: (why: string) => void, signal: AbortSignal): Promise<void> {
  const parent = process.ppid;
  while (!signal.aborted) {
    if (process.ppid !== parent) stop('parent_gone');
    await pause(PARENT_MS, signal);
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

function assertNode(): void {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < NODE_MIN)
    throw new Refusal(
      'invalid',
      `This is Node ${process.versions.node}; Mazano needs ${NODE_MIN} or later. "npm start" brings its own along.`,
    );
}

// Of what nobody caught kind, code and place are told: its words and its stack may hold what a person wrote.
process.on('uncaughtException', (error: unknown) => {
  const log = createLog(toStderr, () => new Date());
  log.error('crashed', {}, error);
  process.exit(1);
});

try {
  await main();
  process.exit();
} catch (error) {
  if (error instanceof Refusal) process.stderr.write(`${error.message}\n`);
  else {
    const log = createLog(toStderr, () => new Date());
    log.error('start_failed', {}, error);
    process.stderr.write(
      'Mazano could not start. The line above says where; npm start -- --help lists the settings.\n',
    );
  }
  process.exit(1);
}
