import { readFileSync } from 'node:fs';
import type { WorldPhone } from '../world/world.ts';

/** What a shipped programme's file says, as it is written. */
export function programmeFile(programme: string): string {
  return readFileSync(`flows/programmes/${programme}.yaml`, 'utf8');
}

/** Whether a programme has the starter set only, in which nobody is matched with a person of hers. */
export function isStarter(programme: string): boolean {
  return programmeFile(programme).includes('start-check-in');
}

/** In the first language of the programme, on a phone of her own, with texts that say little. */
export async function joinsShipped(phone: WorldPhone, programme: string): Promise<void> {
  const after = isStarter(programme) ? [] : ['2', '2'];
  for (const text of ['JOIN', '1', '1', '1', '1', '1', ...after]) await phone.texts(text);
}
