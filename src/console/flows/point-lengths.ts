import { Refusal } from '../../base/refusal.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { type Edit, editFlow } from '../../flow/edit/edit-flow.ts';
import { type Outline, outlineOf } from '../../flow/edit/outline.ts';
import { secondGreetings, withoutSecondGreetings } from '../../flow/edit/second-greeting.ts';
import { holdsUp } from '../../proof/holds-up.ts';
import type { Ask } from '../frame/route.ts';
import { quotedIn } from './certain-mend.ts';
import type { DraftFinding } from './draft-prover.ts';
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

/** Findings of messages, each at the text that is best shortened: what this draft has changed in that very language. */
export async function atShortened(
  { parts }: Parts,
  { flow, files }: Of,
  findings: readonly DraftFinding[],
): Promise<readonly ShownFinding[]> {
  if (!findings.some(isOfLength)) return findings;
  const outline = outlineOf(files, flow);
  if (outline === undefined) return findings;
  const released = await releasedFiles(parts, flow);
  const before = released && outlineOf(released.files, flow);
  return findings.map((one) => (isOfLength(one) ? shortened(one, outline, before) : one));
}

function shortened(
  finding: DraftFinding,
  outline: Outline,
  before: Outline | undefined,
): ShownFinding {
  const { flow, language, text } = finding.place;
  const texts = textsIn(outline, language);
  if (flow !== outline.flow || text === undefined || texts === undefined) return finding;
  const old = before && textsIn(before, language);
  const channel = finding.code.startsWith('sms') ? 'sms' : 'ussd';
  const said = (id: string) => texts.get(id)?.[channel] ?? '';
  const says = messageOf(finding).filter((id) => texts.has(id));
  const changed = says
    .filter((id) => old?.get(id)?.[channel] !== said(id))
    .toSorted((a, b) => said(b).length - said(a).length);
  const best = changed[0] ?? text;
  const saying = [...outline.steps.values()].filter((step) => step.text === best);
  return {
    ...finding,
    place: { ...finding.place, text: best },
    steps: saying.map(({ id }) => id),
    words: said(best),
    says,
  };
}

/** The same with a mark on those that go, of a certainty, once the second greeting is taken out. */
export async function withGreetings(
  { parts }: Parts,
  { flow, files }: Of,
  findings: readonly ShownFinding[],
): Promise<readonly ShownFinding[]> {
  const outline = findings.some(isOfLength) ? outlineOf(files, flow) : undefined;
  const again = outline === undefined ? [] : secondGreetings(outline);
  const mayGo = (one: ShownFinding) =>
    isOfLength(one) &&
    again.some(
      ({ text, language }) => language === one.place.language && messageOf(one).includes(text),
    );
  if (!findings.some(mayGo)) return findings;
  const [now, then] = await Promise.all([
    found(parts, { flow, files }),
    found(parts, { flow, files: greetingOnce(files, flow) }),
  ]);
  const { languages } = parts.programme;
  // The kept examples follow by the same save.
  const count = (all: readonly DraftFinding[]) =>
    all.filter((one) => one.place.transcript === undefined && holdsUp(one, languages)).length;
  if (now === undefined || then === undefined || count(then) > count(now)) return findings;
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

function textsIn({ spoken }: Outline, language: string | undefined) {
  return spoken.find((one) => one.language === language)?.texts;
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
