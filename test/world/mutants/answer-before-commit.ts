import { replaceSource } from '../replace-source.ts';

/** A text is answered with 200 while its turn is still on its way to the database. */
replaceSource('engine/receive.ts', 'await withDeadline(taking', 'void withDeadline(taking');
