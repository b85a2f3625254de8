import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { assert } from '../../base/assert.ts';
import type { Asset } from './assets.ts';

/** Where packages are served. */
const AT = '/console/assets/npm';
const MODULES = join(import.meta.dirname, '..', '..', '..', 'node_modules');

/** The packages that pages may load: the editor of files, and what it is made of. Nothing else of node_modules is served. */
const PACKAGES = [
  'codemirror',
  '@codemirror/autocomplete',
  '@codemirror/commands',
  '@codemirror/lang-yaml',
  '@codemirror/language',
  '@codemirror/lint',
  '@codemirror/search',
  '@codemirror/state',
  '@codemirror/streamparser',
  '@codemirror/view',
  '@lezer/common',
  '@lezer/highlight',
  '@lezer/lr',
  '@lezer/yaml',
  '@marijn/find-cluster-break',
  'crelt',
  'style-mod',
  'w3c-keyname',
] as const;

const Manifest = z.object({
  version: z.string().regex(/^[0-9A-Za-z.-]+$/u),
  exports: z.union([
    z.string(),
    z.object({ import: z.union([z.string(), z.object({ default: z.string() })]) }),
    z.object({
      '.': z.object({ import: z.union([z.string(), z.object({ default: z.string() })]) }),
    }),
  ]),
});

/** An import or export of another package, at the beginning of a line as every bundler writes it. */
const IMPORT = /^((?:import|export)\b[^;'"]*?\bfrom\s*|import\s*)(['"])([^'"./][^'"]*)\2/gmu;

type Served = Asset & { isForEver: boolean };
let served: ReadonlyMap<string, Served> | undefined;

/**
 * A module of an allowed package: `@codemirror/view.js` is short and leads on to `@codemirror/view@6.43.15.js`, which never
 * changes. Read once; a name that is not on the list is no path.
 */
export function npmAssetOf(name: string): Served | undefined {
  served ??= readAll();
  return served.get(name);
}

function readAll(): Map<string, Served> {
  const versions = new Map(PACKAGES.map((name) => [name as string, manifestOf(name).version]));
  return new Map(
    PACKAGES.flatMap((name) => {
      const { version, exports } = manifestOf(name);
      const source = readFileSync(join(MODULES, name, entryOf(exports)), 'utf8');
      const module = source.replaceAll(IMPORT, (_, before: string, quote: string, from: string) => {
        const of = versions.get(from);
        assert(of !== undefined, `${name} imports only packages of the list, and not ${from}`);
        return `${before}${quote}${AT}/${from}@${of}.js${quote}`;
      });
      return [
        [`${name}@${version}.js`, asset(module, version, true)],
        [`${name}.js`, asset(`export * from '${AT}/${name}@${version}.js';\n`, version, false)],
      ] as const;
    }),
  );
}

function manifestOf(name: string): z.infer<typeof Manifest> {
  return Manifest.parse(JSON.parse(readFileSync(join(MODULES, name, 'package.json'), 'utf8')));
}

function entryOf(exports: z.infer<typeof Manifest>['exports']): string {
  if (typeof exports === 'string') return exports;
  const told = 'import' in exports ? exports.import : exports['.'].import;
  return typeof told === 'string' ? told : told.default;
}

function asset(text: string, version: string, isForEver: boolean): Served {
  const content = new Uint8Array(new TextEncoder().encode(text));
  return { content, type: 'text/javascript; charset=utf-8', tag: `"${version}"`, isForEver };
}
