import type { FileClash } from '../../flow/edit/merge-files.ts';
import type { MergePiece } from '../../flow/edit/merge-texts.ts';
import { field } from '../frame/forms.ts';
import { given, html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import type { Words } from '../frame/words.ts';
import { type Chosen, type Pick, PICKS, placeName } from './chosen-files.ts';

/** Lines shown around a place, so that one knows where it is. */
const AROUND = 3;

type Choices = ReadonlyMap<string, Chosen>;

/** What the two versions are called, and to take each. */
type Sides = Record<'mine' | 'theirs' | 'take_mine' | 'take_theirs' | 'take_both', string>;

/** Somebody else has saved meanwhile. */
const editorSides = (w: Words): Sides => ({
  mine: w('drafts.yours'),
  theirs: w('drafts.theirs'),
  take_mine: w('drafts.take_mine'),
  take_theirs: w('drafts.take_theirs'),
  take_both: w('drafts.take_both'),
});

/** A newer version was released meanwhile. */
export const releaseSides = (w: Words, number: number): Sides => ({
  mine: w('drafts.of_draft'),
  theirs: w('drafts.of_version', { version: number }),
  take_mine: w('drafts.take_draft'),
  take_theirs: w('drafts.take_version', { version: number }),
  take_both: w('drafts.take_draft_below'),
});

/** The places of a file where two changes meet, each with both versions beside each other and what to take. */
export function clashFields(
  ask: Ask,
  clash: FileClash,
  file: number,
  chosen: Choices,
  called = editorSides(ask.w),
): Html {
  if (clash.kind === 'whole') {
    const text = (whole: string | undefined) => whole?.split('\n') ?? [];
    const sides = { mine: text(clash.mine), theirs: text(clash.theirs), base: [] };
    const picks = PICKS.filter((pick) => pick === 'mine' || pick === 'theirs');
    return place(ask, { name: placeName(file, 0), sides, picks, chosen, called });
  }
  let index = -1;
  return html`${clash.pieces.map((piece, at) => {
    if (piece.kind === 'agreed') return nothing;
    index += 1;
    const name = placeName(file, index);
    return html`${around(clash.pieces[at - 1], 'before')}
    ${place(ask, { name, sides: piece, picks: PICKS, chosen, called })}
    ${around(clash.pieces[at + 1], 'after')}`;
  })}`;
}

type Place = {
  name: string;
  sides: Record<'mine' | 'theirs' | 'base', readonly string[]>;
  picks: readonly Pick[];
  chosen: Choices;
  called: Sides;
};

function place(ask: Ask, { name, sides, picks, chosen, called }: Place): Html {
  const { w } = ask;
  const now = chosen.get(name);
  return html`<fieldset class="place stack" id="f-${name}">
    <legend>${w('drafts.choose_here')}</legend>
    <div class="grid2">
      ${version(called.mine, sides.mine, w)} ${version(called.theirs, sides.theirs, w)}
    </div>
    ${
      sides.base.length === 0
        ? nothing
        : html`<details>
          <summary>${w('drafts.before_both')}</summary>
          <pre class="lines" tabindex="0">${sides.base.join('\n')}</pre>
        </details>`
    }
    <div class="row">
      ${picks.map(
        (pick) =>
          html`<label class="tick"
            ><input
              type="radio"
              name="${name}"
              value="${pick}"
              ${now?.pick === pick ? html`checked` : nothing}
            /><span>${pick === 'own' ? w('drafts.take_own') : called[`take_${pick}`]}</span></label
          >`,
      )}
    </div>
    ${
      picks.includes('own')
        ? html`<details ${now?.pick === 'own' ? html`open` : nothing}>
          <summary>${w('drafts.type_own')}</summary>
          ${field({
            label: w('drafts.own_words'),
            name: `${name}_own`,
            value: now?.own ?? sides.mine.join('\n'),
            kind: 'long',
            most: 20_000,
          })}
        </details>`
        : nothing
    }
  </fieldset>`;
}

function version(label: string, lines: readonly string[], w: Ask['w']): Html {
  return html`<div class="stack">
    <h3>${label}</h3>
    ${
      lines.length === 0
        ? html`<p class="empty">${w('drafts.nothing_there')}</p>`
        : html`<pre class="lines" tabindex="0">${lines.join('\n')}</pre>`
    }
  </div>`;
}

function around(piece: MergePiece | undefined, where: 'before' | 'after'): Html {
  const agreed = piece?.kind === 'agreed' ? piece : undefined;
  return given(agreed, ({ lines }) => {
    const shown = where === 'before' ? lines.slice(-AROUND) : lines.slice(0, AROUND);
    return html`<pre class="lines soft" tabindex="0">${shown.join('\n')}</pre>`;
  });
}
