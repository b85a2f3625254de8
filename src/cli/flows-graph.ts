import { Refusal } from '../base/refusal.ts';

/** Draws one flow; `typed` is what stands behind `graph`. @throws Refusal where there is no such flow. */
export function runFlowsGraph(typed: readonly string[]): Promise<string> {
  return Promise.reject(new Refusal('not_found', `Flows are not drawn yet: ${typed.join(' ')}`));
}
