import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'console', 'assets');
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  json: 'application/json',
};

export type Asset = { content: Uint8Array<ArrayBuffer>; type: string; tag: string };

const assets = new Map(readdirSync(FOLDER).flatMap((name) => read(name)));

/** A file of `console/assets`, by its name alone; read once, when the process starts. */
export function assetOf(name: string): Asset | undefined {
  return assets.get(name);
}

function read(name: string): [string, Asset][] {
  const type = TYPES[name.split('.').at(-1) ?? ''];
  if (type === undefined) return [];
  const content = new Uint8Array(readFileSync(join(FOLDER, name)));
  const tag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  return [[name, { content, type, tag }]];
}
