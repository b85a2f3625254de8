import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { pause, systemClock } from '../../src/base/clock.ts';
import { createLog } from '../../src/base/log.ts';

const PROCESS = fileURLToPath(new URL('embedded-process.ts', import.meta.url));
const POLL_MS = 20;

const placeShape = z.object({
  socketDir: z.string(),
  port: z.number(),
  dataDirectory: z.string(),
  pid: z.number(),
});

export type Service = z.infer<typeof placeShape> & { process: ChildProcess };

/** A service in a process of its own; `path` is where it looks for programs. */
export async function startService(dataDir: string, path = process.env['PATH']): Promise<Service> {
  const child = spawn(process.execPath, [PROCESS, dataDir], {
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  for await (const line of createInterface(child.stdout)) {
    return { ...placeShape.parse(JSON.parse(line)), process: child };
  }
  throw new Error(`the service ended: ${said.join('')}`);
}

export async function end(service: Service, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const ended = once(service.process, 'exit');
  service.process.kill(signal);
  await ended;
}

/** Looks until it holds. @throws Error when it does not within `limitMs`. */
export async function until(what: string, holds: () => boolean, limitMs: number): Promise<void> {
  const deadline = systemClock.monotonicMs() + limitMs;
  while (!holds()) {
    if (systemClock.monotonicMs() > deadline) throw new Error(`${what}: not within ${limitMs} ms`);
    await pause(POLL_MS);
  }
}

export function silentLog(): ReturnType<typeof createLog> {
  return createLog(
    () => undefined,
    () => new Date(),
  );
}

/** A folder that goes with the test. */
export function tempFolder(onFinished: (work: () => void) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'mazano-test-'));
  onFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
