import { connect, createServer, type Socket } from 'node:net';
import { listen } from '../gateway/local-gateway.ts';

/** A TCP line to the gateway that can die without a word and heal. */
export type GatewayLine = {
  url: string;
  /** From now on nothing passes. What callers write is kept, as their own kernel keeps what nobody acknowledges. */
  die(): void;
  /** What was written passes now, and what comes later too; but of a caller that reset its end nothing does. */
  heal(): void;
  /** From now on what passes takes so many milliseconds, and what is on its way arrives whatever its caller does. */
  lengthen(ms: number): void;
  /** Calls whose bytes the line holds, dead or long. */
  holds(): number;
  close(): Promise<void>;
};

/** Milliseconds in which the reset of a caller is seen, which has long arrived when the line heals. */
const RESET_SEEN_MS = 50;

/**
 * On a real dead line the bytes of a request stay in the sender's kernel: a closed socket still delivers them when the
 * line is back, a reset one has dropped them. Here they wait in this process, and a reset drops them just so.
 */
export async function gatewayLine(gatewayUrl: string): Promise<GatewayLine> {
  const gatewayPort = Number(new URL(gatewayUrl).port);
  const calls = new Set<Call>();
  let dead = false;
  let lengthMs = 0;
  const server = createServer({ allowHalfOpen: true }, (caller) => {
    const onward = { gatewayPort, lengthMs };
    const call = callThrough(caller, onward, () => calls.delete(call));
    calls.add(call);
    if (dead) call.hold();
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    die() {
      dead = true;
      for (const call of calls) call.hold();
    },
    heal() {
      dead = false;
      for (const call of calls) call.release();
    },
    lengthen: (ms) => void (lengthMs = ms),
    holds: () => [...calls].filter((call) => call.holds()).length,
    async close() {
      for (const call of calls) call.end();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Call = { hold(): void; release(): void; holds(): boolean; end(): void };

type Onward = { gatewayPort: number; lengthMs: number };

function callThrough(caller: Socket, { gatewayPort, lengthMs }: Onward, over: () => void): Call {
  const gateway = connect({ port: gatewayPort, host: '127.0.0.1', allowHalfOpen: true });
  let held: Buffer[] | undefined;
  let back: Buffer[] = [];
  let travelling = 0;
  let hasEnded = false;
  const end = () => {
    caller.destroy();
    gateway.destroy();
    over();
  };
  /** Things that travel keep their order, a reset among them. */
  const travel = (arrive: () => void) => {
    if (lengthMs === 0) return arrive();
    travelling += 1;
    setTimeout(() => {
      travelling -= 1;
      arrive();
    }, lengthMs);
  };
  const onCaller = (arrive: () => void) => () => travel(arrive);
  caller.on('error', onCaller(end));
  caller.on('close', onCaller(end));
  gateway.on('error', end);
  gateway.on('close', end);
  caller.on('data', (bytes: Buffer) =>
    travel(() => void (held === undefined ? gateway.write(bytes) : held.push(bytes))),
  );
  caller.on(
    'end',
    onCaller(() => {
      hasEnded = true;
      if (held === undefined) gateway.end();
    }),
  );
  gateway.on('data', (bytes: Buffer) => {
    if (held === undefined) caller.write(bytes);
    else back.push(bytes);
  });
  const pass = () => {
    const kept = held ?? [];
    held = undefined;
    for (const bytes of kept) gateway.write(bytes);
    for (const bytes of back) caller.write(bytes);
    back = [];
    if (hasEnded) gateway.end();
  };
  return {
    hold: () => void (held ??= []),
    // Its reset, if there was one, has ended it by then.
    release: () => void setTimeout(pass, RESET_SEEN_MS),
    holds: () => travelling > 0 || (held !== undefined && held.length > 0),
    end,
  };
}
