import type { Rule } from './rule.ts';

/** What the steps of a flow have to be, whatever its words say. */
export const STRUCTURAL_RULES: readonly Rule[] = [];
