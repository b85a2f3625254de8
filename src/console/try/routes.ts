import { transcriptName, transcriptText } from '../../proof/talk/keep-talk.ts';
import { proveTranscript } from '../../proof/transcripts/compare-transcript.ts';
import { parseTranscript } from '../../proof/transcripts/parse-transcript.ts';
import { plain } from '../flows/names/plain-names.ts';
import { openDraft, saveEdit } from '../flows/open-draft.ts';
import { type Answer, notFound } from '../frame/answer.ts';
import type { Ask, Route } from '../frame/route.ts';
import { fittingSetup, someValues } from './first-setup.ts';
import { changeExamples } from './change-examples.ts';
import { transcriptPath } from './kept-transcripts.ts';
import { type Script, readScript } from './script.ts';
import { takeFormAct } from './take-act.ts';
import { KEEPS } from './changed-examples.ts';
import {
  notPlayable,
  playedAgain,
  type Standing,
  standing,
  type Told,
  tryPage,
} from './try-page.ts';
import { SEES_FLOWS } from '../frame/who.ts';

/** Whoever sees a flow may try it: nothing is sent, and nothing kept. */
export const tryRoutes: readonly Route[] = [
  { method: 'GET', path: '/flows/:flow/try', may: SEES_FLOWS, answer: show },
  { method: 'POST', path: '/flows/:flow/try', may: SEES_FLOWS, answer: act },
  { method: 'POST', path: '/flows/:flow/try/keep', may: KEEPS, answer: keep },
  { method: 'POST', path: '/flows/:flow/examples', may: KEEPS, answer: changeExamples },
];

/** Somebody's own words where a step in the middle shows them. */
function wordsFor(ask: Ask): string {
  return ask.w('try.some_words');
}

function show(ask: Ask): Promise<Answer> {
  return inDraft(ask, undefined, (now) => {
    const from = ask.query.get('from') ?? '';
    const language = ask.query.get('language') ?? now.script.setup.language;
    const setup = fittingSetup({ ...now.script.setup, language }, now.trial);
    const spoken = { ...now, script: { ...now.script, setup } };
    if (!now.trial.release.steps.has(from)) return tryPage(ask, playedAgain(spoken));
    return tryPage(ask, playedAgain({ ...spoken, script: startingFrom(ask, spoken, from) }));
  });
}

function startingFrom(ask: Ask, { trial, script }: Standing, from: string): Script {
  const remembers = {
    ...someValues(trial.release, from, wordsFor(ask)),
    ...script.setup.remembers,
  };
  return { setup: { ...script.setup, from, remembers }, inputs: [] };
}

function act(ask: Ask): Promise<Answer> {
  return inDraft(ask, carried(ask), (now) => {
    const acted = takeFormAct(now.script, ask.form, now.played);
    if ('why' in acted) return tryPage(ask, now, { key: `why_${acted.why}`, kind: 'bad' });
    const { from } = acted.script.setup;
    if (from === undefined || from === now.script.setup.from) return again(ask, now, acted.script);
    return again(ask, now, startingFrom(ask, { ...now, script: acted.script }, from));
  });
}

/** A script may name another programme or values as they are: it is read as if a page had carried it. */
async function again(ask: Ask, { draft }: Standing, script: Script): Promise<Answer> {
  const { open, now } = await standing(ask, draft, script);
  return now === undefined ? notPlayable(ask, draft, open) : tryPage(ask, now);
}

function carried({ form }: Ask): Script | undefined {
  return readScript(form.get('script') ?? '');
}

async function inDraft(
  ask: Ask,
  script: Script | undefined,
  then: (now: Standing) => Promise<Answer>,
): Promise<Answer> {
  const draft = await openDraft(ask, ask.param('flow'));
  if (draft === undefined) return notFound();
  const { open, now } = await standing(ask, draft, script);
  return now === undefined ? notPlayable(ask, draft, open) : then(now);
}

/** Writes the try as a transcript of the draft, once it was played and passed. */
function keep(ask: Ask): Promise<Answer> {
  return inDraft(ask, carried(ask), async (now) => {
    const typed = ask.form.get('name') ?? '';
    const name = transcriptName(typed);
    const told = (key: string): Told => ({
      key,
      kind: 'bad',
      name: name === undefined ? typed : plain(name),
    });
    if (name === undefined) return tryPage(ask, now, told('bad_name'));
    const path = transcriptPath(now.draft.flow, name);
    const isTaken = now.draft.files.has(path);
    if (isTaken && ask.form.get('replace') !== name) return tryPage(ask, now, told('name_taken'));
    const source = passing(now, name);
    if (source === undefined) return tryPage(ask, now, told('not_kept'));
    const saved = await saveEdit(ask, now.draft.flow, revisionOf(ask), (files) =>
      new Map(files).set(path, source),
    );
    if (saved.kind !== 'saved') return saved.answer;
    return tryPage(
      ask,
      { ...now, draft: saved.draft },
      {
        key: 'kept',
        kind: 'good',
        name: plain(name),
      },
    );
  });
}

/** The text of the transcript, where its flow plays it as it is written. */
function passing({ open, trial, script, played }: Standing, name: string): string | undefined {
  const stage = open.as(undefined)?.world.stage;
  const isPlain = script.setup.from === undefined && Object.keys(script.setup.values).length === 0;
  if (played === undefined || stage === undefined || !isPlain) return undefined;
  const source = transcriptText(played.phone.record, name);
  const parsed = parseTranscript({ file: name, source });
  if (!parsed.ok) return undefined;
  const findings = proveTranscript(trial.release, parsed.value, stage, { warm: true });
  return findings.length === 0 ? source : undefined;
}

function revisionOf({ form }: Ask): number {
  const typed = form.get('revision') ?? '';
  return /^\d{1,9}$/u.test(typed) ? Number(typed) : 0;
}
