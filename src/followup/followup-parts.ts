import type { Setting } from '../engine/setting.ts';
import type { Pool } from '../store/connect.ts';

/** What work with counsellors is done with. */
export type FollowupParts = { setting: Setting; pool: Pool };
