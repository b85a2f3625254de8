/** What belongs to languages, those that a programme speaks first and in its order, the others as they stood. */
export function spokenFirst<Item>(
  all: readonly Item[],
  spoken: readonly string[],
  languageOf: (item: Item) => string,
): Item[] {
  const place = (item: Item) => {
    const at = spoken.indexOf(languageOf(item));
    return at === -1 ? spoken.length : at;
  };
  return all.toSorted((a, b) => place(a) - place(b));
}
