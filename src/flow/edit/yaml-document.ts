import { type Document, parseDocument } from 'yaml';
import { createRecall } from '../../base/recall.ts';

/** Sources that are kept as they were read: an edit that is tried at many places begins alike at each. */
const READ_MAX = 16;
const recallDocument = createRecall<Document>(READ_MAX);

/** A source as the parser of the edits reads it: looked at, and never changed. */
export function documentOf(source: string): Document {
  return recallDocument(source, () =>
    parseDocument(source, {
      schema: 'core',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
    }),
  );
}
