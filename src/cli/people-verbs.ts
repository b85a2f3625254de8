import { parsePhoneNumber, type PhoneNumber } from '../base/phone-number.ts';
import { Refusal } from '../base/refusal.ts';
import { beginNumberChange } from '../followup/begin-number-change.ts';
import { checkVoice } from '../followup/check-voice.ts';
import { closeWrongNumber } from '../followup/close-wrong-number.ts';
import { keepData } from '../followup/keep-data.ts';
import { memberDied } from '../followup/member-died.ts';
import { resetPin } from '../followup/reset-pin.ts';
import { showReceipt } from '../followup/show-receipt.ts';
import { showWrongNumbers } from '../followup/show-wrong-numbers.ts';
import type { PeopleParts } from '../followup/the-member.ts';
import type { Ask } from './ask-lines.ts';
import { receiptWords } from './receipt-words.ts';

const ACTOR = 'command line';

export type Call = {
  parts: PeopleParts;
  ask: Ask;
  /** Which of several who share a phone, from `--who`. */
  slot: number | undefined;
  /** What was typed behind the verb. */
  reference: string | undefined;
};

export type Verb = {
  says: string;
  /** Whether it shows what stands about people, so that it goes to a terminal only. */
  shows?: boolean;
  /** Whether it shows and asks for a number as well; what shows nothing always asks, unless it takes a reference. */
  asks?: boolean;
  takes?: 'reference';
  run(call: Call): Promise<string>;
};

/** What can be done for a person who is here, or was. */
export const PEOPLE_VERBS: Readonly<Record<string, Verb>> = {
  'change-number': {
    says: 'she is here and has another number',
    async run({ parts, ask, slot }) {
      const number = await askNumber(ask, 'Her number until now?');
      const to = await askNumber(ask, 'Her new number?');
      const { word, texted, hours } = await beginNumberChange(parts, { number, slot, to }, ACTOR);
      return [
        `Tell her this word: ${word}. It is shown only now.`,
        `She texts it from the new phone within ${hours} hours, or dials and types it. Until then nothing changes.`,
        texted
          ? 'The new phone gets one neutral text in contact hours; she need not wait for it.'
          : 'No text goes to the new phone; none is needed.',
        'Nothing is ever sent to the old number about it.',
      ].join('\n');
    },
  },
  died: {
    says: 'a member has died',
    async run({ parts, ask, slot }) {
      const number = await askNumber(ask, 'The number of the member who has died?');
      const sure = await ask('Everything to this number ends at once, in silence. Type YES:');
      if (sure.toUpperCase() !== 'YES') throw new Refusal('invalid', 'Nothing was done.');
      await memberDied(parts, { number, slot }, ACTOR);
      return (
        'Everything to this number has ended, and nothing was sent about it. A review and a call are open: ' +
        'npm run requests'
      );
    },
  },
  'voice-checked': {
    says: 'you have called her, and know her voice',
    async run({ parts, ask, slot }) {
      await checkVoice(parts, { number: await askNumber(ask, 'Her number?'), slot }, ACTOR);
      return 'Noted. Her answers count again.';
    },
  },
  'pin-reset': {
    says: 'she has forgotten her PIN, and you know that it is she',
    async run({ parts, ask, slot }) {
      await resetPin(parts, { number: await askNumber(ask, 'Her number?'), slot }, ACTOR);
      return 'She has no PIN now. She sets a new one by dialling.';
    },
  },
  receipt: {
    says: 'she asks what she has agreed to; read it out to her',
    shows: true,
    asks: true,
    async run({ parts, ask, slot }) {
      const whom = { number: await askNumber(ask, 'Her number?'), slot };
      return receiptWords(await showReceipt(parts, whom, ACTOR), parts.setting.programme.timeZone);
    },
  },
  keep: {
    says: 'she is here and does not want to be deleted any more',
    async run({ parts, ask, slot }) {
      await keepData(parts, { number: await askNumber(ask, 'Her number?'), slot }, ACTOR);
      return 'Nothing is deleted. Texts stay stopped until she texts START.';
    },
  },
  'wrong-numbers': {
    says: 'members whose number is somebody else’s now',
    shows: true,
    async run({ parts: { setting, pool } }) {
      const { keyring, clock, programme } = setting;
      const shown = await showWrongNumbers({ pool, keyring, clock }, ACTOR);
      if (shown.length === 0) return 'Nobody is looked for.';
      const day = new Intl.DateTimeFormat('sv-SE', { timeZone: programme.timeZone });
      const lines = shown.map(
        ({ reference, at, number }) => `${reference.padEnd(6)}  ${day.format(at)}  ${number}`,
      );
      return [
        'Do not call these numbers: somebody else has them. Find the member another way.',
        '',
        ...lines,
        '',
        'When that is done: npm run people -- wrong-number-done REFERENCE. That these were shown stands in the audit log.',
      ].join('\n');
    },
  },
  'wrong-number-done': {
    says: 'one of these has been dealt with',
    takes: 'reference',
    async run({ parts: { setting, pool }, reference = '' }) {
      const { keyring, clock } = setting;
      const outcome = await closeWrongNumber({ pool, keyring, clock }, reference, ACTOR);
      if (outcome === 'done') return `Done: ${reference}.`;
      throw new Refusal('not_found', `No open wrong number is called ${reference}.`);
    },
  },
};

async function askNumber(ask: Ask, question: string): Promise<PhoneNumber> {
  const number = parsePhoneNumber(await ask(question));
  if (number !== undefined) return number;
  throw new Refusal(
    'invalid',
    'That is no phone number. Type it with its country, as +254711000111. Nothing was done.',
  );
}
