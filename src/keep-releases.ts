import type { Log } from './base/log.ts';
import type { Setting } from './engine/setting.ts';
import { takeUpReleases } from './engine/take-up-releases.ts';
import { repeat } from './schedule/repeat.ts';
import type { Pool } from './store/connect.ts';
import { listen } from './store/listen.ts';
import { RELEASE_CHANNEL } from './store/release-stages.ts';
import type { Target } from './store/read-target.ts';

/** What was released elsewhere is looked for so often, in milliseconds, where its notice was missed. */
const LOOK_MS = 1_000;

export type KeepReleasesParts = { setting: Setting; pool: Pool; target: Target; log: Log };

/** Takes up what is released while the process runs: at once by its notice, else at the next look. */
export function keepReleases({ setting, pool, target, log }: KeepReleasesParts) {
  const { releases } = setting;
  const looking = repeat('releases', { everyMs: LOOK_MS, log }, async () => {
    if (await takeUpReleases(pool, releases))
      log.info('releases_taken_up', { revision: releases.revision });
  });
  const listening = listen(target, RELEASE_CHANNEL, looking.wake);
  return {
    wake: looking.wake,
    async close(): Promise<void> {
      listening.close();
      await looking.close();
    },
  };
}
