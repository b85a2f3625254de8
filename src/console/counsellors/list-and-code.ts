import { auditEntry } from '../../engine/audit-entry.ts';
import { SHOWN_MAX } from '../../flow/formats.ts';
import { giveCode } from '../../followup/home/give-code.ts';
import { moveList } from '../../followup/move-list.ts';
import { nameCounsellor } from '../../followup/name-counsellor.ts';
import { writeAudit } from '../../store/audit.ts';
import { type Answer, page, refused } from '../frame/answer.ts';
import { html } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { counsellorIds } from '../groups/counsellor-ids.ts';
import { about, inOne, wrongIn } from './deeds.ts';

/** What members call her; empty takes the name away. */
export function setName(ask: Ask): Promise<Answer> {
  const { w, form } = ask;
  return about(ask, 'counsellors.did_name', async ({ id }) => {
    const outcome = await inOne(ask, (doing) =>
      nameCounsellor(doing, id, form.get('called') ?? ''),
    );
    return outcome === 'unfit'
      ? wrongIn(ask, {
          name: 'called',
          says: w('counsellors.wrong_called', { most: SHOWN_MAX }),
        })
      : undefined;
  });
}

/** Digits with which she sets a PIN, shown once, to be said to her. */
export function giveFirstCode(ask: Ask): Promise<Answer> {
  const { w, parts, staff, now } = ask;
  return about(ask, '', async ({ id, code }) => {
    const digits = await giveCode(parts, id);
    if (digits === undefined) return refused(409, 'counsellors.pin_not');
    const noted = { actor: staff.id, action: 'pin_reset', detail: id, now } as const;
    await parts.pool.transact((tx) => writeAudit(tx, auditEntry(parts.keyring, noted), { now }));
    return page({
      styles: ['people.css'],
      title: w('counsellors.pin'),
      body: html`<section class="card stack">
        <h1>${w('counsellors.pin_title', { code: String(code) })}</h1>
        <p class="figure" id="digits">${digits}</p>
        <p class="note warn">${w('counsellors.pin_once')}</p>
        <p>${w('counsellors.pin_how')}</p>
        <p><a class="button quiet" href="/console/counsellors/${code}">${w('counsellors.to_page')}</a></p>
      </section>`,
    });
  });
}

/** Her whole list goes to another, who is at work; each of her members is asked. */
export function moveHerList(ask: Ask): Promise<Answer> {
  const { w, form } = ask;
  return about(ask, 'counsellors.did_move', async ({ id }) => {
    if (form.get('move_sure') !== 'yes')
      return wrongIn(ask, { name: 'move_sure', says: w('counsellors.wrong_sure') });
    const [to, another] = (await counsellorIds(ask, form.get('to_whom') ?? '')) ?? [];
    if (to === undefined || another !== undefined)
      return wrongIn(ask, { name: 'to_whom', says: w('counsellors.wrong_code') });
    const { outcome } = await inOne(ask, (doing) => moveList(doing, id, to));
    return outcome === 'moved'
      ? undefined
      : wrongIn(ask, { name: 'to_whom', says: w('counsellors.move_not') });
  });
}
