import { type Answer, notFound, see } from '../frame/answer.ts';
import type { Ask, Route } from '../frame/route.ts';
import { keptTranscripts, playedAnew } from '../try/kept-transcripts.ts';
import { openTrial } from '../try/open-trial.ts';
import { openDraft, saveEdit } from './open-draft.ts';

/**
 * Writes every conversation that goes differently as it goes now, once somebody has looked at what is different: a word that
 * is changed on purpose is changed in the conversations that say it.
 */
async function takeAnew(ask: Ask): Promise<Answer> {
  const flow = ask.param('flow');
  const draft = await openDraft(ask, flow);
  if (draft === undefined) return notFound();
  const to = `/console/flows/${flow}/release`;
  if (ask.form.get('revision') !== String(draft.revision))
    return see(to, 'release.not_changed_meanwhile');
  const open = await openTrial(ask.parts, flow, draft.files);
  const stage = open.as(undefined)?.world.stage;
  if (open.release === undefined || stage === undefined) return see(to, 'release.not_errors');
  const playing = { release: open.release, stage };
  const anew = keptTranscripts(draft.files, flow, playing).flatMap(({ kind, path }) => {
    const source = draft.files.get(path) ?? '';
    const text = kind === 'differs' ? playedAnew({ file: path, source }, playing) : undefined;
    return text === undefined ? [] : [[path, text] as const];
  });
  const saved = await saveEdit(ask, flow, draft.revision, (files) => new Map([...files, ...anew]));
  return saved.kind === 'saved' ? see(to, 'release.taken_anew') : saved.answer;
}

export const takeAnewRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/flows/:flow/transcripts/anew',
    may: ['admin', 'editor'],
    answer: takeAnew,
  },
];
