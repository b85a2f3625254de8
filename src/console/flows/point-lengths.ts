import { createRecall } from '../../base/recall.ts';
import { Refusal } from '../../base/refusal.ts';
import type { TextsDefinition } from '../../flow/definition.ts';
import { textsPath } from '../../flow/edit/desk.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { type Edit, editFlow } from '../../flow/edit/edit-flow.ts';
import { type Outline, outlineOf } from '../../flow/edit/outline.ts';
import { secondGreetings, withoutSecondGreetings } from '../../flow/edit/second-greeting.ts';
import { holdsUp } from '../../proof/holds-up.ts';
import type { Ask } from '../frame/route.ts';
import { readWords } from '../translate/units.ts';
import { quotedIn } from './certain-mend.ts';
import type { DraftFinding } from './draft-prover.ts';
import { stepsSaying } from './place-finding.ts';
import { proveDraft } from './prove-draft.ts';
import { releasedFiles } from './released-files.ts';

/** A finding as it is told. */
export type ShownFinding = DraftFinding & {
  /** Of a message that is too long: the words that are best shortened, as they stand in its language. */
  words?: string;
  /** The texts of that message, in their order. */
  says?: readonly string[];
  /** It goes once the second greeting is taken out, and nothing else comes. */
  isGreeting?: boolean;
};

/** What is said of the length of a message, which may have several texts in it. */
const OF_LENGTH = new Set(['sms_too_long', 'sms_two_segments', 'ussd_pages', 'value_paged']);

type Parts = Pick<Ask, 'parts'>;
type Of = { flow: string; files: DraftFiles };
/** What stands there, and what the proof found in it. */
type Told = { files: DraftFiles; outline: Outline; now: readonly DraftFinding[] };

/** Languages kept as they were read, of a few drafts before and now. */
const READ_MAX = 64;
const recallTexts = createRecall<TextsDefinition['texts'] | undefined>(READ_MAX);

/** Findings of messages, each at the text that is best shortened: what this draft has changed in that very language. */
export async function atShortened(
  { parts }: Parts,
  { flow, files }: Of,
  findings: readonly DraftFinding[],
): Promise<readonly ShownFinding[]> {
  if (!findings.some(isOfLength)) return findings;
  const released = (await releasedFiles(parts, flow))?.files ?? new Map<string, string>();
  return findings.map((one) =>
    isOfLength(one) && one.place.flow === flow ? shortened(one, files, released) : one,
  );
}

function shortened(finding: DraftFinding, files: DraftFiles, released: DraftFiles): ShownFinding {
  const { flow, language = '', text } = finding.place;
  const path = textsPath(flow, language);
  const texts = textsOf(files, flow, language);
  if (text === undefined || texts === undefined || files.get(path) === released.get(path))
    return finding;
  const old = textsOf(released, flow, language);
  const channel = finding.code.startsWith('sms') ? 'sms' : 'ussd';
  const said = (id: string) => texts[id]?.[channel] ?? '';
  const says = messageOf(finding).filter((id) => Object.hasOwn(texts, id));
  const changed = says
    .filter((id) => old?.[id]?.[channel] !== said(id))
    .toSorted((a, b) => said(b).length - said(a).length);
  const best = changed[0] ?? text;
  return {
    ...finding,
    place: { ...finding.place, text: best },
    steps: stepsSaying(files.get(`${flow}/flow.yaml`) ?? '', best),
    words: said(best),
    says,
  };
}

/** Texts of a language as they stand; whoever types at one leaves the others as they are. */
function textsOf(files: DraftFiles, flow: string, language: string) {
  const source = files.get(textsPath(flow, language)) ?? '';
  return recallTexts(
    `${flow} ${language} ${source}`,
    () => readWords(files, flow, language)?.texts,
  );
}

/** The same with a mark on those that go, of a certainty, once the second greeting is taken out. */
export async function withGreetings(
  { parts }: Parts,
  { files, outline, now }: Told,
  findings: readonly ShownFinding[],
): Promise<readonly ShownFinding[]> {
  const { flow } = outline;
  const again = findings.some(isOfLength) ? secondGreetings(outline) : [];
  const mayGo = (one: ShownFinding) =>
    isOfLength(one) &&
    again.some(
      ({ text, language }) => language === one.place.language && messageOf(one).includes(text),
    );
  if (!findings.some(mayGo)) return findings;
  const then = await found(parts, { flow, files: greetingOnce(files, flow) });
  const { languages } = parts.programme;
  // The kept examples follow by the same save.
  const count = (all: readonly DraftFinding[]) =>
    all.filter((one) => one.place.transcript === undefined && holdsUp(one, languages)).length;
  if (then === undefined || count(then) > count(now)) return findings;
  const left = new Set(then.filter(isOfLength).map(keyOf));
  return findings.map((one) =>
    mayGo(one) && !left.has(keyOf(one)) ? { ...one, isGreeting: true } : one,
  );
}

/** The files without what greets a second time. */
export function greetingOnce(files: DraftFiles, flow: string): DraftFiles {
  const outline = outlineOf(files, flow);
  const edits: readonly Edit[] = outline === undefined ? [] : withoutSecondGreetings(outline);
  return edits.reduce((now, edit) => {
    const edited = editFlow(now, flow, edit);
    return edited.kind === 'edited' ? edited.files : now;
  }, files);
}

async function found(
  parts: Ask['parts'],
  { flow, files }: Of,
): Promise<readonly DraftFinding[] | undefined> {
  try {
    return (await proveDraft(parts, flow, files)).findings;
  } catch (error) {
    // The proof has too much to do: nothing is certain then.
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** The texts of the message: those before, and the one that comes last. */
function messageOf({ found: words, place, says }: ShownFinding): readonly string[] {
  return says ?? [...quotedIn(words), ...(place.text === undefined ? [] : [place.text])];
}

/** Of one last text the longest message is told, wherever the text stands in its file. */
function keyOf(finding: ShownFinding): string {
  const { flow, language } = finding.place;
  return JSON.stringify([finding.code, flow, language, messageOf(finding).at(-1)]);
}

function isOfLength({ code }: DraftFinding): boolean {
  return OF_LENGTH.has(code);
}
