import { z } from 'zod';
import type { FileChanges } from '../flow/edit/draft-files.ts';

const Files = z.record(z.string(), z.string());
const Changes = z.record(z.string(), z.string().nullable());

/** Texts by path as they are stored; null: there is no such file. */
export function filesJson(files: FileChanges): string {
  return JSON.stringify(Object.fromEntries([...files].map(([path, text]) => [path, text ?? null])));
}

/** Selected as text: the driver would rename the paths. */
export function readFiles(stored: string): Map<string, string> {
  return new Map(Object.entries(Files.parse(JSON.parse(stored))));
}

export function readChanges(stored: string): Map<string, string | undefined> {
  const changes = Object.entries(Changes.parse(JSON.parse(stored)));
  return new Map(changes.map(([path, text]) => [path, text ?? undefined]));
}
