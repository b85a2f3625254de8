/** Who changes steps; words alone are changed under Translate too. */
export const CHANGES = ['admin', 'editor'] as const;
