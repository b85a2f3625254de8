import { connect, createServer, type Socket } from 'node:net';
import { listen } from '../gateway/local-gateway.ts';

/** A TCP line to the gateway that can die without a word, or become endless, and heal. */
export type GatewayLine = {
  url: string;
  /** From now on nothing passes. What callers write is kept, as their own kernel keeps what nobody acknowledges. */
  die(): void;
  /** What was written passes now, and what comes later too; but of a caller that reset its end nothing does. */
  heal(): void;
  /** From now on what new callers write is on its way until the line heals, and arrives whatever its caller does. */
  stretch(): void;
  /** Calls whose bytes the line holds, or has let pass to a gateway that has not answered them yet. */
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
  let long = false;
  const server = createServer({ allowHalfOpen: true }, (caller) => {
    const onward = { gatewayPort, outlivesCaller: long };
    const call = callThrough(caller, onward, () => calls.delete(call));
    calls.add(call);
    if (dead || long) call.hold();
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
      long = false;
      for (const call of calls) call.release();
    },
    stretch: () => void (long = true),
    holds: () => [...calls].filter((call) => call.holds()).length,
    async close() {
      for (const call of calls) call.end();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Call = { hold(): void; release(): void; holds(): boolean; end(): void };

type Onward = { gatewayPort: number; outlivesCaller: boolean };

function callThrough(caller: Socket, onward: Onward, over: () => void): Call {
  const { gatewayPort, outlivesCaller } = onward;
  const gateway = connect({ port: gatewayPort, host: '127.0.0.1', allowHalfOpen: true });
  let held: Buffer[] | undefined;
  let back: Buffer[] = [];
  let isAwaited = false;
  let hasEnded = false;
  const holds = () => isAwaited || (held !== undefined && held.length > 0);
  const end = () => {
    caller.destroy();
    gateway.destroy();
    over();
  };
  const callerIsGone = () => {
    if (!(outlivesCaller && holds())) end();
  };
  caller.on('error', callerIsGone);
  caller.on('close', callerIsGone);
  gateway.on('error', end);
  gateway.on('close', end);
  caller.on(
    'data',
    (bytes: Buffer) => void (held === undefined ? gateway.write(bytes) : held.push(bytes)),
  );
  caller.on('end', () => {
    hasEnded = true;
    if (held === undefined) gateway.end();
  });
  gateway.on('data', (bytes: Buffer) => {
    isAwaited = false;
    if (held === undefined) caller.write(bytes);
    else back.push(bytes);
  });
  const pass = () => {
    const kept = held ?? [];
    held = undefined;
    for (const bytes of kept) gateway.write(bytes);
    for (const bytes of back) caller.write(bytes);
    // Behind a whole request the gateway ends the call, once it has answered.
    isAwaited = kept.length > 0 && back.length === 0;
    back = [];
    if (hasEnded && !isAwaited) gateway.end();
  };
  return {
    hold: () => void (held ??= []),
    // Its reset, if there was one, has ended it by then.
    release: () => void setTimeout(pass, RESET_SEEN_MS),
    holds,
    end,
  };
}
