import type { Draft } from '../../store/drafts.ts';
import { html, type Html } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { costStrip } from './cost-strip.ts';
import { examplesBeside } from './example-lines.ts';
import { findingsPanel } from './findings-panel.ts';
import { proofSoon, type Soon } from './proof-soon.ts';
import { tellingOf } from './names/telling.ts';
import { type ShownFindings, toldFindings } from './shown-findings.ts';

export type Beside = {
  strip: Html;
  aside: Html;
  styles: readonly string[];
  scripts: readonly string[];
};

/** What the proof says of a draft and what it costs, for beside any view of it. `step` is the one at hand. */
export async function proofBeside(ask: Ask, draft: Draft, step?: string): Promise<Beside> {
  return besideOf(ask, draft, await proofSoon(ask, draft.flow, draft.files), step);
}

/** The same for a view that asked for the proof itself. */
export async function besideOf(ask: Ask, draft: Draft, soon: Soon, step?: string): Promise<Beside> {
  const shared = { styles: ['proof.css'], scripts: ['proof-beside.js'] };
  const examples = await examplesBeside(ask, draft);
  if (soon.kind !== 'proved') {
    const { strip, aside } = later(ask, draft, soon.kind === 'late', step);
    return { ...shared, strip, aside: html`${aside} ${examples}` };
  }
  const at = step === undefined ? {} : { step };
  const telling = tellingOf(ask, draft);
  const { files } = draft;
  const shown = await toldFindings(ask, soon.proof, { files, outline: telling.outline });
  const lang = ask.query.get('lang') ?? undefined;
  return {
    ...shared,
    strip: html`${toFindings(ask, shown)} ${await costStrip(ask, soon.proof, at)}`,
    aside: html`${findingsPanel({ ...ask, lang }, shown, telling)} ${examples}`,
  };
}

/** On a phone the panel is far below: how much stands there, and the way to it. */
function toFindings({ w }: Pick<Ask, 'w'>, shown?: ShownFindings): Html {
  const count = shown?.findings.length ?? 0;
  const much = count === 0 ? '' : ` (${count})`;
  return html`<p class="to-findings">
    <a class="button quiet" href="#findings-title">${w('proof.title')}<span data-finding-count>${much}</span></a>
  </p>`;
}

/** The places where it will stand, once the page has asked for it. */
function later({ w }: Ask, { flow }: Draft, isLate: boolean, step: string | undefined) {
  const says = isLate ? w('proof.soon') : w('proof.not_now');
  return {
    strip: html`${toFindings({ w })}<section class="costs" aria-label="${w('costs.strip')}" data-costs>
      <p class="soft">${says}</p>
    </section>`,
    aside: html`<section
      class="findings stack"
      aria-labelledby="findings-title"
      data-findings
      data-pending="/console/flows/${flow}/proof"
      data-step="${step ?? ''}"
    >
      <h2 id="findings-title">${w('proof.title')}</h2>
      <p role="status" class="findings-sum">${says}</p>
    </section>`,
  };
}
