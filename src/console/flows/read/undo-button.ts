import { changesBetween } from '../../../flow/edit/draft-files.ts';
import { filesAt } from '../../../store/draft-history.ts';
import type { Draft } from '../../../store/drafts.ts';
import { act } from '../../frame/forms.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { type Ask, has } from '../../frame/route.ts';
import { CHANGES } from './who-changes.ts';

/** Undo and do again in turn are told apart over so many; nobody presses more often. */
const TURNS_MAX = 20;

/** Takes the last change back; where that was done, does it again. */
export async function undoButton(ask: Ask, draft: Draft, lang: string): Promise<Html> {
  const { w } = ask;
  const { flow, revision, state, updatedBy } = draft;
  if (!has(ask.staff, CHANGES) || state === 'released' || updatedBy === undefined) return nothing;
  const isUndone = await wasTakenBack(ask, draft);
  const label = isUndone ? w('read.again') : w('read.undo');
  const values = { revision: String(revision), lang, ...(isUndone && { again: '1' }) };
  return html`<div class="row">${act(`/console/flows/${flow}/undo`, label, 'quiet', values)}</div>`;
}

/** Undone, done again, undone: each is as it was two before, and an odd number of them is an undo. */
function wasTakenBack({ parts }: Ask, draft: Draft): Promise<boolean> {
  return parts.pool.run(async (db) => {
    let [now, turns] = [draft.files, 0];
    let before = await filesAt(db, draft, draft.revision - 1);
    for (; turns < TURNS_MAX && before !== undefined; turns += 1) {
      const earlier = await filesAt(db, draft, draft.revision - 2 - turns);
      if (earlier === undefined || changesBetween(earlier, now).size > 0) break;
      [now, before] = [before, earlier];
    }
    return turns % 2 === 1;
  });
}
