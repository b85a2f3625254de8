import type { Setting } from '../engine/setting.ts';
import type { Pool } from '../store/connect.ts';

/** What work for peer groups is done with. */
export type GroupParts = { setting: Setting; pool: Pool };
