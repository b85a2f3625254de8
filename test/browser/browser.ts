import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

/** Milliseconds: unpacking and starting takes several seconds on a busy machine. */
const START_MS = 180_000;

/** A real Chromium that npm brings, started for a test file and closed behind it. */
export function aBrowser(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    // The package brings the libraries that a bare machine lacks, but unpacks them only where it sees this.
    process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs24.x';
    const packed = (await import('@sparticuz/chromium')).default;
    browser = await chromium.launch({
      executablePath: await packed.executablePath(),
      args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--headless=shell'],
    });
  }, START_MS);
  afterAll(() => browser?.close());
  return () => {
    if (browser === undefined) throw new Error('a browser is started before the first test');
    return browser;
  };
}
