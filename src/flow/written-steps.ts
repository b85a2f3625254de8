import { z } from 'zod';
import { FlowName } from './definition.ts';
import { WrittenEffects, WrittenWhen } from './written-effects.ts';
import { Duration, FieldNames, FixedValues, Name, WrittenAnswer } from './written-values.ts';

/** Steps as an author writes them, whole: what an editor completes. The reader takes them apart (read-step.ts). */
const To = Name.meta({ title: 'The next step; `end` ends the conversation' });
const Do = WrittenEffects.meta({ title: 'What is asked of the service' }).optional();
const Save = FixedValues.meta({ title: 'Values that are kept' }).optional();
const Go = { to: To, save: Save, do: Do };
const Waits = {
  back: Name.meta({ title: 'The step that the answer 0 goes to' }).optional(),
  silence: z
    .record(Duration, Name)
    .meta({ title: 'After so long without an answer, that step: { 48h: nudge }' })
    .optional(),
};
const Question = Name.meta({ title: 'The id of the text that asks' });

export const Choice = z.strictObject({
  means: Name.meta({ title: 'What this answer means; its label and words stand in the texts' }),
  ...Go,
  save: z
    .union([Name, FixedValues])
    .meta({ title: 'The field that keeps what it means; or fields with fixed values' })
    .optional(),
});
const Line = Choice.optional();
const Choices = z.strictObject({ 1: Choice, 2: Line, 3: Line, 4: Line, 5: Line });

export const Ask = z.strictObject({ ask: Question, choices: Choices.optional(), ...Waits });
export const AskLanguage = z.strictObject({
  ask: Question,
  choices: z.literal('languages'),
  ...Go,
  ...Waits,
});
export const AskValue = z.strictObject({
  ask: Question,
  answer: WrittenAnswer.meta({ title: 'What kind of answer is read' }),
  ...Go,
  save: Name.meta({ title: 'The field that keeps the answer' }),
  unclear: Name.meta({ title: 'The step for what could not be read' }).optional(),
  secret: z
    .literal(true)
    .describe('`true`')
    .meta({ title: 'The log keeps only that there was an answer' })
    .optional(),
  ...Waits,
});
export const Answered = z.strictObject(Go);
export const AskYesNo = z.strictObject({ ask: Question, yes: Answered, no: Answered, ...Waits });
export const Say = z.strictObject({ say: Name.meta({ title: 'The id of the text' }), ...Go });
export const Case = z.strictObject({ when: WrittenWhen, ...Go });
export const Branch = z.strictObject({
  branch: z.array(Case).min(1),
  else: Name.meta({ title: 'The step where none of them holds' }),
});
export const DoStep = z.strictObject({ do: WrittenEffects, to: To, save: Save });
export const UseStep = z.strictObject({
  use: FlowName.meta({ title: 'The part whose steps are run' }),
  to: To,
  save: FieldNames.meta({
    title: 'Fields of the part, and the field here that keeps each',
  }).optional(),
});

export const WrittenStep = z.union([
  Ask,
  AskLanguage,
  AskValue,
  AskYesNo,
  Say,
  Branch,
  DoStep,
  UseStep,
]);
