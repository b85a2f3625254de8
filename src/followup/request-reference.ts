/** Digits of a reference: of 1,000 requests two share theirs once in 500 times, and then the whole id is asked for. */
const DIGITS = 7;
const REFERENCE = /^[0-9A-F]{7,32}$/;

/** What a person calls a request by: the end of its id, where all digits are random. */
export function referenceOf(id: string): string {
  return id.replaceAll('-', '').slice(-DIGITS).toUpperCase();
}

/** The end of an id, as the database writes it; undefined when this is no reference. */
export function readReference(text: string): string | undefined {
  const bare = text.replaceAll('-', '').toUpperCase();
  return REFERENCE.test(bare) ? bare.toLowerCase() : undefined;
}
