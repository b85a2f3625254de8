import type { FlowDefinition } from '../../flow/definition.ts';
import { variablesOf } from '../../flow/variables.ts';
import type { Add, Rule } from '../rule.ts';

/** A PIN is typed in a session and stands nowhere; what ends with its session leaves nothing behind. */
export const sessions: Rule = ({ definition, release }, add) => {
  const pins = Object.entries(definition.memory).flatMap(([name, field]) =>
    'kind' in field && field.kind === 'pin' ? [name] : [],
  );
  if (definition.sessionOnly === true) leavesNothing(definition, add);
  else
    for (const name of pins)
      add(
        { path: ['memory', name] },
        {
          code: 'pin_by_sms',
          found: `\`${name}\` is a PIN, which could be asked for by SMS here and would stay on the phone`,
          mend: 'Add `session_only: true`: then the flow is only dialled, and nothing of it is kept.',
        },
      );
  for (const [language, { texts }] of release.texts)
    for (const [id, { sms, ussd }] of Object.entries(texts))
      for (const name of pins)
        if (variablesOf(`${sms} ${ussd}`).includes(name))
          add(
            { language, path: ['texts', id] },
            {
              code: 'pin_shown',
              found: `this shows {${name}}, which is a PIN`,
              mend: 'Leave it out: a PIN is never shown.',
            },
          );
};

function leavesNothing(definition: FlowDefinition, add: Add): void {
  const tell = (path: readonly string[], found: string, mend: string) =>
    add({ path }, { code: 'outlives_session', found, mend });
  if (definition.remember !== undefined)
    tell(
      ['remember'],
      'this ends with its session, and remembers something',
      'Remove `remember:`.',
    );
  if (definition.afterStop === true)
    tell(
      ['after_stop'],
      'this is only dialled, where everybody is answered',
      'Remove `after_stop:`.',
    );
  for (const [id, step] of Object.entries(definition.steps))
    if ('silence' in step && step.silence !== undefined)
      tell(
        ['steps', id, 'silence'],
        'this ends with its session, and waits for longer',
        'Remove `silence:`: nothing comes after the session.',
      );
}
