/** The files of one flow by their path relative to the folder of flows: `check-in/flow.yaml`, `check-in/transcripts/x.txt`. */
export type DraftFiles = ReadonlyMap<string, string>;

/** What is to be different: a text, or undefined where a file goes away. */
export type FileChanges = ReadonlyMap<string, string | undefined>;

/** Files of a flow that staff may have: its steps, a language, what changed, what is played. */
const NAMES =
  /^(?:flow\.yaml|CHANGES\.md|[a-z]{2,3}(?:-[A-Z]{2})?\.yaml|transcripts\/[a-z0-9][a-z0-9-]{0,99}\.txt)$/u;

/** Whether a path is one of the flow's files, and nothing outside its folder. */
export function isDraftPath(flow: string, path: string): boolean {
  return path.startsWith(`${flow}/`) && NAMES.test(path.slice(flow.length + 1));
}

/** The language whose texts a file holds; undefined for any other file. */
export function languageOf(path: string): string | undefined {
  const name = /\/([a-z]{2,3}(?:-[A-Z]{2})?)\.yaml$/u.exec(path)?.[1];
  return name === 'flow' ? undefined : name;
}

/** What makes `after` of `before`. */
export function changesBetween(before: DraftFiles, after: DraftFiles): FileChanges {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return new Map(
    [...paths]
      .filter((path) => before.get(path) !== after.get(path))
      .toSorted()
      .map((path) => [path, after.get(path)]),
  );
}

export function withChanges(files: DraftFiles, changes: FileChanges): DraftFiles {
  const after = new Map(files);
  for (const [path, text] of changes)
    if (text === undefined) after.delete(path);
    else after.set(path, text);
  return after;
}
