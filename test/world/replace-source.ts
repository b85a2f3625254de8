import { registerHooks } from 'node:module';

/**
 * Loads a file of `src/` with one piece of its text replaced: a mutant, which a test must catch.
 * @throws Error at the start when the piece is not there, so that no mutant goes stale unseen
 */
export function replaceSource(file: string, piece: string, by: string): void {
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (!url.endsWith(`/src/${file}`)) return loaded;
      const source = textOf(loaded.source);
      if (!source.includes(piece)) throw new Error(`mutant: ${file} no longer reads as it did`);
      return { ...loaded, source: source.replace(piece, by) };
    },
  });
}

function textOf(source: string | ArrayBuffer | NodeJS.TypedArray | null | undefined): string {
  if (typeof source === 'string') return source;
  if (source instanceof ArrayBuffer) return Buffer.from(source).toString();
  return source ? Buffer.from(source.buffer, source.byteOffset, source.byteLength).toString() : '';
}
