import type { Words } from '../../conversation/read-words.ts';
import type { Formats } from '../../flow/formats.ts';
import type { Stage } from './scene.ts';

/** What transcripts show of a programme that they do not name: short, so that the texts are what is read. */
const DEMO: Readonly<Record<string, string>> = {
  programme: 'Mazano',
  service_code: '*384*4040#',
  short_code: '22340',
  reply_cost: 'KES 1',
  often: 'once a week',
  duty_hours: '08:00-17:00',
  helplines: 'Childline 116',
};

/** The stage on which transcripts are played where no programme is named. */
export function demoStage({ words, formats }: { words: Words; formats: Formats }): Stage {
  return { words, formats, variablesIn: () => DEMO };
}
