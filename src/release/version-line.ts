/** The line of a flow.yaml that says its version; everything else of the file stays as it was written. */
const VERSION = /^(version:[ \t]*)(\d{1,9})\b/mu;

/** The version that the file says; undefined where it says none. */
export function versionIn(source: string): number | undefined {
  const written = VERSION.exec(source)?.[2];
  return written === undefined ? undefined : Number(written);
}

export function withVersion(source: string, version: number): string {
  return source.replace(VERSION, `$1${version}`);
}
