import { closest } from '../../flow/finding.ts';
import type { Act } from '../../proof/talk/phone.ts';

/** What somebody typed: something done with the phone, a command about the talk, or neither. */
export type Typed =
  | { kind: 'act'; act: Act }
  | { kind: 'back' | 'state' | 'effects' | 'help' | 'quit' }
  | { kind: 'save'; name: string | undefined }
  | { kind: 'wrong'; words: string };

export const HELP = `What you type is sent, or pressed. Commands:
  /silence      nobody answers, until the flow does something
  /day +7       seven days pass
  /drop         the USSD session is lost, and dialled again
  /dial         dials
  /channel sms  goes on by SMS; /channel ussd dials
  /lang sn      goes on in another language
  /back         takes the last step back
  /state        where the conversation stands, and what it remembers
  /effects      everything that was asked of the service
  /save name    writes the talk so far as a transcript
  /quit         ends (as Ctrl-D does)`;

const ACTS = ['silence', 'drop', 'dial'] as const;
const PLAIN = ['back', 'state', 'effects', 'help', 'quit'] as const;
const NAMES = [...ACTS, ...PLAIN, 'day', 'lang', 'channel', 'save'];
const DAYS = /^\+?(\d{1,3})d?$/u;

/** Reads a line. A line that begins with / is a command, an empty one dials; all else is a text. */
export function readTyped(line: string, languages: readonly string[]): Typed {
  const text = line.replaceAll(/\p{Cc}/gu, ' ').trim();
  if (text === '') return act({ type: 'dial' });
  if (!text.startsWith('/')) return act({ type: 'text', text });
  const [command = '', value = '', ...more] = text.slice(1).split(/\s+/u);
  if (command === 'save') return { kind: 'save', name: [value, ...more].join(' ') || undefined };
  if (more.length > 0) return wrong(`/${command} takes one word.`);
  const plain = PLAIN.find((one) => one === command);
  const known = readAct(command, value, languages) ?? (plain && { kind: plain });
  if (known !== undefined) return known;
  const meant = closest(command, NAMES);
  return wrong(
    `There is no /${command}.${meant === undefined ? '' : ` Did you mean /${meant}?`} /help lists all.`,
  );
}

function readAct(command: string, value: string, languages: readonly string[]): Typed | undefined {
  const plain = ACTS.find((one) => one === command);
  if (plain !== undefined) return act({ type: plain });
  if (command === 'day') {
    const days = Number(DAYS.exec(value)?.[1] ?? 0);
    return days > 0 ? act({ type: 'days', days }) : wrong('Write the days that pass: /day +7');
  }
  if (command === 'channel') {
    if (value === 'sms' || value === 'ussd') return act({ type: 'channel', channel: value });
    return wrong('Write /channel sms or /channel ussd.');
  }
  if (command !== 'lang') return undefined;
  if (languages.includes(value)) return act({ type: 'language', language: value });
  return wrong(`Write one of its languages: ${languages.join(', ')}.`);
}

function act(one: Act): Typed {
  return { kind: 'act', act: one };
}

function wrong(words: string): Typed {
  return { kind: 'wrong', words };
}
