import type { Ask } from '../frame/route.ts';
import { hasWords } from '../frame/words.ts';
import { endOf, UUID_CHARS } from './detail-words.ts';

/** What an act is called; one that is so new that nobody wrote words for it stands as it is. */
export function actionWords({ w }: Pick<Ask, 'w'>, action: string): string {
  const key = `audit.act_${action}`;
  return hasWords(key) ? w(`audit.act_${action}`) : action;
}

/** Who did it: somebody of the staff by her name, else what did it, such as a command or a member's own turn. */
export function actorWords(
  { w }: Pick<Ask, 'w'>,
  actor: string,
  names: ReadonlyMap<string, string>,
): string {
  const [kind = '', rest] = actor.split(' ');
  const id = rest?.length === UUID_CHARS ? rest : undefined;
  const name = names.get(id ?? kind);
  if (name !== undefined) return name;
  if (!hasWords(`audit.actor_${kind}`)) return actor;
  const said = w(`audit.actor_${kind}`);
  return id === undefined ? said : `${said} ${endOf(id)}`;
}
