import type { Clock } from '../../base/clock.ts';
import type { Keyring } from '../../base/keyring.ts';
import type { Log } from '../../base/log.ts';
import type { Setting } from '../../engine/setting.ts';
import type { Programme } from '../../flow/programme.ts';
import type { Missing } from '../start/missing.ts';
import type { Pool } from '../../store/connect.ts';

/** Milliseconds that a page waits for a proof; what takes longer goes on, and is there when somebody looks again. */
export type ProofWaits = {
  page: number;
  /** For what is left out where another part of the page has not waited for it. */
  line: number;
};

/** What every page of the console works with. */
export type ConsoleParts = {
  setting: Setting;
  programme: Programme;
  /** The console's own few connections: when they are used up, staff wait and nobody else does [rel P33]. */
  pool: Pool;
  keyring: Keyring;
  clock: Clock;
  log: Log;
  /** Where the flows of this installation are, as files. */
  flowsFolder: string;
  proofWaits: ProofWaits;
  /** No key of a real gateway, this machine only: one click signs in. */
  demo: boolean;
  /** Where the demo's phones are shown. */
  phonesPage: string | undefined;
  /** What a start with real phones would refuse now. */
  missing: () => Promise<readonly Missing[]>;
};
