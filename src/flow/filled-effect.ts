import type { WrittenEffect } from './definition.ts';
import { COMPLAINT_KINDS, type Effect, type Memory } from './vocabulary.ts';

/** An effect with what the fields that it names hold now. A field without a value leaves its place empty. */
export function filledEffect(written: WrittenEffect, memory: Memory): Effect {
  const textIn = (field: string | undefined) => {
    const value = field === undefined ? undefined : memory[field];
    return typeof value === 'string' ? value : undefined;
  };
  switch (written.type) {
    case 'remind_field': {
      const { flow, dateField, timeField, earlierMs, sendWithinMs } = written;
      const [date, time] = [textIn(dateField), textIn(timeField)];
      const at = {
        ...(date === undefined ? {} : { date }),
        ...(time === undefined ? {} : { time }),
      };
      return { type: 'remind', flow, ...at, earlierMs, sendWithinMs };
    }
    case 'join_group_field':
      return { type: 'join_group', code: textIn(written.codeField) ?? '' };
    case 'vote_field': {
      const number = memory[written.numberField];
      return { type: 'vote', number: typeof number === 'number' ? number : 0 };
    }
    case 'complain_field':
      return {
        type: 'complain',
        words: textIn(written.wordsField) ?? '',
        named: written.named,
        ...aboutIn(textIn(written.aboutField)),
      };
    case 'set_pin_field':
      return { type: 'set_pin', pin: textIn(written.pinField) ?? '' };
    default:
      return written;
  }
}

/** A field that holds no kind of complaint leaves it out. */
function aboutIn(value: string | undefined) {
  const about = COMPLAINT_KINDS.find((kind) => kind === value);
  return about === undefined ? {} : { about };
}
