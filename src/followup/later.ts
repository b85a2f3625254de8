import { hindered, noteAct, type Outcome, type Work } from './work.ts';

/** It stays with her, and the time until which somebody has to have answered stays as well. */
export async function later(work: Work): Promise<Outcome> {
  const stands = await hindered(work);
  if (stands !== undefined) return stands;
  if (work.request.stage === 'accepted') return 'yours';
  await noteAct(work, 'later');
  return 'done';
}
