import type { SpotOf } from './finding.ts';
import { isMapping, type Path } from './read-object.ts';

/**
 * Where things stand that a file writes shorter or otherwise than they are checked: `yes:` and `no:` are the choices 1
 * and 2; and `do.0.start` is the first `start` under `do`, be that one mapping or a list of them.
 */
export function asWritten(file: unknown, spotOf: SpotOf): SpotOf {
  return (path, at) => spotOf(writtenPath(file, path), at);
}

function writtenPath(file: unknown, path: Path): string[] {
  const written: string[] = [];
  let node = file;
  const enter = (key: string) => {
    written.push(key);
    if (Array.isArray(node)) node = node[Number(key)];
    else node = isMapping(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  };
  for (let i = 0; i < path.length; i += 1) {
    const [key = '', next] = [path[i], path[i + 1]];
    const isShort = key === 'choices' && isMapping(node) && !Object.hasOwn(node, key);
    if (isShort && (next === '1' || next === '2')) {
      enter(next === '1' ? 'yes' : 'no');
      i += 1;
    } else if (written.at(-1) === 'do' && /^\d+$/u.test(key)) {
      if (Array.isArray(node)) enter(indexOfNth(node, next, Number(key)));
    } else enter(key);
  }
  return written;
}

/** The index of the so many-th mapping of a list that has the key. */
function indexOfNth(items: readonly unknown[], key: string | undefined, nth: number): string {
  const having = items.flatMap((item, index) =>
    key === undefined || (isMapping(item) && Object.hasOwn(item, key)) ? [index] : [],
  );
  return String(having[nth] ?? nth);
}
