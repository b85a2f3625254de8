import type { FlowDefinition } from '../../flow/definition.ts';

/** Whether the log of turns or a later conversation has what this field holds. */
export function isKept({ steps, remember }: FlowDefinition, field: string): boolean {
  const isLogged = Object.values(steps).some(
    (step) => step.kind === 'ask_value' && step.save === field && step.secret !== true,
  );
  return isLogged || remember?.includes(field) === true;
}
