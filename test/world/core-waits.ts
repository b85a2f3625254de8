import { readFileSync } from 'node:fs';
import type { Pool } from '../../src/store/connect.ts';

/**
 * Milliseconds since its start for which a process stood ready and got no core, as Linux counts them: what other work on the
 * machine has cost it. 0 where the system does not tell.
 */
export function coreWaitMs(pid: number = process.pid): number {
  try {
    const [, waitedNs] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
    return Number(waitedNs) / 1e6;
  } catch {
    return 0;
  }
}

/** Milliseconds that some work took, without those for which this process and the database's were kept from a core. */
export async function tookMs(pool: Pool, work: () => Promise<unknown>): Promise<number> {
  const before = await waitsOf(pool);
  const from = performance.now();
  await work();
  const wallMs = performance.now() - from;
  const after = await waitsOf(pool);
  return [...after].reduce((ms, [pid, waited]) => ms - (waited - (before.get(pid) ?? 0)), wallMs);
}

async function waitsOf(pool: Pool): Promise<Map<number, number>> {
  const rows = await pool.run(
    (db) =>
      db<{ pid: number }[]>`select pid from pg_stat_activity where datname = current_database()`,
  );
  return new Map([process.pid, ...rows.map(({ pid }) => pid)].map((pid) => [pid, coreWaitMs(pid)]));
}
