import { CHOICES_MAX, END } from '../../../flow/definition.ts';
import type { Edit } from '../../../flow/edit/edit-flow.ts';
import type { ByLanguage, Wording } from '../../../flow/edit/edit-words.ts';
import { silenceOf } from '../../../flow/edit/near-silence.ts';
import type { Offer } from '../../../flow/edit/new-answer.ts';
import type { Outline, OutlineStep } from '../../../flow/edit/outline.ts';
import { targetOf } from '../../../flow/edit/written-exits.ts';
import { silenceIn } from './silence-fields.ts';
import { targetIn } from './targets.ts';
import { wayName } from './way-forms.ts';

/** What the service says to whoever asks for a person, and how it offers one. */
export type PersonWords = { noted: ByLanguage; offer: Offer };
/** The field of an answer that is still to be added stands behind those that are there. */
export const NEW_ANSWER = 'new';

/**
 * What of the form of a step is otherwise than it stands in the files: its words, what its answers are called and where they
 * lead, in every language at once, its other ways and its silence, then an answer that is new, moved or taken out.
 */
export function stepEdits(outline: Outline, form: URLSearchParams, said: PersonWords): Edit[] {
  const step = outline.steps.get(form.get('step') ?? '');
  if (step === undefined) return [];
  return [
    ...wordEdits(outline, step, form),
    ...answerEdits(outline, step, form, said),
    ...wayEdits(step, form, said),
    ...silenceEdits(step, form),
    ...orderEdits(step, form, said),
  ];
}

/** Ways that are no answers, where they lead elsewhere now. */
function wayEdits(
  { id: step, exits }: OutlineStep,
  form: URLSearchParams,
  said: PersonWords,
): Edit[] {
  return exits.flatMap((exit): Edit[] => {
    const target = targetIn(form, wayName(exit.id)) ?? targetOf(exit);
    const at = { step, exit: exit.id };
    return target === targetOf(exit) ? [] : [{ do: 'set_target', at, target, ...said }];
  });
}

function silenceEdits({ id: step, written }: OutlineStep, form: URLSearchParams): Edit[] {
  if (!form.has('silence')) return [];
  const [now, silence] = [silenceOf(written), silenceIn(form)];
  const isSame = now?.after === silence?.after && now?.to === silence?.to;
  return isSame ? [] : [{ do: 'set_silence', step, silence }];
}

function wordEdits({ spoken }: Outline, { text }: OutlineStep, form: URLSearchParams): Edit[] {
  if (text === undefined) return [];
  return spoken.flatMap(({ language, texts, missing }): Edit[] => {
    const typed = form.get(`words-${language}`);
    if (typed === null) return [];
    const apart = plainLines(form.get(`ussd-${language}`) ?? '');
    const words = plainLines(typed);
    const wording: Wording = apart === '' ? { both: words } : { sms: words, ussd: apart };
    const now = texts.get(text) ?? { sms: '', ussd: '' };
    const isSame =
      plainLines(now.sms) === words && plainLines(now.ussd) === (apart === '' ? words : apart);
    const isTranslated = saysTranslated(form, `words-${language}`, missing.has(`texts.${text}`));
    if (isSame && !isTranslated) return [];
    return [{ do: 'set_wording', text, language, wording, isTranslated }];
  });
}

function answerEdits(
  { spoken }: Outline,
  step: OutlineStep,
  form: URLSearchParams,
  said: PersonWords,
): Edit[] {
  const numbers = Array.from({ length: CHOICES_MAX }, (_, index) => index + 1);
  return numbers
    .flatMap((number): Edit[] => {
      const means = form.get(`means-${number}`);
      const exit = step.exits.find((one) => one.means === means);
      if (means === null || exit === undefined) return [];
      const labels = spoken.flatMap(({ language, labels: now, missing }): Edit[] => {
        const name = `label-${number}-${language}`;
        const label = form.get(name);
        if (label === null) return [];
        const isTranslated = saysTranslated(form, name, missing.has(`choices.${means}`));
        const isSame = plainLabel(label) === plainLabel(now.get(means) ?? '');
        if (isSame && !isTranslated) return [];
        return [{ do: 'set_label', means, language, label, isTranslated }];
      });
      const target = targetIn(form, `target-${number}`) ?? targetOf(exit);
      if (target === targetOf(exit)) return labels;
      return [
        ...labels,
        { do: 'set_target', at: { step: step.id, exit: exit.id }, target, ...said },
      ];
    })
    .concat(newAnswer(step, form, said));
}

/** Beside a copy: whether somebody says that what stands in the field is its translation. */
function saysTranslated(form: URLSearchParams, field: string, isCopy: boolean): boolean {
  return isCopy && form.get(translatedField(field)) !== null;
}

/** The name of the box that says so of a field. */
export function translatedField(field: string): string {
  return `translated-${field}`;
}

function newAnswer(step: OutlineStep, form: URLSearchParams, said: PersonWords): Edit[] {
  const labels = byLanguage(form, `label-${NEW_ANSWER}-`);
  if (Object.values(labels).every((label) => label.trim() === '')) return [];
  const target = targetIn(form, `target-${NEW_ANSWER}`) ?? END;
  const { noted, offer } = said;
  return [{ do: 'add_choice', step: step.id, choice: { labels, target, offer }, noted }];
}

/** The button that was pressed: `up-2`, `down-1`, `remove-3`, `unask-1`; any other only saves. */
function orderEdits(
  { id: step, exits }: OutlineStep,
  form: URLSearchParams,
  { noted }: PersonWords,
): Edit[] {
  const [act, digits] = (form.get('act') ?? '').split('-');
  const number = Number(digits);
  switch (act) {
    case 'up':
      return [{ do: 'move_choice', step, number, place: number - 1 }];
    case 'down':
      return [{ do: 'move_choice', step, number, place: number + 1 }];
    case 'remove':
      return [{ do: 'remove_choice', step, number, noted }];
    case 'unask': {
      const exit = exits.filter(({ means }) => means !== undefined)[number - 1];
      return exit === undefined ? [] : [{ do: 'take_request', at: { step, exit: exit.id } }];
    }
    default:
      return [];
  }
}

/** Fields named for languages: `label-sn`. */
export function byLanguage(form: URLSearchParams, prefix: string): ByLanguage {
  const given = [...form].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(given.map(([name, words]) => [name.slice(prefix.length), words]));
}

/** As words are written into a file: a browser sends other ends of lines. */
function plainLines(words: string): string {
  return words
    .replaceAll('\r\n', '\n')
    .replaceAll(/[ \t]+$/gmu, '')
    .trim();
}

function plainLabel(label: string): string {
  return label.trim().replaceAll(/\s+/gu, ' ');
}
