import { followScene, type Scene } from '../transcripts/scene.ts';
import type { TranscriptEvent } from '../transcripts/transcript-events.ts';
import { arrive, beginOn, recorded } from './follow-flow.ts';
import {
  channelOf,
  dialled,
  joined,
  noted,
  type Act,
  type Phone,
  type Step,
  type World,
} from './phone.ts';
import { offerToGoOn } from './service-says.ts';
import { takeText } from './take-text.ts';

const DAY_MS = 86_400_000;

/** What comes of something that is done with the phone. Pure: the phone before is left as it was. */
export function takeAct(world: World, phone: Phone, act: Act): Step {
  switch (act.type) {
    case 'text':
      return takeText(world, phone, act.text);
    case 'silence':
      return silence(world, phone);
    case 'drop':
      if (phone.session === undefined) return noted(phone, { type: 'session_over' });
      return joined(noted({ ...phone, session: undefined }, { type: 'dropped' }), (next) =>
        dial(world, next),
      );
    case 'dial':
      return dial(world, phone);
    case 'channel':
      return act.channel === 'ussd' && phone.scene.facts.channel === 'sms'
        ? dial(world, phone)
        : again(world, phone, act);
    case 'language':
      return again(world, phone, act);
    case 'days':
      return passDays(world, phone, new Date(phone.scene.now.getTime() + act.days * DAY_MS));
  }
}

/** The open question once more, by another channel or in another language. */
function again(world: World, phone: Phone, event: TranscriptEvent & Act): Step {
  const { scene } = phone;
  const next = followScene(scene, event, world.stage, { warm: true });
  const here = event.type === 'channel' ? { ...phone, session: undefined } : phone;
  if (scene.closed === undefined) return arrive(world, here, next, []);
  const { language, channel } = { ...scene.facts, ...event };
  const facts = { ...scene.facts, language, channel };
  return noted({ ...phone, session: undefined, scene: { ...scene, facts } }, { type: 'over' });
}

/** Dialling offers to go on where a question is open, else it shows the home of the programme. */
function dial(world: World, phone: Phone): Step {
  const { closed, release } = phone.scene;
  return closed === undefined && phone.stopped === undefined && !release.sessionOnly
    ? offerToGoOn(world, phone)
    : beginOn(world, dialled(phone), world.flows.home);
}

function silence(world: World, phone: Phone): Step {
  const { scene } = phone;
  if (scene.closed !== undefined) return noted(phone, { type: 'over' });
  if (scene.turn.silenceAfterMs === undefined) return noted(phone, { type: 'no_silence' });
  const next = followScene(scene, { type: 'silence' }, world.stage, { warm: true });
  const quiet = { ...phone, session: undefined };
  const first =
    channelOf(phone) === 'ussd' ? noted(quiet, { type: 'unasked_by_sms' }) : noted(quiet);
  return joined(first, (at) => arrive(world, at, next, []));
}

/** Lets time pass up to an instant, and what falls due on the way happen in its order. */
function passDays(world: World, phone: Phone, until: Date): Step {
  const { scene } = phone;
  const isOpen = scene.closed === undefined && phone.stopped === undefined;
  const { silenceAfterMs } = scene.turn;
  const silentAt =
    isOpen && silenceAfterMs !== undefined
      ? scene.askedAt.getTime() + silenceAfterMs
      : Number.POSITIVE_INFINITY;
  const [first] = phone.due;
  const dueAt = first?.at.getTime() ?? Number.POSITIVE_INFINITY;
  if (Math.min(silentAt, dueAt) > until.getTime()) return moveTo(world, phone, until);
  if (silentAt <= dueAt || first === undefined)
    return joined(silence(world, phone), (next) => passDays(world, next, until));
  const moved = moveTo(world, { ...phone, due: phone.due.slice(1) }, first.at);
  return joined(
    joined(moved, (next) => fall(world, next, first.flow)),
    (next) => passDays(world, next, until),
  );
}

/** A flow that is due begins by SMS, if it still may and no other question is open. */
export function fall(world: World, phone: Phone, flow: string): Step {
  const { closed, facts, release } = phone.scene;
  const purpose = world.releases.get(flow)?.purpose;
  if (purpose === undefined || !facts.purposes.includes(purpose))
    return noted(phone, { type: 'no_consent', flow });
  if (closed === undefined && release.flow !== flow)
    return noted(phone, { type: 'waits_for_question', flow });
  const bySms: Scene = { ...phone.scene, facts: { ...facts, channel: 'sms' } };
  return beginOn(world, { ...phone, session: undefined, scene: bySms }, flow);
}

/** Goes to an instant, by whole days as a transcript has them. */
export function moveTo(world: World, phone: Phone, at: Date): Step {
  const { scene } = phone;
  const days = Math.round((at.getTime() - scene.now.getTime()) / DAY_MS);
  if (days <= 0) return noted(phone);
  const next = followScene(scene, { type: 'days', days }, world.stage, { warm: true });
  const expired = next.closed === 'expired' && scene.closed === undefined;
  const day = { type: 'day' as const, today: next.facts.today };
  return noted(
    { ...phone, session: undefined, scene: next, record: recorded(phone.record, next) },
    day,
    ...(expired ? [{ type: 'expired' as const }] : []),
  );
}
