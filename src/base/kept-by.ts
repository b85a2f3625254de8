/**
 * The same function, which answers for the same object what it answered before. For pure functions of things that never
 * change: nothing is held that nobody else holds.
 */
export function keptBy<From extends object, To>(make: (from: From) => To): (from: From) => To {
  const kept = new WeakMap<From, { value: To }>();
  return (from) => {
    const before = kept.get(from);
    if (before !== undefined) return before.value;
    const value = make(from);
    kept.set(from, { value });
    return value;
  };
}
