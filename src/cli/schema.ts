import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonSchemas } from '../flow/json-schema.ts';

/** Writes the schemas that editors complete flow files from: `node src/cli/schema.ts`. */
const folder = join(import.meta.dirname, '..', '..', 'flows', 'schema');
await mkdir(folder, { recursive: true });
for (const [name, schema] of jsonSchemas()) await writeFile(join(folder, name), schema);
