import { isLoneNumber } from '../../conversation/lone-number.ts';
import { phrase } from '../../conversation/phrases.ts';
import type { Reading } from '../../conversation/read-text.ts';
import { effectLine } from '../transcripts/effect-line.ts';
import type { Scene } from '../transcripts/scene.ts';
import { beginOn } from './follow-flow.ts';
import { channelOf, dialled, noted, type Phone, type Step, type World } from './phone.ts';
import { showSaid } from './show-on-phone.ts';

const NO_OFFER = { goesOn: false, offer: undefined } as const;
type Own = 'left' | 'help' | 'person_off' | 'stop_undone' | 'closed_question';

/** The service says something of its own; a session ends with it, and an open question stays open. */
export function serviceSays(world: World, phone: Phone, id: Own): Step {
  return showSaid(world, phone, [phrase(world.phrases, languageOf(phone), id, {})], NO_OFFER);
}

/** Somebody asks for a person: the request stands, and one question about the time follows. */
export function askForPerson(world: World, phone: Phone): Step {
  const effect = { type: 'follow_up' as const, reason: 'asked' };
  const effects = [...phone.effects, { flow: phone.scene.release.flow, line: effectLine(effect) }];
  const language = languageOf(phone);
  const said = [
    phrase(world.phrases, language, 'person_by', { by: CALLED_BY }),
    phrase(world.phrases, language, 'person_when', {}),
  ];
  const session = { goesOn: channelOf(phone) === 'ussd', offer: undefined };
  const step = showSaid(world, { ...phone, effects, asksWhen: true }, said, session);
  return { ...step, shown: [{ kind: 'effect', effect }, ...step.shown] };
}

/** Times of the day on which a talk begins; the service counts them in duty hours. */
const CALLED_BY = '12:00';
const WINDOWS: Readonly<Record<string, string>> = {
  1: '08:00-12:00',
  2: '12:00-17:00',
  4: '08:00-17:00',
};

/** The answer to "when?"; undefined for what is none. */
export function answerWhen(world: World, before: Phone, text: string): Step | undefined {
  const digit = text.trim();
  const phone = { ...before, asksWhen: false };
  if (before.asksWhen !== true) return undefined;
  if (digit === '3') return serviceSays(world, phone, 'person_off');
  const when = WINDOWS[digit];
  if (when === undefined) return undefined;
  const said = phrase(world.phrases, languageOf(phone), 'person_window', { when });
  return showSaid(world, phone, [said], NO_OFFER);
}

/** What dialling shows while a question is open. */
export function offerToGoOn(world: World, phone: Phone): Step {
  const text = phrase(world.phrases, languageOf(phone), 'resume_offer', {});
  const offer = phone.scene.facts.channel === 'ussd' ? 'resume' : 'move';
  return showSaid(world, dialled(phone), [text], { goesOn: true, offer });
}

/** Every consent ends, and all that was due. `before` is the moment that a slip of the finger goes back to. */
export function stopPhone(world: World, phone: Phone, before: Scene): Step {
  const { facts } = phone.scene;
  const scene: Scene = { ...phone.scene, facts: { ...facts, purposes: [] } };
  const stopped = { ...phone, scene, stopped: phone.stopped ?? before, due: [] };
  const offers = channelOf(phone) === 'ussd' && phone.stopped === undefined;
  const id = offers ? 'stop_screen' : 'stop_acknowledged';
  const text = phrase(world.phrases, facts.language, id, {});
  const session = offers ? { goesOn: true, offer: 'stopped' as const } : NO_OFFER;
  const step = showSaid(world, stopped, [text], session);
  return { ...step, shown: [...step.shown, { kind: 'note', note: { type: 'stopped' } }] };
}

/** "1 I pressed by mistake", in that session only. */
export function afterStop(world: World, phone: Phone, text: string): Step {
  if (text.trim() !== '1' || phone.stopped === undefined) return serviceSays(world, phone, 'left');
  const undone = { ...phone, scene: phone.stopped, stopped: undefined };
  return serviceSays(world, undone, 'stop_undone');
}

/** No question is open: the words that work everywhere do, and all else gets a neutral answer. */
export function whenOver(world: World, phone: Phone, reading: Reading): Step {
  switch (reading.kind) {
    case 'stop':
    case 'stop_digits':
      return stopPhone(world, phone, phone.scene);
    case 'help':
      return serviceSays(world, phone, 'help');
    case 'person':
      return askForPerson(world, phone);
    case 'start':
    case 'join':
      return comeBack(world, phone);
    case 'complaint':
      return channelOf(phone) === 'sms' ? complain(world, phone) : neutral(world, phone, reading);
    default:
      return neutral(world, phone, reading);
  }
}

/** The word for a complaint begins its flow; a STOP stands all the same. */
export function complain(world: World, phone: Phone): Step {
  const step = beginOn(world, phone, world.flows.complaint);
  return { ...step, phone: { ...step.phone, stopped: phone.stopped } };
}

function neutral(world: World, phone: Phone, reading: Reading): Step {
  const { kind } = reading;
  if (phone.stopped !== undefined) return noted(phone, { type: 'not_after_stop' });
  if (kind === 'home' || kind === 'language') return beginOn(world, phone, world.flows.home);
  if (reading.kind === 'answer' && isLoneNumber(reading.text))
    return serviceSays(world, phone, 'closed_question');
  const { language } = phone.scene.facts;
  const said = phrase(world.phrases, language, 'who', { programme: world.name });
  return showSaid(world, phone, [said], NO_OFFER);
}

function comeBack(world: World, phone: Phone): Step {
  if (phone.stopped === undefined) return beginOn(world, phone, world.flows.join);
  const programme = world.name;
  const welcome = phrase(world.phrases, languageOf(phone), 'welcome_back', { programme });
  return beginOn(world, phone, world.flows.join, [welcome]);
}

function languageOf({ scene }: Phone): string {
  return scene.facts.language;
}
