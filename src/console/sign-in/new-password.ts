import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '../../base/ids.ts';
import { savePassword } from '../../store/staff-accounts.ts';
import type { Tx } from '../../store/transact.ts';
import { field, mistakeOf, type Mistake } from '../frame/forms.ts';
import { html, type Html } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { hashPassword } from './password-hash.ts';
import { PASSWORD_MAX, PASSWORD_MIN, passwordFault, readCommon } from './password-rules.ts';

const FILE = join(import.meta.dirname, '..', '..', '..', 'console', 'passwords', 'common.txt');
const COMMON = readCommon(readFileSync(FILE, 'utf8'));

/** The two fields of a new password; it is never shown again in a form that came back. */
export function passwordFields({ w }: Ask, all: readonly Mistake[]): Html {
  const one = (name: string, label: string, hint?: string) =>
    field({
      label,
      name,
      hint,
      kind: 'password',
      autocomplete: 'new-password',
      required: true,
      most: PASSWORD_MAX,
      error: mistakeOf(all, name),
    });
  return html`${one('new', w('sign_in.new_password'), w('sign_in.new_password_hint', { least: PASSWORD_MIN }))}
  ${one('again', w('sign_in.new_again'))}`;
}

/** What is wrong with the new password that came. `own`: her names, which everybody would try. */
export function passwordMistakes(
  { w, form, parts }: Ask,
  own: readonly string[],
): readonly Mistake[] {
  const password = form.get('new') ?? '';
  const { programme, name } = parts.programme;
  const fault = passwordFault(password, { common: COMMON, own: [...own, programme, name] });
  if (fault !== undefined)
    return [
      {
        name: 'new',
        says: w(`sign_in.password_${fault}`, { least: PASSWORD_MIN, most: PASSWORD_MAX }),
      },
    ];
  return password === form.get('again')
    ? []
    : [{ name: 'again', says: w('sign_in.password_not_same') }];
}

/** The new password, hashed before any transaction begins; `save` writes it. @throws Busy */
export async function makePassword(
  { parts, now, form }: Ask,
  staffId: string,
): Promise<{ save: (tx: Tx) => Promise<void> }> {
  const id = newId(now.getTime());
  const { key, wrapped: wrappedKey } = parts.keyring.newKey(id);
  const hash = await hashPassword(form.get('new') ?? '', key);
  return { save: (tx) => savePassword(tx, staffId, { id, hash, wrappedKey, now }) };
}
