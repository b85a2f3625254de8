import { askedAgain, REASKS_MAX } from '../../conversation/ask-again.ts';
import { digitsAreAnswers } from '../../conversation/place.ts';
import { readText, type Reading } from '../../conversation/read-text.ts';
import { effectLine } from '../transcripts/effect-line.ts';
import { followScene, type Closed, type Scene } from '../transcripts/scene.ts';
import { arrive, beginOn, recorded } from './follow-flow.ts';
import { joined, noted, type Phone, type Step, type World } from './phone.ts';
import {
  afterStop,
  answerWhen,
  askForPerson,
  complain,
  offerToGoOn,
  serviceSays,
  stopPhone,
  whenOver,
} from './service-says.ts';
import { turnPage } from './show-on-phone.ts';

/** What comes of a text that somebody sends, or of what is pressed in a session. */
export function takeText(world: World, phone: Phone, text: string): Step {
  const { scene, session } = phone;
  if (scene.facts.channel === 'ussd' && session === undefined)
    return noted(phone, { type: 'session_over' });
  if (session?.offer === 'stopped') return afterStop(world, phone, text);
  const timed = answerWhen(world, phone, text);
  if (timed !== undefined) return timed;
  const reading = readText(text, world.stage.words, {
    digitsAreAnswers:
      scene.closed === undefined && digitsAreAnswers(scene.release, scene.turn.place.step),
  });
  const early = afterOffer(world, phone, reading) ?? paged(world, phone, reading);
  if (early !== undefined) return early;
  const isHeard = phone.stopped === undefined || scene.release.afterStop;
  if (!isHeard || scene.closed !== undefined) return whenOver(world, phone, reading);
  const next = followScene(scene, { type: 'reply', text }, world.stage, { warm: true });
  return answered(world, phone, next);
}

function paged(world: World, phone: Phone, { kind }: Reading): Step | undefined {
  return kind === 'more' ? turnPage(world, phone) : undefined;
}

/** "1 go on 2 start again"; undefined for a word that works everywhere, and where nothing was offered. */
function afterOffer(world: World, phone: Phone, reading: Reading): Step | undefined {
  const { scene, session } = phone;
  if (session?.offer !== 'resume' && session?.offer !== 'move') return undefined;
  if (reading.kind === 'back') return serviceSays(world, phone, 'left');
  if (reading.kind !== 'answer' && reading.kind !== 'more') return undefined;
  const chosen = reading.kind === 'answer' ? reading.text : '';
  if (chosen === '2') return beginOn(world, phone, world.flows.home);
  if (chosen !== '1')
    return joined(offerToGoOn(world, phone), (next) => noted(next, { type: 'offer_open' }));
  const event =
    session.offer === 'move'
      ? ({ type: 'channel', channel: 'ussd' } as const)
      : ({ type: 'resumed' } as const);
  return arrive(world, phone, followScene(scene, event, world.stage, { warm: true }), []);
}

function answered(world: World, before: Phone, scene: Scene): Step {
  const { outcome } = scene;
  if (outcome.kind === 'heard') return arrive(world, before, scene, []);
  const phone = { ...before, scene, record: recorded(before.record, scene) };
  switch (outcome.kind) {
    case 'not_understood':
      return askAgain(world, phone);
    case 'left':
      return serviceSays(world, phone, 'left');
    case 'help':
      return serviceSays(world, phone, 'help');
    case 'person':
      return askForPerson(world, phone);
    case 'closed':
      return takenOver(world, before, phone, outcome.by);
    default:
      return noted(phone);
  }
}

function takenOver(world: World, before: Phone, phone: Phone, by: Closed): Step {
  if (by === 'stop') return stopPhone(world, phone, before.scene);
  if (by === 'complaint') return complain(world, phone);
  return beginOn(world, phone, by === 'join' ? world.flows.join : world.flows.home);
}

/** The question once more, by SMS at most once in a row; then a person is asked to look, and nothing more is sent. */
function askAgain(world: World, phone: Phone): Step {
  const { scene, reasks } = phone;
  const { language, channel } = scene.facts;
  if (channel === 'sms' && reasks > REASKS_MAX) return noted(phone, { type: 'nothing_sent' });
  if (channel === 'sms' && reasks === REASKS_MAX) {
    const effect = { type: 'follow_up' as const, reason: 'wrote' };
    const effects = [...phone.effects, { flow: scene.release.flow, line: effectLine(effect) }];
    const next = noted({ ...phone, reasks: reasks + 1, effects }, { type: 'nothing_sent' });
    return { ...next, shown: [{ kind: 'effect', effect }, ...next.shown] };
  }
  const again = followScene(scene, { type: 'resumed' }, world.stage, { warm: true });
  const asked = scene.release.steps.get(scene.turn.place.step);
  const gently = askedAgain(world.phrases, language, asked);
  const step = arrive(world, phone, again, [gently]);
  return { ...step, phone: { ...step.phone, reasks: reasks + 1 } };
}
