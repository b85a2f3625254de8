/** What was made before for this key, else what `make` makes, which must depend on nothing else. */
export type Recall<T> = (key: string, make: () => T) => T;

/**
 * Keeps what a pure function made. When `max` are kept they are dropped together: what is asked for often is soon back,
 * and nothing has to be counted. For texts of ours only, never for what people wrote.
 */
export function createRecall<T>(max: number): Recall<T> {
  const known = new Map<string, T>();
  return (key, make) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make();
    if (known.size >= max) known.clear();
    known.set(key, made);
    return made;
  };
}
