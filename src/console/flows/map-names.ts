import type { Guard, Step } from '../../flow/definition.ts';
import type { GraphNames } from '../../proof/picture/graph-names.ts';
import { flowTitle } from './names/flow-names.ts';
import { effectName } from './names/effect-names.ts';
import { guardName, lookName } from './names/guard-names.ts';
import { fieldName, plain } from './names/plain-names.ts';
import { keptAs } from './names/step-names.ts';
import { spanName } from './names/span-names.ts';
import { PART_MARK } from './names/step-numbers.ts';
import type { Telling } from './names/telling.ts';

/** What stands on the map, as staff say it, in the language of whoever looks. */
export function mapNames(telling: Telling): GraphNames {
  const { w } = telling;
  return {
    step: (id) => cardName(telling, id),
    flow: (name) => flowTitle(w, name),
    question: (guards) => questionName(telling, guards),
    condition: (guard) => guardName(telling, guard),
    yes: w('map.yes'),
    no: w('map.no'),
    otherwise: w('read.way_else'),
    answer: (step) => answerName(telling, step),
    answerKept: (step) =>
      `${answerName(telling, step)} · ${w('read.keeps', { field: fieldName(w, step.save) })}`,
    aLanguage: w('map.answer_language'),
    unclear: w('read.way_unclear'),
    silence: (afterMs) => w('read.way_silence', { time: spanName(w, afterMs) }),
    effect: (effect) => effectName(telling, effect),
    kept: (field, value) => keptAs(telling, field, String(value)),
  };
}

/** The number of a step, since its words stand below it, else what it is; in a part, with the part. */
function cardName({ w, outline }: Telling, id: string): string {
  const [own = id, inPart] = id.split(PART_MARK);
  const step = outline.steps.get(own);
  const unnumbered = step === undefined ? plain(own) : w(`read.kind_${step.kind}`);
  const number = step?.number === undefined ? unnumbered : String(step.number);
  const part = step?.written['use'];
  return inPart === undefined || typeof part !== 'string'
    ? number
    : `${number} · ${flowTitle(w, part)}`;
}

/** One condition whole, with a yes and a no; of several what they look at. */
function questionName(telling: Telling, guards: readonly Guard[]): string {
  const [only, ...more] = guards;
  if (more.length === 0) return guardName(telling, only);
  return [...new Set(guards.map((guard) => lookName(telling, guard)))].join(' · ');
}

function answerName({ w }: Telling, { answer }: Extract<Step, { kind: 'ask_value' }>): string {
  switch (answer.kind) {
    case 'number':
      return w('map.answer_number', { from: answer.from, to: answer.to });
    case 'pin':
      return answer.sameAs === undefined ? w('map.answer_pin') : w('map.answer_same_pin');
    case 'text':
    case 'time':
    case 'date':
      return w(`map.answer_${answer.kind}`);
  }
}
