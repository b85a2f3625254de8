import { execFileSync } from 'node:child_process';
import { lchownSync, lstatSync, readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../../base/refusal.ts';

/** How a program of PostgreSQL is run, and who then owns its files. PostgreSQL refuses to run as root. */
export type ServerAccount = {
  uid: number;
  gid: number;
  command(program: string, args: readonly string[]): [string, string[]];
};

const ROOT = 0;
/** The account without rights that every Linux knows. */
const NOBODY = 65_534;

/**
 * Ordinary users run the server as themselves. As root it runs as the ordinary user who owns the data, if one does;
 * else in a namespace in which this account is called `nobody`, else as `nobody`.
 * @throws Refusal on a system that allows none of them.
 */
export function serverAccount(dataDir: string, postgres: string): ServerAccount {
  const uid = process.getuid?.() ?? ROOT;
  const gid = process.getgid?.() ?? ROOT;
  if (uid !== ROOT && hasName()) return { uid, gid, command: direct };
  const candidates = [inNamespace(uid, gid)];
  if (uid === ROOT) {
    candidates.push(passingFolders(NOBODY, NOBODY));
    const owner = lstatSync(dataDir);
    if (owner.uid !== ROOT) candidates.unshift(passingFolders(owner.uid, owner.gid));
  }
  const found = candidates.find((account) => canRun(account, postgres, dataDir));
  if (found !== undefined) return found;
  throw new Refusal(
    'forbidden',
    'PostgreSQL runs neither as root nor as a user without a name, and this system allows neither ' +
      '"unshare -U" nor "setpriv". Start as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** False for a user id that has no account, as containers can be given; initdb refuses that. */
function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

/** Hands a folder and all below it to the account; quick when it has it already. */
export function handOver(path: string, account: ServerAccount): void {
  const found = lstatSync(path);
  if (process.getuid?.() !== ROOT || found.uid === account.uid) return;
  if (found.isDirectory()) {
    for (const name of readdirSync(path)) handOver(join(path, name), account);
  }
  lchownSync(path, account.uid, account.gid);
}

function direct(program: string, args: readonly string[]): [string, string[]] {
  return [program, [...args]];
}

/** Inside the namespace the server believes to be `nobody`; outside it is who started it, and so are its files. */
function inNamespace(uid: number, gid: number): ServerAccount {
  const prefix = ['-U', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'];
  const command = (program: string, args: readonly string[]): [string, string[]] => [
    'unshare',
    [...prefix, program, ...args],
  ];
  return { uid, gid, command };
}

/**
 * As another user who may pass closed folders: programs and data may lie below one of mode 0700, and a copy in another
 * place would take the data out of the folder that people back up and delete.
 */
function passingFolders(uid: number, gid: number): ServerAccount {
  const prefix = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  const rights = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--'];
  const command = (program: string, args: readonly string[]): [string, string[]] => [
    'setpriv',
    [...prefix, ...rights, program, ...args],
  ];
  return { uid, gid, command };
}

function canRun(account: ServerAccount, postgres: string, dataDir: string): boolean {
  const probe = '"$1" --version && test -w "$2" && id -un';
  const [command, args] = account.command('/bin/sh', ['-c', probe, 'sh', postgres, dataDir]);
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
