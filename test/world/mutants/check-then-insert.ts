import { replaceSource } from '../replace-source.ts';

/** Whether a text was taken before is asked once, when it comes, and not again when its turn was beaten. */
replaceSource(
  'engine/take-turns.ts',
  'const row = rows.get(0);',
  'const again = rows.get(0); const row = again && { ...again, seen: false };',
);
