import type { GroupsAtWork } from '../engine/groups-port.ts';
import type { Setting } from '../engine/setting.ts';
import type { Pool } from '../store/connect.ts';

/** What work with counsellors is done with. */
export type FollowupParts = {
  setting: Setting;
  pool: Pool;
  /** What whoever leads a peer group types for it; left out where nobody types. */
  groups?: GroupsAtWork | undefined;
};
