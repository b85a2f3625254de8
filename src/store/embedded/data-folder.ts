import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The file that says that everything in its folder is ours; `npm run reset` deletes no folder of other people's. */
const MARKER = 'THIS-IS-MAZANO-DATA.txt';
const MARKER_TEXT = `The data of one Mazano installation: its database and, in a demo, its keys.
"npm run reset" deletes this whole folder. Keep nothing else in it.
`;
/** The secrets of a demo may be there before the database is, or without one (DATABASE_URL). */
const SECRETS = 'secrets.json';

/** Makes the data folder where it is missing; marks it as ours, and closes it to others, if nothing else is in it. */
export function openDataFolder(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (!holdsOnlySecrets(dataDir)) return;
  chmodSync(dataDir, 0o700);
  writeFileSync(join(dataDir, MARKER), MARKER_TEXT, { mode: 0o600 });
}

export function isDataFolder(dataDir: string): boolean {
  return existsSync(join(dataDir, MARKER)) || holdsOnlySecrets(dataDir);
}

function holdsOnlySecrets(dataDir: string): boolean {
  return readdirSync(dataDir).every((name) => name === SECRETS);
}
