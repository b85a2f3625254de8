import type { Rule } from './rule.ts';

/** What the words of a flow have to be: short, whole, kind, safe on a phone that others read. */
export const TEXT_RULES: readonly Rule[] = [];
