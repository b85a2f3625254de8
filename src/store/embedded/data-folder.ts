import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The file that says that everything in its folder is ours; `npm run reset` deletes no folder without it. */
const MARKER = 'THIS-IS-MAZANO-DATA.txt';
const MARKER_TEXT = `The data of one Mazano installation: its database and, in a demo, its keys.
"npm run reset" deletes this whole folder. Keep nothing else in it.
`;

/** Makes the data folder (mode 0700) where it is missing, and marks it as ours if nothing was in it. */
export function openDataFolder(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (readdirSync(dataDir).length > 0) return;
  writeFileSync(join(dataDir, MARKER), MARKER_TEXT, { mode: 0o600 });
}

export function isDataFolder(dataDir: string): boolean {
  return existsSync(join(dataDir, MARKER));
}
