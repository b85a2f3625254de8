import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { packedChromium } from './packed-chromium.ts';

/** Milliseconds: a start takes several seconds on a busy machine. */
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
  return await chromium.launch({
    executablePath: await packedChromium(),
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--headless=shell'],
  });
}
