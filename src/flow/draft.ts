import type { FlowDefinition, Step } from './definition.ts';

/**
 * A step that runs the steps of a part and then goes on. A release has none: they are put in its place. `fields` says
 * which field of the flow keeps what a field of the part would; the others are called alike in both.
 */
export type Use = {
  kind: 'use';
  part: string;
  to: string;
  fields: Readonly<Record<string, string>>;
};
export type DraftStep = Step | Use;

/** A flow file before the parts that it uses are put in. Of a part, `expiresAfterMs` says nothing. */
export type DraftDefinition = Omit<FlowDefinition, 'steps'> & {
  steps: Readonly<Record<string, DraftStep>>;
};
