import type { World, WorldPhone } from '../world/world.ts';
import type { StopState } from './stop-states.ts';

const says =
  (...texts: string[]) =>
  async (phone: WorldPhone): Promise<void> => {
    for (const text of ['00', ...texts]) await phone.raw.texts(text);
  };
const texts = (text: string) => async (phone: WorldPhone) => {
  await phone.raw.texts(text);
};
const presses =
  (...replies: string[]) =>
  async (phone: WorldPhone): Promise<void> => {
    await phone.raw.dials();
    for (const reply of replies) await phone.raw.replies(reply);
  };
const all =
  (...acts: ((phone: WorldPhone, w: World) => Promise<unknown>)[]) =>
  async (phone: WorldPhone, w: World): Promise<void> => {
    for (const act of acts) await act(phone, w);
  };
const stops = texts('STOP');
/** As after three questions that nobody answered. */
const leftAlone = async (phone: WorldPhone, w: World): Promise<void> => {
  const numberIndex = w.service.setting.keyring.numberIndex(phone.number);
  await w.db.run(
    (sql) => sql`
      update conversation set silences = 3
      where phone_id = (select id from phone where number_index = ${numberIndex})`,
  );
};

/** What a member can wish, begin or have coming when she says STOP; the digits are those of `wish-flows.ts`. */
export const STOP_WISHES: (StopState & { stoppedBefore?: true; dialsOnly?: true })[] = [
  { name: 'hours of her own', late: says('1', '1') },
  { name: 'hours in the evening', late: says('1', '2') },
  { name: 'paused', late: says('2', '1') },
  { name: 'paused for a month, with hours of her own', late: all(says('1', '1'), says('2', '2')) },
  { name: 'a reminder on a day and at a time', late: says('4', 'tomorrow', '15:30', '1') },
  { name: 'a reminder a day earlier', late: says('4', 'in 3 days', '15:30', '2') },
  { name: 'a reminder at a time of every day', late: says('4', 'tomorrow', '05:30', '3') },
  { name: 'a reminder on a day', late: says('4', 'tomorrow', '15:30', '4') },
  {
    name: 'a reminder and a pause',
    late: all(says('4', 'tomorrow', '05:30', '3'), says('2', '1')),
  },
  { name: 'a start in two hours', late: says('2', '4') },
  { name: 'left alone three times', late: leftAlone },
  { name: 'a phone that only dials', late: says('3', '1'), dialsOnly: true },
  { name: 'open texts', late: all(says('3', '2'), says('5', '1', 'beans', '1')) },
  { name: 'a phone that others use', late: says('3', '3') },
  { name: 'the question for a date', late: says('4') },
  { name: 'the question for a time', late: says('4', 'tomorrow') },
  { name: 'the question for a time, not understood', late: says('4', 'tomorrow', 'purple') },
  { name: 'a secret question', late: says('5', '1') },
  { name: 'a secret answer', late: says('5', '1', 'beans') },
  { name: 'a secret question by USSD', late: presses('5', '1') },
  { name: 'the question for a date by USSD', late: presses('4') },
  { name: 'the question for a time by USSD', late: presses('4', 'tomorrow') },
  { name: 'a peer group asked for', late: says('5', '2', 'BLUE') },
  { name: 'a complaint begun', late: says('5', '4') },
  { name: 'a complaint told', late: says('5', '4', '1', '1') },
  { name: 'a complaint begun by its word', late: says('5', 'complaint please') },
  { name: 'a complaint begun by USSD', late: presses('5', '4', '1') },
  {
    name: 'a complaint begun after a STOP',
    late: all(stops, presses('5', '4')),
    stoppedBefore: true,
  },
  {
    name: 'a complaint begun by its word after a STOP',
    late: all(stops, texts('Complain'), texts('1')),
    stoppedBefore: true,
  },
  {
    name: 'a complaint gone on with after a STOP',
    late: all(stops, presses('5', '4'), (phone) => phone.raw.texts('1')),
    stoppedBefore: true,
  },
];
