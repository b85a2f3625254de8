import { ROLES, type Ask } from '../frame/route.ts';
import { hasWords, type Words } from '../frame/words.ts';

/** Characters of an id of ours. */
export const UUID_CHARS = 36;
export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
/** Of an id the end tells entries apart; the whole stands in the export and in the address of a search. */
const ID_SHOWN = 8;

/** Where the words of an act's codes stand already, by the act: what a list offers is called so in the log too. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  request_done: ['requests.why_'],
  reveal_asked: ['reveals.what_', 'reveals.reason_'],
  reveal_shown: ['reveals.what_'],
  member_looked_up: ['members.find_'],
  counsellor_invited: ['counsellors.role_'],
  switched: ['settings.'],
  switch_asked: ['settings.'],
  proof_added: ['sign_in.'],
  proof_removed: ['sign_in.'],
};

/** What stands in an entry as more than one word, and what is said for it. */
const PHRASES: readonly { written: RegExp; key: string; names: readonly string[] }[] = [
  { written: /^([a-z][\w-]*)@(\d+) /u, key: 'audit.detail_version', names: ['flow', 'version'] },
  { written: /^revision (\d+) /u, key: 'audit.detail_revision', names: ['number'] },
  { written: /^(?:saved|merged|behind) by import /u, key: 'audit.detail_by_import', names: [] },
  { written: /^export (\d+) /u, key: 'audit.detail_entries', names: ['number'] },
  { written: /^invited by (\S+) /u, key: 'audit.detail_invited_by', names: ['who'] },
  { written: /^with (\S+) /u, key: 'audit.detail_with', names: ['who'] },
  { written: /^no more led by (\S+) /u, key: 'audit.detail_no_more_led_by', names: ['who'] },
  { written: /^led by (\S+) /u, key: 'audit.detail_led_by', names: ['who'] },
  { written: /^moderated by (\S+) /u, key: 'audit.detail_moderated_by', names: ['who'] },
  { written: /^code shown /u, key: 'audit.detail_code_shown', names: [] },
  { written: /^(\d+)% /u, key: 'audit.detail_percent', names: ['percent'] },
];

type Entry = { action: string; detail: string };

/**
 * Ids, counts and codes of an entry, in the reader's words: an id of staff by her name, none of whom it is `said` already, any
 * other by its end, a code by what the pages call it. A code that nobody wrote words for, such as a flow's name, stands as it is.
 */
export function detailWords(
  { w }: Pick<Ask, 'w'>,
  { action, detail }: Entry,
  names: ReadonlyMap<string, string>,
): string | undefined {
  if (detail === '') return undefined;
  const said: string[] = [];
  let rest = `${detail.replaceAll(',', ' ')} `;
  while (rest.trim() !== '') {
    const phrase = PHRASES.find(({ written }) => written.test(rest));
    const [whole, ...found] = phrase?.written.exec(rest) ?? /^(\S*)\s+/u.exec(rest) ?? [rest, rest];
    rest = rest.slice(whole.length);
    const words = found.map((word) => oneWord(w, { action, word, names }));
    if (phrase === undefined) said.push(...words);
    else
      said.push(
        w(
          phrase.key,
          Object.fromEntries(phrase.names.map((name, index) => [name, words[index] ?? ''])),
        ),
      );
  }
  return said.filter((each) => each !== '').join(' · ') || undefined;
}

function oneWord(
  w: Words,
  { action, word, names }: { action: string; word: string; names: ReadonlyMap<string, string> },
): string {
  const role = ROLES.find((each) => each === word);
  if (role !== undefined && action !== 'counsellor_invited') return w(`staff.role_${role}`);
  const prefixes = [...(CODES[action] ?? []), 'audit.detail_', 'counsellors.day_'];
  const key = prefixes.map((prefix) => `${prefix}${word}`).find((each) => hasWords(each));
  if (key !== undefined) return w(key);
  return names.get(word) ?? (word.length === UUID_CHARS ? endOf(word) : word);
}

/** The end of an id. */
export function endOf(id: string): string {
  return `…${id.slice(-ID_SHOWN)}`;
}
