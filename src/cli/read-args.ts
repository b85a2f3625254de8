import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Refusal } from '../base/refusal.ts';

/** Reads what was typed behind a command. @throws Refusal for an option that is not known, with `how` to call it */
export function readArgs<Config extends ParseArgsConfig>(
  config: Config,
  how: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node adds sentences on how to quote, which are of no use here.
    const [what = ''] = error.message.split('. ');
    throw new Refusal('invalid', `${what}. ${how}`);
  }
}
