import { listCounsellorBoard } from '../../store/counsellor-board.ts';
import { html, type Html } from '../frame/html.ts';
import { placeLabel } from '../frame/labels.ts';
import type { Ask } from '../frame/route.ts';

/** The id of the list below, for a field in which a code is typed. */
export const CODES = 'codes-at-work';
/** Codes that are offered: of a larger team nobody looks through all. */
const OFFERED_MAX = 200;

/** Who works with members now, offered where a code is typed: nobody knows those of thirty colleagues by heart. */
export async function codesAtWork(ask: Ask): Promise<Html> {
  const { w, parts } = ask;
  const { rows } = await parts.pool.run((db) =>
    listCounsellorBoard(db, { state: 'active' }, { page: 1, size: OFFERED_MAX }),
  );
  return html`<datalist id="${CODES}">
    ${rows.map(
      ({ code, role, place }) =>
        html`<option value="${code}">
          ${w(`counsellors.role_${role}`)}, ${placeLabel(ask, place)}
        </option>`,
    )}
  </datalist>`;
}
