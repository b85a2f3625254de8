import { html, type Html, nothing } from '../frame/html.ts';
import type { Words } from '../frame/words.ts';

/** One bar. `value` undefined: withheld, since too few people stand behind it. */
export type Bar = { label: string; value: number | undefined };

type BarsParts = {
  title: string;
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

/** Sizes in units of the drawing, which the page scales. */
const WIDTH = 640;
const ROW = 30;
const BAR = 18;
const LABEL = 190;
const VALUE = 90;
const TALL = 180;
/** With more bars than this they stand upright, as days do. */
const LYING_MAX = 12;

/** Bars, and the same figures in a table below them: nobody has to read the drawing. */
export function bars(w: Words, parts: BarsParts): Html {
  const { title, bars: all } = parts;
  if (all.length === 0) return html`<p class="empty">${w('reports.nothing_yet')}</p>`;
  return html`<figure class="chart">
    <figcaption>${title}</figcaption>
    ${all.length > LYING_MAX ? upright(parts) : lying(w, parts)} ${table(w, parts)}
  </figure>`;
}

function lying(w: Words, { title, bars: all, write = String }: BarsParts): Html {
  const most = topOf(all);
  const room = WIDTH - LABEL - VALUE;
  return html`<svg class="bars" role="img" aria-label="${title}" viewBox="0 0 ${WIDTH} ${all.length * ROW}">
    ${all.map(({ label, value }, index) => {
      const y = index * ROW;
      const long = value === undefined ? 0 : Math.round((value / most) * room);
      const said = value === undefined ? w('reports.withheld') : write(value);
      return html`<g>
        <text class="bar-label" x="${LABEL - 8}" y="${y + 19}" text-anchor="end">${short(label)}</text>
        <rect class="bar" x="${LABEL}" y="${y + 6}" width="${long}" height="${BAR}" rx="3"></rect>
        <text class="bar-value" x="${LABEL + long + 8}" y="${y + 19}">${said}</text>
      </g>`;
    })}
  </svg>`;
}

function upright({ title, bars: all, write = String }: BarsParts): Html {
  const most = topOf(all);
  const wide = WIDTH / all.length;
  const [first, last] = [all[0]?.label ?? '', all.at(-1)?.label ?? ''];
  return html`<svg class="bars" role="img" aria-label="${title}" viewBox="0 0 ${WIDTH} ${TALL + 44}">
    <text class="bar-value" x="0" y="14">${write(most)}</text>
    <line class="bar-line" x1="0" y1="20" x2="${WIDTH}" y2="20"></line>
    ${all.map(({ value }, index) => {
      const tall = Math.round(((value ?? 0) / most) * TALL);
      return html`<rect
        class="bar"
        x="${(index * wide + wide * 0.12).toFixed(1)}"
        y="${20 + TALL - tall}"
        width="${(wide * 0.76).toFixed(1)}"
        height="${tall}"
        rx="2"
      ></rect>`;
    })}
    <line class="bar-line" x1="0" y1="${20 + TALL}" x2="${WIDTH}" y2="${20 + TALL}"></line>
    <text class="bar-label" x="0" y="${TALL + 40}">${first}</text>
    <text class="bar-label" x="${WIDTH}" y="${TALL + 40}" text-anchor="end">${last}</text>
  </svg>`;
}

function table(
  w: Words,
  { title, of, unit, bars: all, write = String, more = [] }: BarsParts,
): Html {
  return html`<details class="figures" ${all.length > LYING_MAX ? nothing : html`open`}>
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

/** What fits beside a bar; the table has it whole. */
function short(label: string): string {
  return label.length > 26 ? `${label.slice(0, 25)}…` : label;
}
