import { html, type Html, nothing } from '../frame/html.ts';
import type { Words } from '../frame/words.ts';

/** One bar. `value` undefined: withheld, since too few people stand behind it. */
type Bar = { label: string; value: number | undefined };

type BarsParts = {
  title: string;
  /** Whether a heading above says the same already. */
  headed?: boolean;
  /** What the bars are of, above the left column of the table. */
  of: string;
  /** What is counted, above its right column. */
  unit: string;
  bars: readonly Bar[];
  /** How a number is written: percent, money. */
  write?: (value: number) => string;
  /** Further columns of the table. */
  more?: readonly { label: string; cells: readonly string[] }[];
};

/** Sizes of the drawing, in units that the page scales: a narrow one for bars that lie, a wide one for days. */
const LYING = { width: 320, row: 46, bar: 18, value: 78 };
const UPRIGHT = { width: 640, tall: 180 };
/** With more bars than this they stand upright, as days do. */
const LYING_MAX = 12;

/** Bars, and the same figures in a table below them: nobody has to read the drawing. */
export function bars(w: Words, parts: BarsParts): Html {
  const { title, bars: all, headed = false } = parts;
  if (all.length === 0) return html`<p class="empty">${w('reports.nothing_yet')}</p>`;
  return html`<figure class="chart">
    ${headed ? nothing : html`<figcaption>${title}</figcaption>`} ${drawing(w, parts)}
    ${isEmpty(w, parts) ? nothing : table(w, parts)}
  </figure>`;
}

function drawing(w: Words, parts: BarsParts): Html {
  if (isAllWithheld(parts)) return html`<p class="soft">${w('reports.all_withheld')}</p>`;
  return parts.bars.length > LYING_MAX ? upright(parts) : lying(w, parts);
}

/** Each bar under its name, so that names are whole on a phone too. */
function lying(w: Words, { title, bars: all, write = String }: BarsParts): Html {
  const { width, row, bar, value: valueWidth } = LYING;
  const most = topOf(all);
  return html`<svg class="bars lying" role="img" aria-label="${title}" viewBox="0 0 ${width} ${all.length * row}">
    ${all.map(({ label, value }, index) => {
      const y = index * row;
      const long = value === undefined ? 0 : Math.round((value / most) * (width - valueWidth));
      const said = value === undefined ? w('reports.withheld') : write(value);
      return html`<g>
        <text class="bar-label" x="0" y="${y + 15}">${label}</text>
        <rect class="bar" x="0" y="${y + 21}" width="${long}" height="${bar}" rx="3"></rect>
        <text class="bar-value" x="${long + 6}" y="${y + 35}">${said}</text>
      </g>`;
    })}
  </svg>`;
}

function upright({ title, bars: all, write = String }: BarsParts): Html {
  const { width, tall } = UPRIGHT;
  const most = topOf(all);
  const wide = width / all.length;
  const [first, last] = [all[0]?.label ?? '', all.at(-1)?.label ?? ''];
  return html`<svg class="bars upright" role="img" aria-label="${title}" viewBox="0 0 ${width} ${tall + 66}">
    <text class="bar-value" x="0" y="24">${write(most)}</text>
    <line class="bar-line" x1="0" y1="32" x2="${width}" y2="32"></line>
    ${all.map(({ value }, index) => {
      const high = Math.round(((value ?? 0) / most) * tall);
      return html`<rect
        class="bar"
        x="${(index * wide + wide * 0.12).toFixed(1)}"
        y="${32 + tall - high}"
        width="${(wide * 0.76).toFixed(1)}"
        height="${high}"
        rx="2"
      ></rect>`;
    })}
    <line class="bar-line" x1="0" y1="${32 + tall}" x2="${width}" y2="${32 + tall}"></line>
    <text class="bar-label" x="0" y="${tall + 60}">${first}</text>
    <text class="bar-label" x="${width}" y="${tall + 60}" text-anchor="end">${last}</text>
  </svg>`;
}

function table(
  w: Words,
  { title, of, unit, bars: all, write = String, more = [] }: BarsParts,
): Html {
  return html`<details class="figures" ${isFolded(all) ? nothing : html`open`}>
    <summary>${w('reports.as_table')}</summary>
    <div class="table-wrap" tabindex="0" role="region" aria-label="${title}"><table class="table">
      <caption class="unseen">${title}</caption>
      <thead>
        <tr>
          <th scope="col">${of}</th>
          <th scope="col" class="number">${unit}</th>
          ${more.map(({ label }) => html`<th scope="col" class="number">${label}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${all.map(
          ({ label, value }, index) =>
            html`<tr>
              <th scope="row">${label}</th>
              <td class="number" data-label="${unit}">
                ${value === undefined ? w('reports.withheld') : write(value)}
              </td>
              ${more.map((column) => html`<td class="number" data-label="${column.label}">${column.cells[index] ?? '–'}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table></div>
  </details>`;
}

function topOf(all: readonly Bar[]): number {
  return Math.max(1, ...all.map(({ value }) => value ?? 0));
}

/** Days are many. */
function isFolded(all: readonly Bar[]): boolean {
  return all.length > LYING_MAX;
}

function isAllWithheld({ bars: all }: BarsParts): boolean {
  return all.every(({ value }) => value === undefined);
}

/** Nothing to read in a table either. */
function isEmpty(w: Words, parts: BarsParts): boolean {
  const { more = [] } = parts;
  const isWithheld = (cell: string) => cell === w('reports.withheld');
  return isAllWithheld(parts) && more.every(({ cells }) => cells.every(isWithheld));
}
