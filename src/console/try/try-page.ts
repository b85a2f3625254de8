import type { Draft } from '../../store/drafts.ts';
import type { Answer } from '../frame/answer.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { timeOf as clockOf } from '../frame/moments.ts';
import { has, type Ask } from '../frame/route.ts';
import { editorPage } from '../flows/editor-page.ts';
import { stepName } from '../flows/names/step-names.ts';
import { type Telling, tellingOf } from '../flows/names/telling.ts';
import { releasedFiles } from '../flows/released-files.ts';
import { controls, setupFields } from './controls.ts';
import { drawPhone, lastWords } from './draw-phone.ts';
import { firstSetup, fittingSetup } from './first-setup.ts';
import { happened } from './happened.ts';
import { isToKeep, keepForm, keepOf } from './keep-form.ts';
import { keptNext } from './kept-next.ts';
import { keptTranscripts } from './kept-transcripts.ts';
import { openTrial, type OpenTrial } from './open-trial.ts';
import { type Played, playTry, timeOf, type Trial } from './play.ts';
import { type Script, writeScript } from './script.ts';
import { KEEPS } from './changed-examples.ts';
import { transcriptsList } from './transcripts-list.ts';

/** What keeps a draft from running is told one by one; whoever has more begins with these. */
const FINDINGS_SHOWN = 20;

/** A try as it stands: what it is played in, and what came of it. */
export type Standing = {
  draft: Draft;
  open: OpenTrial;
  trial: Trial;
  script: Script;
  played: Played | undefined;
};

/** Reads a draft and plays the script on it; undefined where the draft cannot run. */
export async function standing(
  ask: Ask,
  draft: Draft,
  script: Script | undefined,
): Promise<{ open: OpenTrial; now: Standing | undefined }> {
  const open = await openTrial(ask.parts, draft.flow, draft.files);
  const usual = open.programmes.find(
    ({ programme }) => programme === ask.parts.programme.programme,
  );
  const named = script?.setup.programme;
  const programme =
    script === undefined ? usual : open.programmes.find((one) => one.programme === named);
  const trial = open.as(programme);
  if (trial === undefined) return { open, now: undefined };
  const setup =
    script === undefined ? firstSetup(trial.release, programme) : fittingSetup(script.setup, trial);
  const now = playedAgain({ draft, open, trial, script: { setup, inputs: script?.inputs ?? [] } });
  return { open, now };
}

/** The same try with another script. */
export function playedAgain(at: Omit<Standing, 'played'>): Standing {
  const played = playTry(at.trial, at.script);
  return { ...at, played: played === 'cannot_begin' ? undefined : played };
}

export type Told = { key: string; kind: 'good' | 'bad'; name?: string } | undefined;

/** The view: a phone that plays the draft, and beside it what happens. */
export async function tryPage(ask: Ask, now: Standing, told?: Told): Promise<Answer> {
  const { w } = ask;
  const { draft, open, trial, script, played } = now;
  const { flow } = draft;
  const telling = await tellingIn(ask, now);
  const shown = { w, open, trial, setup: script.setup, played, telling: telling(flow) };
  const keeps = has(ask.staff, KEEPS) && played !== undefined;
  const keep = keeps ? keepForm(ask, now, played, told) : nothing;
  const isOver = played !== undefined && isToKeep(played, told);
  const next = told?.kind === 'good' ? await keptNext(ask, draft) : nothing;
  const body = html`<p class="unseen" role="status" data-try-says></p>
    <form method="post" action="/console/flows/${flow}/try" class="try" data-try>
      <input type="hidden" name="script" value="${writeScript(script)}" />
      <input type="hidden" name="revision" value="${draft.revision}" />
      ${above({ ask, now, told, telling: shown.telling, keeps, next })}
      <div class="try-stage" id="phone">
        ${played === undefined ? html`<p class="note bad">${w('try.cannot_begin')}</p>` : phone(ask, now, played)}
        <div class="stack">${isOver ? keep : nothing} ${controls(shown)}</div>
      </div>
      <div class="try-side stack">
        ${played === undefined ? nothing : happened({ ask, trial, played, telling })}
        ${isOver ? nothing : keep}
      </div>
      <div class="try-before">${setupFields(shown)}</div>
    </form>
    ${keeps ? keepOf(now) : nothing} ${transcripts(ask, now)}`;
  const status = told?.kind === 'bad' ? 422 : 200;
  return editorPage(ask, flow, {
    view: 'try',
    body,
    draft,
    status,
    scripts: ['try.js'],
    styles: ['try.css'],
  });
}

/** The steps of each flow that the try comes to: this one as its draft has it, others as they are released. */
async function tellingIn(
  ask: Ask,
  { draft, trial, played }: Standing,
): Promise<(flow: string) => Telling> {
  const own = tellingOf(ask, draft, trial.release);
  const flows = new Set(played?.moments.map(({ flow }) => flow));
  flows.delete(draft.flow);
  const others = await Promise.all(
    [...flows].map(async (flow) => {
      const files = (await releasedFiles(ask.parts, flow))?.files ?? new Map<string, string>();
      const release = trial.world.releases.get(flow);
      return [flow, tellingOf(ask, { flow, files }, release)] as const;
    }),
  );
  const known = new Map(others);
  return (flow) => known.get(flow) ?? own;
}

function phone(ask: Ask, { script }: Standing, played: Played): Html {
  const { w } = ask;
  const time = clockOf(ask, timeOf(played), played.clock.timeZone);
  const spoken = played.phone.scene.facts.language || script.setup.language;
  return html`<div data-last="${lastWords(played)}">${drawPhone({ w, played, time, spoken })}</div>`;
}

type Above = {
  ask: Ask;
  now: Standing;
  told: Told;
  telling: Telling;
  keeps: boolean;
  /** What comes next once it was kept. */
  next: Html;
};

/** What came of the last press, and where in the flow the try began if not at its first step. */
function above({ ask, now, told, telling, keeps, next }: Above): Html {
  const { w } = ask;
  const { from } = now.script.setup;
  if (told === undefined && from === undefined) return nothing;
  return html`<div class="try-told stack">
    ${toldNote(ask, told)} ${next}
    ${
      from === undefined
        ? nothing
        : html`<p class="note row apart try-begun">
            <span>
              ${w('try.begun_at', { step: stepName(telling, from) })}
              ${keeps ? html`<br />${w('try.keep_not_from')}` : nothing}
            </span>
            <button class="button quiet" type="submit" name="act" value="start">${w('try.to_start')}</button>
          </p>`
    }
  </div>`;
}

function toldNote({ w }: Ask, told: Told): Html {
  if (told === undefined) return nothing;
  const { kind, key, name = '' } = told;
  return html`<p class="note ${kind === 'bad' ? 'bad' : ''}" role="${kind === 'bad' ? 'alert' : 'status'}">
    ${w(`try.${key}`, { name })}
  </p>`;
}

function transcripts(ask: Ask, { draft, trial, open }: Standing): Html {
  // What a transcript shows is made up, or of the programme that it names.
  const stage = open.as(undefined)?.world.stage;
  if (stage === undefined) return nothing;
  const kept = keptTranscripts(draft.files, draft.flow, { release: trial.release, stage });
  return transcriptsList(ask, draft, kept);
}

/** A draft that cannot run yet says why; a part is tried in the flows that use it. */
export function notPlayable(ask: Ask, draft: Draft, open: OpenTrial): Promise<Answer> {
  const { w } = ask;
  const says = open.isPart ? w('try.is_part') : w('try.not_yet');
  const body = html`<div class="card stack">
    <h2>${w('try.cannot')}</h2>
    <p>${says}</p>
    ${
      open.isPart
        ? nothing
        : html`<ul>
            ${open.findings.slice(0, FINDINGS_SHOWN).map(
              ({ code, file, line }) =>
                html`<li>
                  ${w(`findings.${code}`)} ${w(`findings.${code}_do`)}
                  <span class="soft">${w('proof.line', { file, line })}</span>
                </li>`,
            )}
          </ul>`
    }
    <p><a class="button" href="/console/flows/${draft.flow}/file">${w('try.to_file')}</a></p>
  </div>`;
  return editorPage(ask, draft.flow, { view: 'try', body, draft, styles: ['try.css'] });
}
