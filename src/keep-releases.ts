import { takeUpReleases } from './engine/take-up-releases.ts';
import { repeat } from './schedule/repeat.ts';
import { listenTarget, type WorkParts } from './start-work.ts';
import { listen } from './store/listen.ts';
import { RELEASE_CHANNEL } from './store/release-stages.ts';

/** What was released elsewhere is looked for so often, in milliseconds, where its notice was missed. */
const LOOK_MS = 1_000;

type Parts = Pick<WorkParts, 'config' | 'target' | 'setting' | 'pools' | 'log'>;

/** Takes up what is released while the process runs: at once by its notice, else at the next look. */
export function keepReleases(parts: Parts, changed: () => void) {
  const { pools, log } = parts;
  const { releases } = parts.setting;
  const looking = repeat('releases', { everyMs: LOOK_MS, log }, async () => {
    if (!(await takeUpReleases(pools.web, releases))) return;
    log.info('releases_taken_up', { revision: releases.revision });
    changed();
  });
  const listening = listen(listenTarget(parts), RELEASE_CHANNEL, looking.wake);
  return {
    async close(): Promise<void> {
      listening.close();
      await looking.close();
    },
  };
}
