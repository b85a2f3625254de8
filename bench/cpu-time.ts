import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds of CPU so far; `postgres` is undefined where there is no /proc. */
export type CpuTime = { node: number; postgres: number | undefined };

/** Milliseconds in a tick of /proc (`getconf CLK_TCK` is 100 on every Linux that Node runs on). */
const TICK_MS = 10;

export function cpuTime(postmaster: number): CpuTime {
  const { user, system } = process.cpuUsage();
  return { node: (user + system) / 1_000, postgres: postgresMs(postmaster) };
}

function postgresMs(postmaster: number): number | undefined {
  try {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return pids.reduce((sum, pid) => sum + ticksOf(pid, postmaster) * TICK_MS, 0);
  } catch {
    return undefined;
  }
}

/** Of the postmaster and its children; processes that end while they are read count nothing. */
function ticksOf(pid: string, postmaster: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(pid) !== postmaster && Number(fields[1]) !== postmaster) return 0;
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return 0;
  }
}
