import { html as tagged } from 'hono/html';

/** Markup whose values were escaped where they were put in. */
export type Html = ReturnType<typeof tagged>;

/** The only way to write markup: what is put in is escaped, unless it is markup itself. There is no `raw`. */
export const html = tagged;

/** Nothing, where markup is expected. */
export const nothing: Html = tagged``;

/** Markup for a value that is there; nothing for one that is not. */
export function given<T>(value: T | undefined, shown: (value: T) => Html): Html {
  return value === undefined ? nothing : shown(value);
}
