import { words } from './words.js';

/** A letter still turns into the next one of its key within this, in milliseconds: as on the phones of old. */
const SAME_LETTER_MS = 900;
const MODES = ['first', 'lower', 'upper', 'digits'];
/** A line that begins with the number of an answer. */
const ASKS_FOR_A_DIGIT = /^\d{1,2} \S/mu;

/** Typing with twelve keys: digits, or letters by pressing a key several times. */
export function createKeypad() {
  let mode = 'first';
  let last = { key: '', at: 0, index: 0 };
  let answered;

  const insert = (field, text, replace) => {
    const end = field.selectionEnd ?? field.value.length;
    const start = replace ? end - 1 : (field.selectionStart ?? end);
    field.setRangeText(text, start, end, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const cased = (letter, before) => {
    const isFirst = before.trim() === '' || /[.?!]\s*$/.test(before);
    return mode === 'upper' || (mode === 'first' && isFirst) ? letter.toUpperCase() : letter;
  };
  return {
    mode: () => mode,
    /** Begins with digits where the newest text asks for one; # still turns to letters, until another text comes. */
    answerTo(text) {
      if (text?.id === answered) return;
      answered = text?.id;
      mode = ASKS_FOR_A_DIGIT.test(text?.text ?? '') ? 'digits' : 'first';
    },
    /** Presses a key into a field; `letters` says whether the field takes letters. */
    press(field, key, letters) {
      if (letters && key === '#') {
        mode = MODES[(MODES.indexOf(mode) + 1) % MODES.length];
        return;
      }
      if (!letters || mode === 'digits') return insert(field, key, false);
      const taps = words.taps[key];
      const now = performance.now();
      const again = last.key === key && now - last.at < SAME_LETTER_MS && field.value !== '';
      const index = again ? (last.index + 1) % taps.length : 0;
      last = { key, at: now, index };
      const end = field.selectionEnd ?? field.value.length;
      insert(field, cased(taps[index], field.value.slice(0, again ? end - 1 : end)), again);
    },
    /** Takes the last character away. */
    clear(field) {
      last = { key: '', at: 0, index: 0 };
      const end = field.selectionEnd ?? field.value.length;
      const start = field.selectionStart === end ? Math.max(0, end - 1) : field.selectionStart;
      field.setRangeText('', start, end, 'end');
      field.dispatchEvent(new Event('input', { bubbles: true }));
    },
  };
}
