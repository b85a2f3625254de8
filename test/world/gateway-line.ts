import { connect, createServer, type Socket } from 'node:net';
import { listen } from '../gateway/local-gateway.ts';

/** A TCP line to the gateway that can die without a word and heal. */
export type GatewayLine = {
  url: string;
  /** From now on nothing passes. What callers write is kept, as their own kernel keeps what nobody acknowledges. */
  die(): void;
  /** What was written passes now, and what comes later too; but of a caller that reset its end nothing does. */
  heal(): void;
  /** Calls whose bytes the dead line holds. */
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
  const server = createServer({ allowHalfOpen: true }, (caller) => {
    const call = callThrough(caller, gatewayPort, () => calls.delete(call));
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
    holds: () => [...calls].filter((call) => call.holds()).length,
    async close() {
      for (const call of calls) call.end();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Call = { hold(): void; release(): void; holds(): boolean; end(): void };

function callThrough(caller: Socket, gatewayPort: number, over: () => void): Call {
  const gateway = connect({ port: gatewayPort, host: '127.0.0.1', allowHalfOpen: true });
  let held: Buffer[] | undefined;
  let back: Buffer[] = [];
  let hasEnded = false;
  const end = () => {
    caller.destroy();
    gateway.destroy();
    over();
  };
  for (const socket of [caller, gateway]) socket.on('error', end);
  for (const socket of [caller, gateway]) socket.on('close', end);
  caller.on('data', (bytes: Buffer) => {
    if (held === undefined) gateway.write(bytes);
    else held.push(bytes);
  });
  caller.on('end', () => {
    hasEnded = true;
    if (held === undefined) gateway.end();
  });
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
    holds: () => held !== undefined && held.length > 0,
    end,
  };
}
