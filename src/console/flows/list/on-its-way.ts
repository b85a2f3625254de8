import type { StandingStage } from '../../../store/release-stages.ts';

/** Not everybody has this version yet, and it was not given up. */
export function isOnItsWay({ state, percent }: StandingStage): boolean {
  return state === 'held' || (state === 'running' && percent < 100);
}
