const VARIABLE = /\{([a-z][a-z0-9_]*)\}/gu;

/** What a programme says of itself, and any text may name. The rest are fields of memory. */
export const PROGRAMME_VARIABLES = [
  'programme',
  'service_code',
  'short_code',
  'reply_cost',
  /** The rhythm in words. */
  'often',
  'duty_hours',
  'helplines',
  /** Years, as digits. */
  'minimum_age',
  /** That words of danger are not read in this language; empty once their list is signed. */
  'unwatched',
  /** Four digits of the complaint that this turn makes; empty in every other. */
  'receipt',
  /** What the one is called who could meet her, where she may be told; else words for somebody. */
  'counsellor',
  /** Where somebody outside the programme hears complaints. */
  'outside_body',
  /** The neutral name of her peer group; its next meeting, and where, as far as texts may say it; where, when she asks. */
  'group',
  'meets',
  'where',
  'at_place',
  /** What that meeting is made of. */
  'parts',
  /** The last number of the ballot of her group, and until when it is open. */
  'last_choice',
  'vote_until',
  /** How a PIN of one's own is chosen by dialling; empty where a programme has none. */
  'own_pin',
] as const;

/** The variables of a text, such as `programme` in "Hello from {programme}". */
export function variablesOf(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map(([, name]) => name ?? '');
}

/** The text with its variables taken out, to look at the rest. */
export function withoutVariables(text: string): string {
  return text.replaceAll(VARIABLE, '');
}

/** The text with other names for its variables. */
export function renamedVariables(text: string, nameOf: (name: string) => string): string {
  return text.replaceAll(VARIABLE, (_, name: string) => `{${nameOf(name)}}`);
}

/** The same as `fillIn`, for a text that is filled in many times. */
export function filler(text: string): (valueOf: (name: string) => string) => string {
  // What is captured stands between the rest: words, name, words.
  const parts = text.split(VARIABLE);
  return (valueOf) => {
    let filled = '';
    for (let at = 0; at < parts.length; at += 1) {
      const part = parts[at] ?? '';
      filled += at % 2 === 0 ? part : valueOf(part);
    }
    return filled;
  };
}

/** Puts values in; one pass, so that a value is never read as a text. @throws Error for a variable without a value. */
export function fillIn(text: string, valueOf: (name: string) => string): string {
  return text.replaceAll(VARIABLE, (_, name: string) => valueOf(name));
}
