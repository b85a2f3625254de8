import { html, type Html } from '../../frame/html.ts';
import type { Telling } from './telling.ts';

/** What stands between quotation marks: of English and Portuguese, of Spanish and French. */
const QUOTED = /(?<=[“«][\u00A0\u202F]?)([^“”«»\s][^“”«»]*?)(?=[\u00A0\u202F]?[”»])/u;

/** A sentence of the interface in which answers are quoted: those are read aloud in the language of the conversation. */
export function withAnswers({ spoken }: Pick<Telling, 'spoken'>, says: string): Html {
  const answers = new Set(spoken.labels.values());
  // `split` gives what was found at every second place.
  const pieces = says.split(new RegExp(QUOTED, 'gu'));
  return html`${pieces.map((piece, place) =>
    place % 2 === 1 && answers.has(piece)
      ? html`<span lang="${spoken.language}">${piece}</span>`
      : piece,
  )}`;
}
