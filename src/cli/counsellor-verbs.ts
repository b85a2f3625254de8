import { Refusal } from '../base/refusal.ts';
import { parsePhoneNumber } from '../base/phone-number.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { comeBack } from '../followup/come-back.ts';
import { type Doing, type EndedBy, endWork } from '../followup/end-work.ts';
import { enterCounsellor } from '../followup/enter-counsellor.ts';
import { agreeInPerson } from '../followup/agree-in-person.ts';
import { moveList } from '../followup/move-list.ts';
import { setDuty } from '../followup/set-duty.ts';
import { trainCounsellor } from '../followup/train-counsellor.ts';
import { writeAudit } from '../store/audit.ts';
import { listCounsellors } from '../store/counsellor-list.ts';
import { MAIN_PLACE } from '../store/counsellors.ts';
import type { Tx } from '../store/transact.ts';
import { counsellorLines } from './counsellor-lines.ts';
import { dayFrom, daysFrom, roleFrom, timeFrom } from './counsellor-options.ts';
import { type CounsellorCall, ofCode } from './counsellor-call.ts';

const ACTOR = 'command line';

export type CounsellorVerb = {
  says: string;
  takes?: 'code';
  run(call: CounsellorCall): Promise<string>;
};

/** What can be done for whoever works with members. */
export const COUNSELLOR_VERBS: Readonly<Record<string, CounsellorVerb>> = {
  list: { says: 'codes, roles and counts, no names', run: list },
  add: { says: 'somebody is to work with members; she agrees by her own phone', run: add },
  agree: {
    says: 'she is here and has said yes, and no text could reach her',
    takes: 'code',
    run: agree,
  },
  train: { says: 'she was trained on a day, until a day', takes: 'code', run: train },
  duty: {
    says: 'she takes requests of nobody’s members at a place, in these hours',
    takes: 'code',
    run: duty,
  },
  away: { says: 'she is away; her requests go to her backup', takes: 'code', run: ends('away') },
  back: { says: 'she is back, or was suspended and may go on', takes: 'code', run: back },
  suspend: {
    says: 'she gets nothing for work until you say so',
    takes: 'code',
    run: ends('suspended'),
  },
  'lost-phone': {
    says: 'her phone is lost: it is locked at once',
    takes: 'code',
    run: ends('lost_phone'),
  },
  lock: { says: 'the same, for whatever reason', takes: 'code', run: ends('lost_phone') },
  left: {
    says: 'she has left; each of her members is asked who shall take over',
    takes: 'code',
    run: ends('left'),
  },
  died: { says: 'she has died; the same', takes: 'code', run: ends('died') },
  move: { says: 'her whole list goes to another; each member is asked', takes: 'code', run: move },
};

function inOne<T>({ at, setting }: CounsellorCall, act: (doing: Doing) => Promise<T>): Promise<T> {
  const now = setting.clock.now();
  return at.pool.transact((tx: Tx) => act({ setting, tx, now, actor: ACTOR }));
}

async function list({ at, setting }: CounsellorCall): Promise<string> {
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
  return counsellorLines(shown, setting.programme.timeZone);
}

async function add(call: CounsellorCall): Promise<string> {
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

async function agree(call: CounsellorCall): Promise<string> {
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

async function train(call: CounsellorCall): Promise<string> {
  const { id, code } = aboutOf(call);
  const { values, setting } = call;
  const trainedOn = dayFrom(values.on, '--on');
  const refresherBy = values.until === undefined ? undefined : dayFrom(values.until, '--until');
  const today = setting.clock.now().toISOString().slice(0, 10);
  if (trainedOn > today || (refresherBy !== undefined && refresherBy <= trainedOn))
    throw new Refusal(
      'invalid',
      'The training lies in the past, and counts until a later day. Nothing was done.',
    );
  const done = await inOne(call, (doing) => trainCounsellor(doing, id, { trainedOn, refresherBy }));
  return `${code} is trained, and her training counts until ${done?.refresherBy ?? ''}.`;
}

async function duty(call: CounsellorCall): Promise<string> {
  const { id, code, place } = aboutOf(call);
  const { values } = call;
  const [from, to] = [timeFrom(values.from, '--from'), timeFrom(values.to, '--to')];
  if (from >= to) throw new Refusal('invalid', 'Her hours end after they begin. Nothing was done.');
  const where = values.place ?? place;
  const days = daysFrom(values.days);
  const names = await inOne(call, (doing) =>
    setDuty(doing, { place: where, counsellorId: id, days, from, to }),
  );
  const more = names < 2 ? ' One is nobody on the day she is ill: add another.' : '';
  return `${code} is on duty at ${where}, ${days.join(', ')} ${from}-${to}. ${names} on its list.${more}`;
}

function ends(by: EndedBy) {
  return async (call: CounsellorCall): Promise<string> => {
    const { id, code } = aboutOf(call);
    const ended = await inOne(call, (doing) => endWork(doing, id, by));
    if (ended === undefined) throw new Error('impossible: whoever was listed is there');
    const { requests, members, backup } = ended;
    const asked = backup
      ? `${members} members are asked whether her backup may take over.`
      : `${members} members have nobody now: npm run counsellors -- move ${code} --to CODE`;
    return [
      `Done. Nothing for work goes to ${code}, and her phone opens nothing.`,
      `${requests} requests go to the next person at once.`,
      ...(by === 'left' || by === 'died'
        ? [asked]
        : [`To undo: npm run counsellors -- back ${code}`]),
    ].join('\n');
  };
}

async function back(call: CounsellorCall): Promise<string> {
  const { id, code } = aboutOf(call);
  const outcome = await inOne(call, (doing) => comeBack(doing, id));
  if (outcome === 'back') return `${code} is asked again. What went to others stays with them.`;
  throw new Refusal('conflict', outcome === 'agree' ? BACK_NOT.agree : BACK_NOT.gone);
}

const BACK_NOT = {
  agree:
    'She has said STOP, or not agreed yet: only her own phone can change that. Nothing was done.',
  gone: 'She has left. Enter her anew, with a number of her own. Nothing was done.',
} as const;

async function move(call: CounsellorCall): Promise<string> {
  const { id, code } = aboutOf(call);
  const { at, values } = call;
  const to = values.to === undefined ? undefined : (await ofCode(at, values.to)).id;
  const moved = await inOne(call, (doing) => moveList(doing, id, to));
  if (moved.outcome === 'moved')
    return [
      `${moved.members} members of ${code} are asked whether ${moved.to} may take over: by text, or by visit where no open texts may come.`,
      `${moved.requests} requests go to the next person at once.`,
    ].join('\n');
  throw new Refusal(
    'conflict',
    `${code} has nobody at work who could take over. Name somebody with --to CODE. Nothing was done.`,
  );
}

function aboutOf({ about }: CounsellorCall) {
  if (about === undefined) throw new Error('impossible: this verb takes a code');
  return about;
}
