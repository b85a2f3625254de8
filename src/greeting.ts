import type { Config } from './config.ts';
import type { Programme } from './flow/programme.ts';
import type { Unreviewed } from './live-start.ts';

/** What is printed when the service is up. */
export function greeting(parts: {
  config: Config;
  port: number;
  page: string | undefined;
  programme: Programme;
  /** Translations that no native speaker has signed. */
  unreviewed: Unreviewed;
}): string {
  const { config, port, page, programme, unreviewed } = parts;
  if (page === undefined) return `Mazano is ready on port ${port} (${config.MODE}).\n`;
  const join =
    programme.serviceCode === undefined
      ? `text JOIN to ${programme.shortCode ?? programme.sender}`
      : `dial ${programme.serviceCode}, or text JOIN to ${programme.shortCode ?? programme.sender}`;
  return [
    '',
    `Mazano is ready: ${programme.programme}`,
    '',
    `  Phones to try it with   ${page}`,
    `  The console for staff   http://127.0.0.1:${port}/console`,
    `  The service itself      http://127.0.0.1:${port}`,
    '',
    `  Open the first address and ${join}.`,
    '  No real text is sent: a stand-in plays the gateway until AT_API_KEY is set.',
    ...(unreviewed.length === 0
      ? []
      : [
          '  The texts were not yet reviewed by native speakers: try them, do not send them to people.',
        ]),
    "  Africa's Talking cannot reach 127.0.0.1; a live service needs a public https address for its callbacks.",
    '  Ctrl-C stops. npm run reset begins anew. npm start -- --help lists commands and settings.',
    '',
    '',
  ].join('\n');
}
