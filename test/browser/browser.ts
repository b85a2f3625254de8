import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

/** Milliseconds: unpacking and starting takes several seconds on a busy machine. */
const START_MS = 180_000;

let starting: Promise<Browser> | undefined;

/** A real Chromium that npm brings: one for all files of a worker, with which it ends. */
export function aBrowser(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await (starting ??= start());
  }, START_MS);
  // A test that fails leaves its window open, which is none of the next file's.
  afterAll(() => Promise.all((browser?.contexts() ?? []).map((context) => context.close())));
  return () => {
    if (browser === undefined) throw new Error('a browser is started before the first test');
    return browser;
  };
}

async function start(): Promise<Browser> {
  // The package brings the libraries that a bare machine lacks, but unpacks them only where it sees this.
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs24.x';
  const packed = (await import('@sparticuz/chromium')).default;
  return await chromium.launch({
    executablePath: await packed.executablePath(),
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--headless=shell'],
  });
}
