import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FLOWS = join(import.meta.dirname, '../../../flows');

/** The files of a shipped flow, as a draft has them. */
export function shippedDraft(flow: string): Map<string, string> {
  const names = readdirSync(join(FLOWS, flow)).filter((name) => /\.(?:yaml|md)$/u.test(name));
  return new Map(
    names.map((name) => [`${flow}/${name}`, readFileSync(join(FLOWS, flow, name), 'utf8')]),
  );
}

/** Flows that are written, not built. */
export function shippedNames(): string[] {
  return readdirSync(FLOWS, { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map(({ name }) => name)
    .filter((name) => readdirSync(join(FLOWS, name)).includes('flow.yaml'));
}

/** Lines of `after` that are not in `before`, and the other way round. */
export function changedLines(before: string, after: string): { gone: string[]; come: string[] } {
  const gone = before.split('\n');
  const come: string[] = [];
  for (const line of after.split('\n')) {
    const at = gone.indexOf(line);
    if (at === -1) come.push(line);
    else gone.splice(at, 1);
  }
  return { gone, come };
}
