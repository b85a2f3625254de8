import { fileURLToPath } from 'node:url';
import type { Format, Formats } from '../../src/flow/formats.ts';
import { loadFormats } from '../../src/store/word-files.ts';

const FLOWS = fileURLToPath(new URL('../../flows', import.meta.url));

/** The formats that ship, which are expected to have no finding. */
export async function shippedFormats(): Promise<Formats> {
  const parsed = await loadFormats(FLOWS);
  if (!parsed.ok) throw new Error('the formats that ship have no finding');
  return parsed.value;
}

/** One of them by its language. */
export function formatOf(formats: Formats, language: string): Format {
  const format = formats.get(language);
  if (format === undefined) throw new Error(`there is a format for ${language}`);
  return format;
}
