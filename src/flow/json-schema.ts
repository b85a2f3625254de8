import { z } from 'zod';
import { SchemeFile } from './benefits/scheme.ts';
import { FormatFile } from './formats.ts';
import { WrittenTexts } from './parse-texts.ts';
import { ProgrammeFile } from './programme.ts';
import { WrittenFlow, WrittenPart } from './written-flow.ts';

/** The kinds of files that people write, by the name of their schema in `flows/schema`. */
const FORMS: Readonly<Record<string, z.ZodType>> = {
  flow: z.union([WrittenFlow, WrittenPart]),
  texts: WrittenTexts,
  programme: ProgrammeFile,
  formats: FormatFile,
  scheme: SchemeFile,
};

/**
 * JSON Schemas from which an editor completes these files and marks mistakes, as texts by file name. They say what the
 * reader's own forms say; what no schema can (a step that is not there) only the reader tells.
 */
export function jsonSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(FORMS).map(([name, form]) => {
      // Editors know draft 7 best. Values are described as they are written, before they are read.
      const schema = z.toJSONSchema(form, { target: 'draft-7', io: 'input', reused: 'ref' });
      return [`${name}.json`, `${JSON.stringify(schema, undefined, 1)}\n`];
    }),
  );
}
