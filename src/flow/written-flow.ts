import { z } from 'zod';
import { FlowName, SPEC } from './definition.ts';
import { Purpose } from './vocabulary.ts';
import { WrittenStep } from './written-steps.ts';
import { Duration, Name, WrittenField } from './written-values.ts';

const True = z.literal(true).describe('`true`');
const Version = z
  .int()
  .min(1)
  .describe('a whole number from 1, higher at each release')
  .meta({ title: 'Once it has been started with, a version never changes' });

const common = {
  spec: z.literal(SPEC).describe(`${SPEC}, the number of this language`),
  flow: FlowName.meta({ title: 'The name of the folder' }),
  version: Version,
  start: Name.meta({ title: 'The first step' }),
  memory: z
    .record(Name, WrittenField)
    .meta({ title: 'Fields that are kept while the conversation lasts' })
    .optional(),
  steps: z.record(Name, WrittenStep),
};

/** The whole file of a flow that is started. */
export const WrittenFlow = z
  .strictObject({
    ...common,
    purpose: Purpose.meta({ title: 'The consent without which it does not begin' }).optional(),
    expires: Duration.meta({ title: 'How long a question stays open' }),
    foot: Name.meta({ title: 'The text that closes every question' }).optional(),
    foot_values: Name.meta({
      title: 'The same below questions for a number, a time or a date',
    }).optional(),
    after_stop: True.meta({ title: 'Answered also for a number that has stopped' }).optional(),
    session_only: True.meta({
      title: 'Only in a dialled session, and gone with it: never by SMS, never offered again',
    }).optional(),
    remember: z
      .array(Name)
      .max(20)
      .describe('a list of fields of `memory`')
      .meta({ title: 'Fields that outlive the conversation' })
      .optional(),
  })
  .describe('a flow');

/** The whole file of a part, whose steps other flows run. */
export const WrittenPart = z
  .strictObject({ ...common, part: True.meta({ title: 'Used by flows, never started' }) })
  .describe('a part of flows');
