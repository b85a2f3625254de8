/**
 * The load: a process of its own, with raw sockets kept alive and one request at a time on each, so that it takes as
 * little as it can of the cores it shares with what it measures.
 */
import { connect, type Socket } from 'node:net';
import { percentile } from './median.ts';
import { getPlayer, ussdPlayer, type Player } from './ussd-sessions.ts';
import type { LoadAnswer, LoadJob, LoadKind } from './load.ts';

const CONNECTIONS_MAX = 128;
/** Failures told in words; the rest is counted. */
const TOLD_MAX = 3;

let players: Record<LoadKind, Player[]>;
let selected: readonly string[] = [];

process.on('message', (job: LoadJob) => {
  switch (job.kind) {
    case 'setup':
      players = setUp(job);
      return;
    case 'ids':
      selected = job.ids;
      return;
    case 'run':
      void run(job).then((answer) => process.send?.(answer));
  }
});
process.on('disconnect', () => process.exit(0));

function setUp({ ussdPath, phones }: Extract<LoadJob, { kind: 'setup' }>): typeof players {
  const each = (make: (place: number) => Player) =>
    Array.from({ length: CONNECTIONS_MAX }, (_, place) => make(place));
  const ussd = (digits: string) =>
    each((place) => ussdPlayer(ussdPath, `${digits}${String(place).padStart(3, '0')}`, phones));
  return {
    turn: ussd('71'),
    own_transaction: ussd('72'),
    select: each((place) => {
      let at = place;
      return getPlayer(() => `/${selected[(at += 7) % selected.length] ?? ''}`);
    }),
    bare: each(() => getPlayer(() => '/')),
  };
}

async function run(job: Extract<LoadJob, { kind: 'run' }>): Promise<LoadAnswer> {
  const latencies: number[] = [];
  const failures: string[] = [];
  let failed = 0;
  const started = performance.now();
  const until = started + job.ms;
  const keepOn = (player: Player) =>
    job.prepare ? !player.prepared() : performance.now() < until && failed === 0;
  const fail = (error: unknown) => {
    failed += 1;
    if (failures.length < TOLD_MAX)
      failures.push(error instanceof Error ? error.message : String(error));
  };
  await Promise.all(
    players[job.load]
      .slice(0, job.connections)
      .map((player) => converse(job.port, player, () => keepOn(player), latencies).catch(fail)),
  );
  latencies.sort((a, b) => a - b);
  return {
    requests: latencies.length,
    ms: performance.now() - started,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    failures,
  };
}

/** One connection: the next request leaves when the answer to the one before is there. */
function converse(
  port: number,
  player: Player,
  keepOn: () => boolean,
  latencies: number[],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let sentAt = 0;
    let got = '';
    const send = () => {
      if (!keepOn()) return void socket.end(resolve);
      sentAt = performance.now();
      socket.write(player.next());
    };
    socket.setEncoding('latin1');
    socket.once('connect', send);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the server closed the connection')));
    socket.on('data', (chunk) => {
      got += String(chunk);
      const whole = readAnswer(got);
      if (whole === undefined) return;
      latencies.push(performance.now() - sentAt);
      got = '';
      try {
        player.take(whole.status, whole.body);
        send();
      } catch (error) {
        reject(error);
        socket.destroy();
      }
    });
  });
}

/** An answer with a length, as soon as all of it is there. */
function readAnswer(got: string): { status: number; body: string } | undefined {
  const headEnd = got.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const length = /\r\ncontent-length: *(\d+)/i.exec(got);
  if (length === null || length.index > headEnd) throw new Error('an answer without a length');
  const bodyAt = headEnd + 4;
  if (got.length < bodyAt + Number(length[1])) return undefined;
  return { status: Number(got.slice(9, 12)), body: got.slice(bodyAt) };
}
