import type { Passes } from '../../../flow/edit/who-passes.ts';
import { answerName } from './step-names.ts';
import type { Telling } from './telling.ts';

const COMES = ['always', 'sometimes', 'never'] as const;

/** "Done, Not yet: yes · A new step: no": which answers to the main question bring somebody to a place. */
export function passesTold(telling: Telling, passes: readonly Passes[]): string {
  return COMES.flatMap((comes) => {
    const some = passes.filter((one) => one.comes === comes);
    const answers = some.map(({ means }) => answerName(telling, means)).join(', ');
    return some.length === 0 ? [] : [telling.w(`read.comes_${comes}`, { answers })];
  }).join(' · ');
}
