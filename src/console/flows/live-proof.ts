import { z } from 'zod';
import { Refusal } from '../../base/refusal.ts';
import { type DraftFiles, withChanges } from '../../flow/edit/draft-files.ts';
import type { Draft } from '../../store/drafts.ts';
import { type Answer, json, notFound, see } from '../frame/answer.ts';
import type { Ask } from '../frame/route.ts';
import { hasWords } from '../frame/words.ts';
import { withMend } from './certain-mend.ts';
import { costStrip } from './cost-strip.ts';
import { draftLimit } from './draft-limits.ts';
import type { DraftFinding } from './draft-prover.ts';
import { placeWords } from './finding-place.ts';
import { findingsPanel } from './findings-panel.ts';
import { type Telling, tellingOf } from './names/telling.ts';
import { rewordedQuery } from './followed-note.ts';
import { openDraft } from './open-draft.ts';
import { greetingOnce } from './point-lengths.ts';
import { proveDraft } from './prove-draft.ts';
import { saveTexts } from './save-texts.ts';
import { countsOf, toldFindings } from './shown-findings.ts';

/** What somebody has typed and not saved yet. */
const Typed = z.object({
  files: z.record(z.string(), z.string().nullable()),
  step: z.string().optional(),
  language: z.string().optional(),
});

/** Proves what is being typed: what the page shows of it, and the marks for the margin. */
export async function proveTyped(ask: Ask): Promise<Answer> {
  const flow = ask.param('flow');
  const typed = Typed.safeParse(parsed(ask.body));
  if (!typed.success) return json({ kind: 'refused' }, 422);
  const draft = await openDraft(ask, flow);
  if (draft === undefined) return notFound();
  const files = typedOver(draft.files, typed.data.files);
  if (draftLimit(flow, files) !== undefined) return json({ kind: 'refused' }, 413);
  try {
    const proof = await proveDraft(ask.parts, flow, files, `${ask.staff.id} ${flow}`);
    const { step, language } = typed.data;
    const telling = tellingOf(ask, { flow, files });
    const shown = await toldFindings(ask, proof, { files, outline: telling.outline });
    const at = { ...(step !== undefined && { step }), ...(language !== undefined && { language }) };
    return json({
      kind: 'proved',
      errors: countsOf(shown.findings).errors,
      panel: String(await findingsPanel({ ...ask, lang: language }, shown, telling)),
      count: shown.findings.length,
      costs: String(await costStrip(ask, proof, at)),
      marks: [...shown.findings, ...shown.unused].map((one) => markOf(ask, telling, one)),
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return json({ kind: error.code === 'conflict' ? 'overtaken' : 'refused' }, 409);
  }
}

/** Puts a certain mend into the draft, where it still fits. */
export async function mendFinding(ask: Ask): Promise<Answer> {
  const flow = ask.param('flow');
  const { form } = ask;
  const draft = await openDraft(ask, flow);
  if (draft === undefined) return notFound();
  const back = backTo(flow, form.get('back'));
  if (form.has('greeting')) return mendBy(ask, draft, back, (files) => greetingOnce(files, flow));
  const { findings } = await proveDraft(ask.parts, flow, draft.files);
  const found = findings.find(
    ({ code, file, line, column, certain }) =>
      certain !== undefined &&
      code === form.get('code') &&
      file === form.get('file') &&
      String(line) === form.get('line') &&
      String(column) === form.get('column'),
  );
  if (found?.certain === undefined || found.place.flow !== flow)
    return see(back, 'proof.mend_gone');
  const { certain } = found;
  return mendBy(ask, draft, back, (files) => withMend(files, certain));
}

async function mendBy(
  ask: Ask,
  draft: Draft,
  back: string,
  change: (files: DraftFiles) => DraftFiles,
): Promise<Answer> {
  const { saved, examples } = await saveTexts(ask, draft, draft.revision, change);
  if (saved.kind !== 'saved') return saved.answer;
  const more = new URLSearchParams(rewordedQuery(examples)).toString();
  return see(more === '' ? back : `${back}?${more}`, 'proof.mended');
}

/** A page of this flow, and no other address. */
function backTo(flow: string, wished: string | null): string {
  const known = /^\/console\/flows\/[a-z0-9-]+\/(?:read|map|file|try|translate|release)$/u;
  return wished !== null && known.test(wished) ? wished : `/console/flows/${flow}/read`;
}

export function typedOver(
  files: DraftFiles,
  typed: Readonly<Record<string, string | null>>,
): DraftFiles {
  return withChanges(
    files,
    new Map(Object.entries(typed).map(([path, text]) => [path, text ?? undefined])),
  );
}

export function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** A finding at its line, in the words of whoever reads. */
function markOf(ask: Ask, telling: Telling, finding: DraftFinding) {
  const { w } = ask;
  const { code, file, line, column, severity, certain } = finding;
  const what = hasWords(`findings.${code}`)
    ? `${w(`findings.${code}`)} ${w(`findings.${code}_do`)}`
    : code;
  const words = certain?.changes[0]?.to ?? '';
  const does = words === '' ? w('proof.mend_out') : w('proof.mend_to', { words: `“${words}”` });
  return {
    file,
    line,
    column,
    severity,
    words: what,
    place: placeWords(ask, telling, finding),
    mend: certain && { ...certain, does },
  };
}
