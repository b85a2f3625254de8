import type { World, WorldPhone } from '../world/world.ts';

/** One way to be somewhere when STOP is said. `early` is done a day before, so that the first question comes between. */
export type StopState = {
  name: string;
  early?: (phone: WorldPhone, w: World) => Promise<unknown>;
  late?: (phone: WorldPhone, w: World) => Promise<unknown>;
  /** A STOP stands already, so that another is not acknowledged. */
  stoppedBefore?: true;
};

const says =
  (...texts: string[]) =>
  async (phone: WorldPhone): Promise<void> => {
    for (const text of texts) await phone.raw.texts(text);
  };
const presses =
  (...replies: string[]) =>
  async (phone: WorldPhone): Promise<void> => {
    await phone.raw.dials();
    for (const reply of replies) await phone.raw.replies(reply);
  };
const JOINS = ['JOIN', '1', '1', '1', '2'];
const joined = says(...JOINS);
const inShona = says('JOIN', '2', '1', '1', '2');

/** Changes the row of the phone's conversation, as a fault or a restored backup would. */
const broken =
  (change: string) =>
  async (phone: WorldPhone, w: World): Promise<void> => {
    const numberIndex = w.service.setting.keyring.numberIndex(phone.number);
    await w.db.run((sql) =>
      sql.unsafe(
        `update conversation set ${change} where phone_id = (select id from phone where number_index = $1)`,
        [numberIndex],
      ),
    );
  };

/** A member who has a wish. */
const wishing =
  (change: string) =>
  async (phone: WorldPhone, w: World): Promise<void> => {
    await joined(phone);
    const numberIndex = w.service.setting.keyring.numberIndex(phone.number);
    await w.db.run((sql) =>
      sql.unsafe(
        `update member set ${change} where phone_id = (select id from phone where number_index = $1)`,
        [numberIndex],
      ),
    );
  };

/** Every step of every flow by SMS and by USSD, and every fault that could stand in the way. */
export const STOP_STATES: StopState[] = [
  { name: 'a number never seen' },
  { name: 'a stranger who wrote something', late: says('hello') },
  { name: 'welcome: language', late: says('JOIN') },
  { name: 'welcome: who we are', late: says('JOIN', '1') },
  { name: 'welcome: may we ask', late: says('JOIN', '1', '1') },
  { name: 'welcome: shared phone', late: says('JOIN', '1', '1', '1') },
  { name: 'welcome: joined', late: joined },
  { name: 'welcome: not now', late: says('JOIN', '1', '2') },
  { name: 'welcome: already', late: says(...JOINS, 'JOIN') },
  { name: 'welcome in Shona: who we are', late: says('JOIN', '2') },
  { name: 'welcome in Shona: may we ask', late: says('JOIN', '2', '1') },
  { name: 'welcome in Shona: joined', late: inShona },
  { name: 'menu: home by SMS', late: says('00') },
  { name: 'menu: about by SMS', late: says('00', '3') },
  { name: 'menu: language by SMS', late: says('00', '4') },
  { name: 'menu: home by USSD', late: presses() },
  { name: 'menu: about by USSD', late: presses('3') },
  { name: 'menu: language by USSD', late: presses('4') },
  { name: 'welcome by USSD: language', late: presses('1') },
  { name: 'welcome by USSD: who we are', late: presses('1', '1') },
  { name: 'welcome by USSD: may we ask', late: presses('1', '1', '1') },
  { name: 'welcome by USSD: shared phone', late: presses('1', '1', '1', '1') },
  { name: 'a USSD session that was left', late: presses('0') },
  { name: 'a USSD session that asked for a person', late: presses('9') },
  {
    name: 'a USSD session with the offer to go on',
    late: async (phone) => {
      await presses('1', '1')(phone);
      phone.drops();
      await phone.raw.dials();
    },
  },
  { name: 'check-in: how did it go', early: joined },
  { name: 'check-in in Shona: how did it go', early: inShona },
  { name: 'check-in: done', early: joined, late: says('1') },
  { name: 'check-in: part', early: joined, late: says('2') },
  { name: 'check-in: not yet', early: joined, late: says('3') },
  { name: 'check-in: smaller', early: joined, late: says('3', '1') },
  { name: 'check-in: another day', early: joined, late: says('3', '2') },
  { name: 'check-in: will call', early: joined, late: says('4') },
  { name: 'check-in by USSD: how did it go', early: joined, late: presses('1') },
  { name: 'check-in by USSD: not yet', early: joined, late: presses('1', '3') },
  { name: 'a question asked again', early: joined, late: says('purple') },
  { name: 'a question handed to a person', early: joined, late: says('purple', 'green') },
  { name: 'HELP asked', early: joined, late: says('HELP') },
  { name: 'a person asked for', early: joined, late: says('9') },
  { name: 'a question that expired', early: joined, late: broken(`expires_at = 'epoch'`) },
  { name: 'a parked conversation', early: joined, late: broken(`trouble = 'test'`) },
  { name: 'a release that is not there', early: joined, late: broken('version = 999') },
  { name: 'a flow that is not there', early: joined, late: broken(`flow = 'gone'`) },
  { name: 'a step that is not there', early: joined, late: broken(`step = 'gone'`) },
  { name: 'a sealed value that was changed', early: joined, late: broken(`sealed = '\\x0102'`) },
  { name: 'a sealed value that is missing', early: joined, late: broken('sealed = null') },
  { name: 'a language nobody speaks', early: joined, late: broken(`language = 'xx'`) },
  { name: 'a clock that ran ahead', early: joined, late: broken(`asked_at = '2036-01-01'`) },
  { name: 'paused for long', late: wishing(`paused_until = now() + interval '5 years'`) },
  { name: 'only dialled', late: wishing(`traits = '{dial_only}'`) },
  { name: 'silent for a hundred days', early: joined, late: broken(`heard_at = '2026-08-01'`) },
  { name: 'doubted', early: joined, late: broken('doubted = true') },
  { name: 'asked whether to end all texts', early: joined, late: says('dont text me again') },
  { name: 'asked whether it is a wrong number', early: joined, late: says('wrong number') },
  { name: 'asked so as a stranger', late: says('leave me alone') },
  { name: 'asked whether to go on, and went on', late: says(...JOINS, 'dont text me again', '2') },
  { name: 'in danger', early: joined, late: says('I want to die') },
  { name: 'in danger, and a call asked for', early: joined, late: says('I want to die', '1') },
  { name: 'in danger, not now', early: joined, late: says('I want to die', '2') },
  { name: 'in danger as a stranger', late: says('I want to die') },
  { name: 'in danger, and it may be a STOP', late: says(...JOINS, 'I want it all to stop') },
  { name: 'wrote what no question takes', late: says(...JOINS, 'my child is ill again today') },
  { name: 'asked who we are', late: says(...JOINS, 'who is this') },
  { name: 'asked for a pause', late: says(...JOINS, 'pause') },
  {
    name: 'asked the same so often that it is silenced',
    late: says('HELP', 'HELP', 'HELP', 'HELP', 'HELP'),
  },
  { name: 'stopped already', late: says(...JOINS, 'STOP'), stoppedBefore: true },
  { name: 'asked that all be erased', late: says(...JOINS, 'DELETE'), stoppedBefore: true },
  { name: 'stopped in danger', late: says(...JOINS, 'STOP. I want to die'), stoppedBefore: true },
];
