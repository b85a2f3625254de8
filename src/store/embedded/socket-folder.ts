import { chmodSync, linkSync, lstatSync, mkdtempSync, readFileSync } from 'node:fs';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '../../base/ids.ts';
import { handOver, type ServerAccount } from './server-account.ts';

/** Bytes of a socket's path that every kernel accepts (104 with the closing NUL on macOS, 108 on Linux). */
const SOCKET_PATH_BYTES = 103;
const LONGEST_TAIL = '/mazano-XXXXXX/.s.PGSQL.5432';

export function socketRecord(dataDir: string): string {
  return join(dataDir, 'socket-folder');
}

/**
 * A short folder of mode 0700 for the socket of the server in `dataDir`. Whoever can enter it is trusted: it is the
 * kernel that keeps other people out, and a password would have to lie in a file guarded by the very same mode.
 * It is recorded in `dataDir`, so that a server that died comes back where its clients look for it.
 */
export function socketFolder(dataDir: string, account: ServerAccount): string {
  const record = socketRecord(dataDir);
  const before = recorded(record);
  if (before !== undefined && isOurs(before, account)) return before;
  rmSync(record, { force: true });
  const folder = mkdtempSync(join(shortTemp(), 'mazano-'));
  chmodSync(folder, 0o700);
  handOver(folder, account);
  if (writeOnce(record, folder)) return folder;
  // Another process that starts at the same time was first.
  rmSync(folder, { recursive: true, force: true });
  return recorded(record) ?? socketFolder(dataDir, account);
}

/** A link appears whole or not at all, and never replaces what is there. */
function writeOnce(record: string, text: string): boolean {
  const draft = `${record}.${newId()}`;
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    linkSync(draft, record);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Before the server is stopped: a start that waits for its end then makes a folder of its own. */
export function forgetSocketFolder(dataDir: string): void {
  rmSync(socketRecord(dataDir), { force: true });
}

function recorded(record: string): string | undefined {
  try {
    return readFileSync(record, 'utf8');
  } catch {
    return undefined;
  }
}

/** Anybody may make files in a temp folder: one that is not ours alone is not used. */
function isOurs(folder: string, account: ServerAccount): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined || !found.isDirectory()) return false;
  return found.uid === account.uid && (found.mode & 0o777) === 0o700;
}

function shortTemp(): string {
  const fits = Buffer.byteLength(tmpdir() + LONGEST_TAIL) <= SOCKET_PATH_BYTES;
  return fits ? tmpdir() : '/tmp';
}
