import type { Effect, Facts, Trait } from '../flow/vocabulary.ts';

/** What is known of a person after an effect, for whatever is said later in the same turn. */
export function factsAfter(facts: Facts, effect: Effect): Facts {
  const { purposes, traits } = facts;
  switch (effect.type) {
    case 'set_language':
      return { ...facts, language: effect.language };
    case 'subscribe':
      return { ...facts, purposes: [...new Set([...purposes, effect.purpose])] };
    case 'unsubscribe':
      return { ...facts, purposes: purposes.filter((one) => one !== effect.purpose) };
    case 'note':
      return { ...facts, traits: noted(traits, effect.trait, effect.is) };
    case 'quiet':
      return { ...facts, silences: facts.silences + 1 };
    default:
      return facts;
  }
}

/** The traits after one of them was said or taken back; each once. */
export function noted(traits: readonly Trait[], trait: Trait, is: boolean): readonly Trait[] {
  const others = traits.filter((one) => one !== trait);
  return is ? [...others, trait] : others;
}
