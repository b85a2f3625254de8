import type { Field } from '../../flow/definition.ts';
import { quoted } from '../../flow/finding.ts';
import { fillIn, variablesOf } from '../../flow/variables.ts';
import type { ProvedFlow, Rule } from '../rule.ts';
import { topicsIn } from './banned-words.ts';
import { openSteps } from './open-steps.ts';
import { unpromptedTurns } from './unprompted-turns.ts';
import { addTo, type Wording, wordingsOf } from './wordings.ts';

/** So much of a text shows on a locked screen, in characters (docs/wording.md section 3). */
const PREVIEW_LETTERS = 40;
/** Short values let more of the text into the preview, and that is the worse case. */
const SHORT_VALUE = 'Abcd';

/**
 * Texts that come unasked: in coded and dial-only modes all of them, where only open members get them the preview, are
 * safe if somebody else reads them; and each begins with who writes.
 */
export const unprompted: Rule = (flow, add) => {
  const { first, closed, open } = unpromptedTexts(flow);
  for (const wording of wordingsOf(flow)) {
    if (!wording.channels.includes('sms')) continue;
    const put = addTo(flow, add, wording);
    const isText = wording.kind === 'text';
    if (isText && first.has(wording.id)) {
      const found = previewFault(wording, flow);
      if (found !== undefined)
        put({
          code: 'preview',
          found,
          mend: `Begin with {programme}; the first ${PREVIEW_LETTERS} letters show on a locked screen.`,
        });
    }
    const heard = isText ? wording.id : `choice ${wording.id}`;
    const part = closed.has(heard) ? wording.text : open.has(heard) ? previewOf(wording.text) : '';
    for (const { topic, found } of wording.lint === undefined ? [] : topicsIn(part, wording.lint))
      put({
        code: 'shared_phone',
        found: `${quoted(found)} in a text that comes unasked tells others of ${topic}`,
        mend: 'Say less: what it is about is said when the person answers.',
      });
  }
};

/** Ids of texts, and of answers as `choice <id>`, by who may get them without having asked. */
type Unprompted = { first: Set<string>; closed: Set<string>; open: Set<string> };

function unpromptedTexts(flow: ProvedFlow): Unprompted {
  const found: Unprompted = { first: new Set(), closed: new Set(), open: new Set() };
  const onlyOpen = openSteps(flow.definition);
  for (const { says, strides } of unpromptedTurns(flow)) {
    const [first] = says;
    if (first !== undefined) found.first.add(first);
    const isOpen = strides.some(({ step }) => onlyOpen.has(step));
    for (const heard of heardIn(flow, says)) (isOpen ? found.open : found.closed).add(heard);
  }
  return found;
}

function heardIn({ release, definition }: ProvedFlow, says: readonly string[]): string[] {
  const asked = release.questions.get(says.at(-1) ?? '');
  const choices = asked?.kind === 'ask' ? asked.choices.map(({ means }) => `choice ${means}`) : [];
  const foot = asked === undefined || release.foot === undefined ? [] : [release.foot];
  const said = [...says, ...foot];
  const wordings = [...release.texts.values()].flatMap(({ texts }) =>
    said.map((id) => texts[id]?.sms ?? ''),
  );
  const values = variablesOf(wordings.join(' ')).flatMap((name) =>
    valuesOf(definition.memory[name]),
  );
  return [...said, ...choices, ...values];
}

/** What may stand in place of a variable: the text for own words where they are hidden, or the name of an answer. */
function valuesOf(field: Field | undefined): string[] {
  if (field === undefined) return [];
  if (!('kind' in field)) return field.map((word) => `choice ${word}`);
  return field.kind === 'text' ? [field.coded] : [];
}

function previewFault({ text }: Wording, { definition }: ProvedFlow): string | undefined {
  const isOwn = (name: string) => {
    const field = definition.memory[name];
    return field !== undefined && 'kind' in field && field.kind === 'text';
  };
  const own = variablesOf(text).find((name) => isOwn(name) && previewOf(text, name).includes(OWN));
  if (own !== undefined) return `own words, {${own}}, show on a locked screen`;
  // A group has a neutral name of its own, which its members know.
  const at = text.search(/\{(?:programme|group)\}/u);
  return at === -1 || at > PREVIEW_LETTERS / 2
    ? 'a text that comes unasked does not begin with who writes'
    : undefined;
}

/** Stands where the own words would begin. */
const OWN = '\u0000';

function previewOf(text: string, own?: string): string {
  return fillIn(text, (name) => (name === own ? OWN : SHORT_VALUE)).slice(0, PREVIEW_LETTERS);
}
