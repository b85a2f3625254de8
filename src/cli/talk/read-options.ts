import { Refusal } from '../../base/refusal.ts';
import { readArgs } from '../read-args.ts';

/** How a talk begins. */
export type TalkOptions = {
  flow: string;
  dir: string | undefined;
  language: string | undefined;
  channel: 'sms' | 'ussd' | undefined;
  programme: string | undefined;
  /** What is known of the person, as behind `@` in a transcript. */
  known: readonly string[];
  /** Whether it becomes a transcript at its end, and how that is called where it was said. */
  save: boolean;
  name: string | undefined;
  force: boolean;
};

const HOW = `npm run -s talk -- <flow> [--lang sn] [--channel ussd] [--programme demo-kenya]
  --save [name]   writes the talk into transcripts/<name>.txt of the flow (--force: over the one that is there)
  --with 'member: does_not_read'   what is known of the person, as behind @ in a transcript; several times if wanted
  --dir folder    another folder of flows`;

/** What `--help` prints. */
export const TALK_HELP = `Plays a flow as a phone would show it; in it, /help lists what can be typed.\n${HOW}`;

/** Reads what was typed behind the command. @throws Refusal that says how to call it */
export function readTalkOptions(typed: readonly string[]): TalkOptions {
  const { positionals, values } = parsed(typed);
  const [flow, name, more] = positionals;
  if (flow === undefined) throw new Refusal('invalid', `Which flow?\n${HOW}`);
  if (more !== undefined || (name !== undefined && !values.save))
    throw new Refusal('invalid', `\`${more ?? name ?? ''}\` is one word too many.\n${HOW}`);
  const { channel } = values;
  if (channel !== undefined && channel !== 'sms' && channel !== 'ussd')
    throw new Refusal('invalid', `There is no channel \`${channel}\`: sms or ussd.`);
  return {
    flow,
    dir: values.dir,
    language: values.lang,
    channel,
    programme: values.programme,
    known: values.with,
    save: values.save,
    name,
    force: values.force,
  };
}

function parsed(typed: readonly string[]) {
  const args = typed.flatMap((one) =>
    one.startsWith('--save=') ? ['--save', one.slice('--save='.length)] : [one],
  );
  return readArgs(
    {
      args,
      allowPositionals: true,
      options: {
        lang: { type: 'string' },
        channel: { type: 'string' },
        programme: { type: 'string' },
        dir: { type: 'string' },
        with: { type: 'string', multiple: true, default: [] },
        save: { type: 'boolean', default: false },
        force: { type: 'boolean', default: false },
      },
    },
    `\n${HOW}`,
  );
}
