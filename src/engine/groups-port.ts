import type { CounsellorRow } from '../store/counsellors.ts';
import type { PromptRow } from '../store/prompts.ts';
import type { Tx } from '../store/transact.ts';
import type { Setting } from './setting.ts';

/** Somebody at work, in the transaction that holds her row. */
export type AtWork = { setting: Setting; tx: Tx; now: Date; counsellor: CounsellorRow };

/**
 * What whoever leads or moderates a peer group does in the texts and the menu that are hers for all her work. Filled by the
 * room of groups. Where she is in her group's pages is theirs alone to read.
 */
export type GroupsAtWork = {
  /** What she typed behind the number of a prompt about a group. Undefined: it is about none. */
  takeText(at: AtWork, digits: string): Promise<string[] | undefined>;
  /** The same where the prompt is known. `answer`: the digits behind its number, none at all included. */
  answerPrompt(at: AtWork, prompt: PromptRow, answer: string): Promise<string[] | undefined>;
  leads(at: AtWork): Promise<boolean>;
  /** The page at a place; the first without one. */
  page(at: AtWork, where: string | undefined): Promise<string>;
  /** What a reply on a page leads to; without a place, to her own menu. */
  hear(
    at: AtWork,
    where: string | undefined,
    text: string,
  ): Promise<{ where?: string; says?: string }>;
};
