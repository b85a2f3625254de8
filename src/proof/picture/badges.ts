import { never } from '../../base/assert.ts';
import type { WrittenEffect } from '../../flow/definition.ts';
import type { GraphNames } from './graph-names.ts';
import { durationWords } from '../transcripts/effect-line.ts';

/** An effect in a few words. */
export type Badge = {
  words: string;
  /** Somebody is told: the mark that staff look for first. */
  isPerson: boolean;
  /** The flow that begins in place of this one. */
  handsOver?: string;
};

/** What a way out asks of the service, and the fixed values that it keeps. */
export function badgesOf({ do: effects, set = {} }: Asking, names: GraphNames): Badge[] {
  const kept = Object.entries(set).map(([field, value]) => plain(names.kept(field, value)));
  return [...kept, ...effects.flatMap((effect) => badgeOf(effect, names))];
}

type Asking = {
  do: readonly WrittenEffect[];
  set?: Readonly<Record<string, string | number>> | undefined;
};

function badgeOf(effect: WrittenEffect, names: GraphNames): Badge[] {
  switch (effect.type) {
    case 'say':
      return [];
    case 'follow_up':
    case 'complain':
    case 'complain_field':
      return [{ words: names.effect(effect), isPerson: true }];
    case 'hand_over':
      return [{ words: names.flow(effect.flow), isPerson: false, handsOver: effect.flow }];
    default:
      return [plain(names.effect(effect))];
  }
}

/** An effect in a few words, for whoever works with the files. */
export function effectWords(effect: WrittenEffect): string {
  switch (effect.type) {
    case 'say':
      return '';
    case 'follow_up':
      return effect.reason.replaceAll('_', ' ');
    case 'complain':
    case 'complain_field':
      return effect.named ? 'complaint' : 'complaint without a name';
    case 'hand_over':
      return effect.flow;
    default:
      return wordsOf(effect);
  }
}

type Plain = Exclude<
  WrittenEffect,
  { type: 'say' | 'follow_up' | 'complain' | 'complain_field' | 'hand_over' }
>;

function wordsOf(effect: Plain): string {
  switch (effect.type) {
    case 'record':
      return `record ${effect.outcome}`;
    case 'subscribe':
      return `agrees to ${effect.purpose}`;
    case 'unsubscribe':
      return `ends ${effect.purpose}`;
    case 'note':
      return `${effect.is ? 'note' : 'unnote'} ${effect.trait}`;
    case 'start':
      return effect.afterMs === 'rhythm'
        ? `${effect.flow} by rhythm`
        : `${effect.flow} in ${durationWords(effect.afterMs)}`;
    case 'remind':
    case 'remind_field':
      return `${effect.flow} at the chosen time`;
    default:
      return settingWords(effect);
  }
}

type Setting = Exclude<
  Plain,
  { type: 'record' | 'subscribe' | 'unsubscribe' | 'note' | 'start' | 'remind' | 'remind_field' }
>;

function settingWords(effect: Setting): string {
  switch (effect.type) {
    case 'set_language':
      return `language ${effect.language}`;
    case 'set_shared':
      return effect.shared ? 'a shared phone' : 'own phone';
    case 'set_hours': {
      const { hours } = effect;
      return hours === null ? 'texts at any hour' : `texts ${hours.from} to ${hours.to}`;
    }
    case 'calls':
      return 'wishes of calls';
    case 'match':
      return `match ${effect.act}`;
    case 'pause':
      return `pause ${durationWords(effect.forMs)}`;
    case 'quiet':
      return 'quiet';
    case 'cancel':
      return `cancel ${effect.flow}`;
    default:
      return otherWords(effect);
  }
}

type Other = Exclude<
  Setting,
  {
    type:
      | 'set_language'
      | 'set_shared'
      | 'set_hours'
      | 'calls'
      | 'match'
      | 'pause'
      | 'quiet'
      | 'cancel';
  }
>;

/** Of her group, and of her privacy. */
function otherWords(effect: Other): string {
  switch (effect.type) {
    case 'join_group':
    case 'join_group_field':
      return 'joins a group';
    case 'leave_group':
      return 'leaves the group';
    case 'group':
      return effect.act.replaceAll('_', ' ');
    case 'vote':
    case 'vote_field':
      return 'votes';
    case 'set_pin':
    case 'set_pin_field':
      return 'sets the PIN';
    case 'erase':
      return effect.afterMs === 0 ? 'deletes all now' : 'deletes all in 3 days';
    case 'keep_data':
      return 'deletes nothing';
    default:
      return never(effect, 'effect');
  }
}

function plain(words: string): Badge {
  return { words, isPerson: false };
}
