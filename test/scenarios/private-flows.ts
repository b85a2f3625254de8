import { readFileSync } from 'node:fs';
import type { World, WorldPhone } from '../world/world.ts';
import { flowsWith } from './flows-with.ts';
import { joins } from './joined.ts';

const PURPOSES = '[check_ins, counsellor_contact, group_reminders, evaluation]';
const shipped = (file: string) => [file, readFileSync(`flows/${file}`, 'utf8')] as const;

/** The flows of the tests in English, with the private part that ships, and a PIN of one's own as fifth choice of the menu. */
export function privateFlows(): string {
  return flowsWith({
    ...Object.fromEntries(
      ['pick-a-pin', 'new-pin', 'private'].flatMap((flow) => [
        shipped(`${flow}/flow.yaml`),
        shipped(`${flow}/en.yaml`),
      ]),
    ),
    'programmes/demo-kenya.yaml': (before) =>
      before
        .replace('[en, sn]', '[en]')
        .replace('purposes: [check_ins]', `purposes: ${PURPOSES}`)
        .replace('others: [check-in]', 'private: private, others: [check-in, new-pin]')
        .replace('messages_a_second: 20', 'messages_a_second: 100'),
    'menu/flow.yaml': (before) =>
      before.replace(
        '  my_step:\n    branch',
        '      5: { means: own_pin, to: end, do: { hand_over: new-pin } }\n  my_step:\n    branch',
      ),
    'menu/en.yaml': (before) => before.replace('  back: Back', '  back: Back\n  own_pin: My PIN'),
    'menu/sn.yaml': (before) => before.replace('\nchoices:', '\nchoices:\n  own_pin: PIN yangu'),
  });
}

export const PIN = '4826';

/** A member with a PIN of her own. */
export async function hasPin({ phone }: Pick<World, 'phone'>): Promise<void> {
  await joins(phone);
  await typesPin(phone, PIN);
}

/** Chooses a PIN in the menu, where that is to be had. */
export async function typesPin(phone: WorldPhone, pin: string): Promise<string> {
  await phone.dials();
  for (const reply of ['5', pin]) await phone.replies(reply);
  return phone.replies(pin);
}

/** What she sees who dials and types this. */
export async function sees(phone: WorldPhone, ...replies: string[]): Promise<string> {
  let screen = await phone.dials();
  for (const reply of replies) screen = await phone.replies(reply);
  phone.drops();
  return screen;
}
