import { Refusal } from '../../base/refusal.ts';
import { transcriptText } from '../../proof/talk/keep-talk.ts';
import type { Recorded } from '../../proof/talk/phone.ts';
import type { Console } from './run-talk.ts';
import { saveTalk, type TranscriptPlace } from './save-talk.ts';

const QUESTION = 'How shall this transcript be called? For instance went-well';
/** Names that are tried for a talk without one; a folder with more of them is not read by anybody. */
const FREE_NAMES_MAX = 999;

/** A talk that is over, and where it is to be saved; `name` is what was typed with the command. */
export type Ended = {
  record: Recorded;
  place: Omit<TranscriptPlace, 'name'> & { name: string | undefined };
  /** Whether nothing more can be typed. */
  isClosed: boolean;
};

/**
 * Saves a talk at its end: asks for a name until one fits, and gives it a free one when nobody can be asked, so that it is
 * never lost. @throws Refusal where nothing can be written there; then the talk has been printed
 */
export async function saveAtEnd(console: Console, ended: Ended): Promise<void> {
  const { record, place } = ended;
  let { name } = place;
  for (;;) {
    name ??= ended.isClosed ? undefined : await askName(console);
    if (name === undefined) return saveUnnamed(console, ended);
    try {
      return console.print(await saveTalk(record, { ...place, name }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      console.print(error.message);
      name = undefined;
    }
  }
}

/** What is typed; undefined when nothing more comes. */
async function askName(console: Console): Promise<string | undefined> {
  console.print(QUESTION);
  console.prompt();
  const { done, value } = await console.lines.next();
  return done === true ? undefined : value;
}

async function saveUnnamed(console: Console, { record, place }: Ended): Promise<void> {
  for (let number = 1; number <= FREE_NAMES_MAX; number++)
    try {
      const name = `talk-${number}`;
      const saved = await saveTalk(record, { ...place, name, force: false });
      return console.print(`Nobody gave it a name, so it is called ${name}. ${saved}`);
    } catch (error) {
      const isTaken = error instanceof Refusal && error.code === 'conflict';
      if (isTaken && number < FREE_NAMES_MAX) continue;
      console.print(transcriptText(record, 'talk'));
      throw error;
    }
}
