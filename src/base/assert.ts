/** For what cannot happen unless there is a bug. @throws Error, never caught except at the edge of a request. */
export function assert(condition: unknown, why: string): asserts condition {
  if (!condition) throw new Error(`impossible: ${why}`);
}

/** Closes a `switch` over a union: adding a member is a compile error until it is handled. */
export function never(value: never, what: string): never {
  throw new Error(`impossible: unhandled ${what}: ${JSON.stringify(value)}`);
}
