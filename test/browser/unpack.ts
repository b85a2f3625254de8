import { execFileSync } from 'node:child_process';

/**
 * Before any worker starts, and in a process of its own, since unpacking sets where programs look for libraries: a worker that
 * comes while another unpacks would take half of the file for all of it.
 */
export function setup(): void {
  const program = `import('./test/browser/packed-chromium.ts').then((it) => it.packedChromium())`;
  execFileSync(process.execPath, ['-e', program], { stdio: ['ignore', 'ignore', 'inherit'] });
}
