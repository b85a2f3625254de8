import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { assert } from '../../src/base/assert.ts';
import type { Target } from '../../src/store/connect.ts';
import { readTarget } from '../../src/store/read-target.ts';

/** A TCP line to a database that can be frozen (nothing passes, nothing closes) and cut (both ends close). */
export type Wire = {
  target: Target;
  freeze(): void;
  thaw(): void;
  cut(): void;
  /** Sockets that are open on the near side. */
  open(): number;
  close(): Promise<void>;
};

export async function startWire(target: Target): Promise<Wire> {
  const far = readTarget(target);
  const ends = new Set<Socket>();
  const near = new Set<Socket>();
  let frozen = false;
  const server = createServer((socket) => {
    const other = connect(far.address);
    near.add(socket);
    join(socket, other);
    join(other, socket);
  });
  function join(from: Socket, to: Socket): void {
    ends.add(from);
    from.on('data', (bytes) => to.write(bytes));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      ends.delete(from);
      near.delete(from);
      to.destroy();
    });
    if (frozen) from.pause();
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert(address !== null && typeof address === 'object', 'a TCP server has a port');
  return {
    target: { url: through(target, address.port) },
    freeze() {
      frozen = true;
      ends.forEach((end) => end.pause());
    },
    thaw() {
      frozen = false;
      ends.forEach((end) => end.resume());
    },
    cut: () => ends.forEach((end) => end.destroy()),
    open: () => near.size,
    async close() {
      ends.forEach((end) => end.destroy());
      server.close();
      await once(server, 'close');
    },
  };
}

function through(target: Target, port: number): string {
  const url =
    'url' in target
      ? new URL(target.url)
      : new URL(`postgres://${target.user}@x/${target.database}`);
  url.host = `127.0.0.1:${port}`;
  return url.href;
}
