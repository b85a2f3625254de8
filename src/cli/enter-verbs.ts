import { parsePhoneNumber } from '../base/phone-number.ts';
import { Refusal } from '../base/refusal.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { localDate } from '../engine/local-date.ts';
import { dutyWindow, hoursInWords, liesWithin } from '../flow/duty-window.ts';
import type { ContactHours } from '../flow/programme-times.ts';
import { agreeInPerson } from '../followup/agree-in-person.ts';
import { enterCounsellor } from '../followup/enter-counsellor.ts';
import { giveCode } from '../followup/home/give-code.ts';
import { setDuty } from '../followup/set-duty.ts';
import { trainCounsellor } from '../followup/train-counsellor.ts';
import { writeAudit } from '../store/audit.ts';
import { listCounsellors } from '../store/counsellor-list.ts';
import { MAIN_PLACE } from '../store/counsellors.ts';
import { type CounsellorCall, ofCode } from './counsellor-call.ts';
import { counsellorLines } from './counsellor-lines.ts';
import { dayFrom, daysFrom, roleFrom, timeFrom } from './counsellor-options.ts';
import { aboutOf, ACTOR, inOne } from './in-one.ts';

/** Everybody, by code. */
export async function list({ at, setting }: CounsellorCall): Promise<string> {
  const now = setting.clock.now();
  const shown = await at.pool.transact(async (tx) => {
    const all = await listCounsellors(tx);
    const act = {
      actor: ACTOR,
      action: 'counsellors_shown',
      detail: String(all.length),
      now,
    } as const;
    await writeAudit(tx, auditEntry(setting.keyring, act), { now });
    return all;
  });
  const { timeZone } = setting.programme;
  return counsellorLines(shown, { timeZone, today: localDate(now, timeZone) });
}

/** Enters somebody and asks her. */
export async function add(call: CounsellorCall): Promise<string> {
  const { at, setting, ask, values } = call;
  const role = roleFrom(values.role ?? 'counsellor');
  const { language = setting.programme.defaultLanguage, place = MAIN_PLACE } = values;
  if (!setting.programme.languages.includes(language))
    throw new Refusal('invalid', `The programme does not speak ${language}. Nothing was done.`);
  const idOf = async (code: string | undefined) =>
    code === undefined ? null : (await ofCode(at, code)).id;
  const [backupId, supervisorId] = [await idOf(values.backup), await idOf(values.supervisor)];
  const number = parsePhoneNumber(await ask('Her number?'));
  if (number === undefined)
    throw new Refusal(
      'invalid',
      'That is no phone number. Type it with its country, as +254711000111. Nothing was done.',
    );
  const who = {
    number,
    role,
    place,
    language,
    backupId,
    supervisorId,
    trainedOn: null,
    refresherBy: null,
  };
  const entered = await enterCounsellor({ setting, pool: at.pool }, who, ACTOR);
  const { shortCode } = setting.programme;
  return [
    `Her code is ${entered.code}. Nothing of the work reaches her before she has said yes from her own phone.`,
    TEXTED[entered.text],
    `She answers ${entered.number}1 for yes or ${entered.number}2 for no${shortCode === undefined ? '' : `, to ${shortCode}`}.`,
    `Then: npm run counsellors -- train ${entered.code} --on DAY`,
  ].join('\n');
}

const TEXTED = {
  invited: 'One neutral text goes to her in contact hours.',
  already:
    'No text goes to her, since this number was invited before or takes part: she writes first.',
  stopped:
    'No text goes to her: this number has said STOP. She texts START first, and then her yes.',
} as const;

/** Her yes, said here. */
export async function agree(call: CounsellorCall): Promise<string> {
  const { id, code } = aboutOf(call);
  const outcome = await inOne(call, (doing) => agreeInPerson(doing, id));
  if (outcome === 'agreed')
    return `${code} takes part. That she said so here stands in the audit log.`;
  throw new Refusal('conflict', AGREES_NOT[outcome]);
}

const AGREES_NOT = {
  not_invited:
    'Only whoever was entered and has not answered yet can agree here. Nothing was done.',
  stopped: 'Her phone has said STOP: she texts START from it first. Nothing was done.',
} as const;

/** The digits of a first PIN. */
export async function firstPin(call: CounsellorCall): Promise<string> {
  const { id, code } = aboutOf(call);
  const { at, setting } = call;
  const digits = await giveCode({ setting, pool: at.pool }, id);
  if (digits === undefined)
    throw new Refusal('conflict', 'She has not agreed yet, or is not at work. Nothing was done.');
  const act = { actor: ACTOR, action: 'pin_reset', detail: id, now: setting.clock.now() } as const;
  await inOne(call, ({ tx, now }) => writeAudit(tx, auditEntry(setting.keyring, act), { now }));
  return [
    `Read these digits to ${code}, never text them: ${digits}. They are shown only now, and count once within 7 days.`,
    'She types them as a choice in the menu that she dials; where there is only SMS, the digits and then her new PIN.',
  ].join('\n');
}

/** Her training, with its end. */
export async function train(call: CounsellorCall): Promise<string> {
  const { id, code } = aboutOf(call);
  const { values, setting } = call;
  const trainedOn = dayFrom(values.on, '--on');
  const refresherBy = values.until === undefined ? undefined : dayFrom(values.until, '--until');
  const today = localDate(setting.clock.now(), setting.programme.timeZone);
  if (trainedOn > today || (refresherBy !== undefined && refresherBy <= trainedOn))
    throw new Refusal(
      'invalid',
      'The training lies in the past, and counts until a later day. Nothing was done.',
    );
  const done = await inOne(call, (doing) => trainCounsellor(doing, id, { trainedOn, refresherBy }));
  return `${code} is trained, and her training counts until ${done?.refresherBy ?? ''}.`;
}

function outside(window: ContactHours): Refusal {
  const { from, to } = window;
  return new Refusal(
    'invalid',
    [
      `Texts about the work go out on ${hoursInWords(window)} only, so nobody is on duty at other times.`,
      `Write hours within, for instance --days ${window.days.join(',')} --from ${from} --to ${to}.`,
      'For the night there is a helpline (`helplines:` in the file of the programme). Nothing was done.',
    ].join(' '),
  );
}

/** Her hours on the list of a place. */
export async function duty(call: CounsellorCall): Promise<string> {
  const { id, code, place } = aboutOf(call);
  const { values, setting } = call;
  const [from, to] = [timeFrom(values.from, '--from'), timeFrom(values.to, '--to')];
  if (from >= to) throw new Refusal('invalid', 'Her hours end after they begin. Nothing was done.');
  const where = values.place ?? place;
  const window = dutyWindow(setting.programme);
  const days = daysFrom(values.days, window.days);
  if (!liesWithin({ from, to, days }, window)) throw outside(window);
  const names = await inOne(call, (doing) =>
    setDuty(doing, { place: where, counsellorId: id, days, from, to }),
  );
  const more = names < 2 ? ' One is nobody on the day she is ill: add another.' : '';
  return `${code} is on duty at ${where}, ${days.join(', ')} ${from}-${to}. ${names} on its list.${more}`;
}
