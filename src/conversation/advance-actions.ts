import { assert } from '../base/assert.ts';
import { Effect, type Facts } from '../flow/vocabulary.ts';

/** An action as XState hands it back: a name and plain data. */
type Action = { type: string; params?: unknown };

/** The effects that a transition asks for. @throws Error for anything the vocabulary does not have: a bug of the compiler. */
export function readActions(actions: readonly Action[], facts: Facts): Effect[] {
  return actions.map(({ type, params }) => {
    if (type === 'set_language_of_line') return languageOf(params, facts);
    assert(type === 'effect', 'machines are compiled with the vocabulary of effects');
    return Effect.parse(params);
  });
}

function languageOf(params: unknown, facts: Facts): Effect {
  const isLine = typeof params === 'object' && params !== null && 'line' in params;
  const language = isLine ? facts.languages[Number(params.line) - 1] : undefined;
  assert(language !== undefined, 'only lines of languages that exist can be chosen');
  return { type: 'set_language', language };
}
