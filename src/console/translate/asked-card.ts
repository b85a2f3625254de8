import { contentHash } from '../../base/seal.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import type { Draft } from '../../store/drafts.ts';
import { translationBases } from '../../store/translations.ts';
import { markedWords } from '../flows/marked-words.ts';
import { releasedFiles } from '../flows/released-files.ts';
import { act } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { languageName } from '../frame/language-names.ts';
import { type Ask, has } from '../frame/route.ts';
import { type AskedText, askedTexts } from './asked-texts.ts';
import { earlierWords } from './earlier-words.ts';
import type { Unit } from './units.ts';

/** Who may say that words are still right. */
export const CONFIRMS = ['admin', 'editor', 'translator', 'reviewer'] as const;

/** Who may write translations. */
export const WRITES = ['admin', 'editor', 'translator'] as const;

/** One text that somebody is asked about, with every language that changed and how each read before. */
export type Question = {
  to: string;
  unit: Unit;
  isOfDraft: boolean;
  changed: readonly { from: string; before: string | undefined; now: string }[];
};

/** What is asked of the languages of the programme: text by text, in the order of the languages. */
export async function openQuestions(
  ask: Pick<Ask, 'parts'>,
  { flow, files }: Pick<Draft, 'flow' | 'files'>,
): Promise<Question[]> {
  const { parts } = ask;
  const rows = await parts.pool.run((db) => translationBases(db, flow));
  const released = (await releasedFiles(parts, flow))?.files ?? new Map<string, string>();
  const { languages: spoken } = parts.programme;
  const asked = askedTexts({ files, released, rows }, { flow, spoken });
  const before = await wordsBefore(ask, { flow, released }, asked);
  return [...Map.groupBy(asked, ({ to, unit }) => `${to} ${unit.id}`).values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const { to, unit } = first;
    const isOfDraft = all.some((one) => one.isOfDraft);
    const changed = all.map((one) => {
      const { from } = one;
      return { from, before: before.get(from)?.get(unit.id), now: one.unit.source };
    });
    return [{ to, unit, isOfDraft, changed }];
  });
}

async function wordsBefore(
  ask: Pick<Ask, 'parts'>,
  { flow, released }: { flow: string; released: DraftFiles },
  asked: readonly AskedText[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const groups = [...Map.groupBy(asked, ({ from }) => from)];
  return new Map(
    await Promise.all(
      groups.map(
        async ([from, all]) =>
          [from, await earlierWords(ask, { flow, language: from, released }, all)] as const,
      ),
    ),
  );
}

/** Of everything that a question shows: whoever answers answers that, and nothing that came after. */
export function seenHash({ unit, changed }: Question): string {
  return contentHash(JSON.stringify([unit.target, changed.map(({ from, now }) => [from, now])]));
}

type Place = {
  flow: string;
  name?: string;
  changePath: string;
  back: Readonly<Record<string, string>>;
};

/** What changed, what stayed, and the two answers: it is still right, or it is changed. */
export function questionCard(ask: Ask, question: Question, place: Place): Html {
  const { w, staff } = ask;
  const { to, unit, changed } = question;
  const language = languageName(ask, to);
  const { flow, name, changePath, back } = place;
  const values = { to, unit: unit.id, seen: seenHash(question), ...back };
  const unseen = html`<span class="unseen">: ${name ?? unit.target ?? ''}</span>`;
  return html`<article class="asked stack tight" data-asked="${to} ${unit.id}">
    ${name === undefined ? nothing : html`<h3>${name}</h3>`}
    ${changed.map(
      ({ from, before, now }) =>
        html`<div>
          <p class="soft">${w('asked.changed', { language: languageName(ask, from) })}</p>
          ${markedWords(from, before, now)}
        </div>`,
    )}
    <div>
      <p class="soft">${w('asked.stayed', { language })}</p>
      <p class="words" lang="${to}">${unit.target ?? ''}</p>
    </div>
    <p><strong>${w('asked.question', { language })}</strong></p>
    ${
      has(staff, CONFIRMS)
        ? html`<div class="row">
            ${act(`/console/flows/${flow}/still-right`, w('asked.yes'), 'quiet', values)}
            ${
              has(staff, WRITES)
                ? html`<a class="button quiet" href="${changePath}">${w('asked.change', { language })}${unseen}</a>`
                : nothing
            }
          </div>`
        : nothing
    }
  </article>`;
}

/** Where the words of another language are changed, beside those that changed. */
export function changeBeside(flow: string, { to, unit, changed }: Question): string {
  const from = changed[0]?.from ?? '';
  return `/console/flows/${flow}/translate?from=${from}&to=${to}&show=changed#unit-${unit.id}`;
}
