import { readFileSync } from 'node:fs';
import type { World, WorldPhone } from '../world/world.ts';
import { AT_FULL_RATE, flowsWith } from './flows-with.ts';

const PROGRAMME = 'programmes/demo-kenya.yaml';

/** The flows of the tests with the pause that ships. */
export function probedFlows(): string {
  const pause = ['flow', 'en', 'sn'].map((name) => `pause/${name}.yaml`);
  return flowsWith({
    ...AT_FULL_RATE,
    ...Object.fromEntries(pause.map((file) => [file, readFileSync(`flows/${file}`, 'utf8')])),
    [PROGRAMME]: (before) =>
      before
        .replace('messages_a_second: 20', 'messages_a_second: 100')
        .replace('others: [check-in]', 'others: [check-in, pause]'),
  });
}

/** What somebody may write who holds the phone and wants to know: 100 texts, none of which asks to join or to stop. */
export const PROBES: readonly string[] = `
who are you
who is this
Who is this?
whos this
what is this
what is this number
who sends this
who are you people
what do you want
what did she say
what did he say
what did she tell you
what did my wife say
what has she written
show me her messages
show old messages
history
read me the last message
repeat the last text
what was the question
what did I answer
is she a patient
is my wife a member
is he in your program
does she talk to you
does she go to the clinic
is she sick
is she pregnant
is she hiv positive
is this about hiv
is this a hospital
is this a clinic
is this a counsellor
which counsellor
what is the name of the counsellor
counsellor name
who is the counsellor
when is the visit
when is her next visit
where do you meet
where is the group
which group is she in
when is the meeting
group
meeting
what is her pin
pin
1234
0000
4321
my pin is 1234
I forgot my pin
what is my name
tell me my name
my name is Rudo
this is Rudo
hello it is Rudo again
I am Rudo, tell me my plan
what is my plan
what is my step
my step
what is my small step
what did I choose
my answers
my data
what do you know about me
what do you have about this number
info
INFO
who
WHO
receipt
Receipt please
am I registered
is this number registered
is this number in your system
since when is this number with you
how many messages did you send
when did you last write
why do you write to this phone
why do you text my wife
why are you texting at night
are you a man
PAUSE
she wants a pause
call this number
are you there
answer me
hello
hi
pause
good evening
ok
yes
no
2
5
help
HELP
what help do you give
`
  .split('\n')
  .filter((line) => line !== '');

/** So many probes a day: after them the clock moves on, so that what is said once a day is said again. */
const A_DAY = 10;

/** Sends all probes from these phones, and returns what each heard meanwhile. */
export async function probed(w: World, phones: readonly WorldPhone[]): Promise<string[][]> {
  const before = phones.map((phone) => phone.heard().length);
  for (let at = 0; at < PROBES.length; at += A_DAY) {
    for (const probe of PROBES.slice(at, at + A_DAY))
      await Promise.all(phones.map((phone) => phone.raw.texts(probe)));
    await w.clock.settle();
    await w.clock.jump({ hours: 25 });
  }
  return phones.map((phone, index) => phone.heard().slice(before[index]));
}

/** A member with nothing open and nothing due, so that whatever comes is an answer. */
export async function quietMember(w: World, phone: WorldPhone): Promise<void> {
  for (const text of ['JOIN', '1', '1', '1', '2']) await phone.texts(text);
  await w.db.run((sql) => sql`delete from timer`);
}
