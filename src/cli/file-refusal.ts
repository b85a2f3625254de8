import { Refusal } from '../base/refusal.ts';

/** What keeps a file from being used, and what to do about it, by the code of the file system. */
const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there, or the folder above it is not. Look at its name',
  ENOTDIR: 'a file stands where a folder has to be. Name a folder',
  EEXIST: 'a file of that name is there already. Choose another name',
  EISDIR: 'a folder of that name is there. Remove it, or choose another name',
  ELOOP: 'it is a link that leads to itself. Remove it',
  EACCES: 'it is not open to you. Choose another place, or ask whoever owns it',
  EPERM: 'it is not open to you. Choose another place, or ask whoever owns it',
  EROFS: 'nothing can be written there. Choose another place',
  ENOSPC: 'no room is left there. Choose another place',
};

/** What the file system refused, in words for whoever named the file; any other error as it came. */
export function fileRefusal(error: unknown): unknown {
  const { code, path } = fileErrorOf(error);
  if (code === undefined || path === undefined) return error;
  const why = WHY[code] ?? `the file system says ${code}`;
  return new Refusal('invalid', `${path} cannot be used: ${why}.`);
}

/** The code and path of an error of the file system; undefined where it is none. */
export function fileErrorOf(error: unknown): {
  code: string | undefined;
  path: string | undefined;
} {
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  if (!(error instanceof Error)) return { code: undefined, path: undefined };
  return {
    code: 'code' in error ? text(error.code) : undefined,
    path: 'path' in error ? text(error.path) : undefined,
  };
}
