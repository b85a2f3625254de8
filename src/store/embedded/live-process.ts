import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync } from 'node:fs';

/**
 * A process by its id and, where the system tells (Linux), the clock tick it was started in: a process id alone is
 * given to a new process sooner or later, in a restarted container almost at once.
 */
export type ProcessMark = { pid: number; started: string };

/** What stands for "the system does not tell". */
const UNKNOWN_START = '0';

export function ownMark(): ProcessMark {
  return { pid: process.pid, started: startTick(process.pid) ?? UNKNOWN_START };
}

/** True while that very process runs; a process that ended but was not reaped by its parent has ended. */
export function isAlive(mark: ProcessMark): boolean {
  if (!isRunning(mark.pid)) return false;
  const started = startTick(mark.pid);
  return started === undefined || mark.started === UNKNOWN_START || started === mark.started;
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return statFields(pid)?.[0] !== 'Z';
}

/** True when the process is the postmaster of this cluster, not another one that was given its id. */
export function isPostmasterOf(pid: number, cluster: string): boolean {
  if (!isRunning(pid)) return false;
  if (process.platform !== 'linux') return commandLine(pid).includes(cluster);
  try {
    // A postmaster's working directory is its data directory.
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch {
    return false;
  }
}

function startTick(pid: number): string | undefined {
  return statFields(pid)?.[19];
}

/** The fields of /proc/<pid>/stat from the third (state) on; the second is a name that may hold spaces and brackets. */
function statFields(pid: number): string[] | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function commandLine(pid: number): string {
  try {
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
