import { languageName } from '../frame/language-names.ts';
import {
  graphOf,
  type FlowGraph,
  type GraphEdge,
  type GraphNode,
} from '../../proof/picture/flow-graph.ts';
import type { LiveStep } from '../../proof/picture/draw-live-map.ts';
import type { Release } from '../../flow/release.ts';
import type { Draft } from '../../store/drafts.ts';
import { openPlaces } from '../../store/releases.ts';
import { type Answer, notFound, textFile } from '../frame/answer.ts';
import { button, select } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { flowTitle } from './names/flow-names.ts';
import { editorPage } from './editor-page.ts';
import { spokenFirst } from '../../flow/edit/spoken-first.ts';
import { mapNames } from './map-names.ts';
import { stepName } from './names/step-names.ts';
import { type Telling, tellingOf } from './names/telling.ts';
import { openDraft } from './open-draft.ts';
import { besideOf } from './proof-beside.ts';
import { noProofYet, proofSoon } from './proof-soon.ts';
import { stepId } from './read/step-view.ts';
import { type DraftProof, drawMap, proveDraft } from './prove-draft.ts';
import { countsOf, type ShownFindings, shownFindings } from './shown-findings.ts';
import { peopleWords, toldPeople } from './told-people.ts';

/** The steps of a flow and what stands at each. */
type Mapped = {
  release: Release;
  /** What the steps are called, in the language of the map. */
  telling: Telling;
  graph: FlowGraph;
  language: string;
  steps: Map<string, LiveStep>;
  /** People who are somewhere in it now. */
  inside: number;
};

/** The machine of a flow: as a picture to go about in, and as a list that says the same. */
export async function mapPage(ask: Ask): Promise<Answer> {
  const flow = ask.param('flow');
  const draft = await openDraft(ask, flow);
  if (draft === undefined) return notFound();
  const soon = await proofSoon(ask, flow, draft.files);
  const { strip, aside, ...rest } = await besideOf(ask, draft, soon);
  return editorPage(ask, flow, {
    view: 'map',
    draft,
    strip,
    scripts: [...rest.scripts, 'flow-map.js'],
    styles: [...rest.styles, 'flow-map.css'],
    aside,
    asideBelow: true,
    body: soon.kind === 'proved' ? await proved(ask, draft, soon.proof) : noProofYet(ask, soon),
  });
}

async function proved(ask: Ask, draft: Draft, proof: DraftProof): Promise<Html> {
  const mapped = await mapOf(ask, draft, proof);
  return mapped === undefined
    ? html`<p class="empty">${ask.w('map.not_yet')}</p>`
    : body(ask, draft.flow, mapped);
}

/** The picture alone; the page puts it into itself. */
export async function mapPicture(ask: Ask): Promise<Answer> {
  const flow = ask.param('flow');
  const draft = await openDraft(ask, flow);
  if (draft === undefined) return notFound();
  const proof = await proveDraft(ask.parts, flow, draft.files);
  const mapped = await mapOf(ask, draft, proof);
  if (mapped === undefined) return notFound();
  const { steps, graph, release } = mapped;
  const label = ask.w('map.label', { flow: flowTitle(ask.w, flow), steps: release.steps.size });
  const svg = await drawMap(ask.parts, { graph, label, steps });
  return textFile(`${flow}.svg`, 'image/svg+xml', svg, true);
}

async function mapOf(ask: Ask, draft: Draft, proof: DraftProof): Promise<Mapped | undefined> {
  const { flow, release } = proof;
  if (release === undefined) return undefined;
  const shown = await shownFindings(ask, proof, draft.files);
  const wished = ask.query.get('language') ?? '';
  const usual = ask.parts.programme.languages.find((one) => release.texts.has(one));
  const language = release.texts.has(wished) ? wished : (usual ?? release.languages[0] ?? 'en');
  const telling = tellingOf({ ...ask, language }, draft, release);
  const graph = graphOf(release, language, mapNames(telling));
  const places = await ask.parts.pool.run((db) => openPlaces(db));
  const people = new Map<string, number>();
  for (const place of places)
    if (place.flow === flow) people.set(place.step, (people.get(place.step) ?? 0) + place.people);
  const steps = new Map(
    graph.nodes
      .filter(({ id }) => release.steps.has(id))
      .map((node) => [
        node.id,
        liveStep({ ask, telling, shown }, node, toldPeople(ask, people.get(node.id) ?? 0) ?? 0),
      ]),
  );
  const inside = [...people.values()].reduce((sum, count) => sum + count, 0);
  return { release, telling, graph, language, steps, inside };
}

type Looking = { ask: Ask; telling: Telling; shown: ShownFindings };

function liveStep({ ask, telling, shown }: Looking, node: GraphNode, people: number): LiveStep {
  const { w } = ask;
  const { errors, warnings } = countsOf(
    shown.findings.filter(({ steps }) => steps.includes(node.id)),
  );
  const words = [
    `${stepName(telling, node.id)}: ${w(`map.kind_${node.kind}`)}`,
    node.whole,
    ...(people > 0 ? [w('map.people', { count: people })] : []),
    ...(errors > 0 ? [w('proof.errors', { count: errors })] : []),
    ...(warnings > 0 ? [w('proof.warnings', { count: warnings })] : []),
  ];
  const label = words.filter((one) => one !== '').join('. ');
  return { href: hrefOf(shown.flow, node.id), label, people, errors, warnings };
}

/** A step of a part is read where the flow uses the part. */
function hrefOf(flow: string, step: string): string {
  const [own = step] = step.split('__');
  return `/console/flows/${flow}/read?step=${encodeURIComponent(own)}#${stepId(own)}`;
}

const TOOLS = ['in', 'out', 'fit', 'start'] as const;

function body(ask: Ask, flow: string, mapped: Mapped): Html {
  const { w } = ask;
  const { language, release, steps, inside } = mapped;
  const picture = `/console/flows/${flow}/map.svg?language=${language}`;
  const languages = spokenFirst(release.languages, ask.parts.programme.languages, (one) => one);
  return html`<div class="row apart map-head">
      <p>${w('map.explained')}
        ${peopleWords(ask, inside, {
          many: (count) => w('map.inside', { count }),
          few: (least) => w('map.inside_under', { least }),
        })}</p>
      <form method="get" class="row map-language">
        ${select({
          legend: w('map.language'),
          name: 'language',
          chosen: language,
          options: languages.map((value) => ({ value, label: languageName(ask, value) })),
        })}
        ${button(w('map.show'), 'quiet')}
      </form>
    </div>
    <section class="map" data-map="${picture}" hidden>
      <div class="row map-tools" role="group" aria-label="${w('map.tools')}">
        ${TOOLS.map((tool) => html`<button type="button" class="button quiet" data-zoom="${tool}">${w(`map.tool_${tool}`)}</button>`)}
        <output class="soft" data-size="${w('map.size')}"></output>
      </div>
      <div class="map-canvas" role="region" tabindex="0" aria-label="${w('map.picture')}"></div>
      ${legend(ask)}
    </section>
    <section class="stack map-list" aria-labelledby="map-list">
      <h2 id="map-list">${w('map.list')}</h2>
      <ol>
        ${mapped.graph.nodes
          .filter(({ id }) => steps.has(id))
          .map((node) => stepRow(ask, flow, mapped, node))}
      </ol>
    </section>`;
}

const LEGEND = ['question', 'say', 'branch', 'silence', 'error', 'warning', 'people'] as const;

function legend({ w }: Ask): Html {
  return html`<ul class="map-legend">
    ${LEGEND.map((kind) => html`<li><span class="map-sign ${kind}"></span>${w(`map.legend_${kind}`)}</li>`)}
  </ul>`;
}

function stepRow(ask: Ask, flow: string, mapped: Mapped, node: GraphNode): Html {
  const { w } = ask;
  const { release, telling, graph, steps, language } = mapped;
  const live = steps.get(node.id);
  const ways = graph.edges.filter(({ from }) => from === node.id);
  return html`<li class="map-step" id="step-${node.id}">
    <p class="row">
      <a href="${hrefOf(flow, node.id)}">${stepName(telling, node.id)}</a>
      <span class="soft">${w(`map.kind_${node.kind}`)}</span>
      ${node.id === release.start ? html`<span class="chip good">${w('map.begins')}</span>` : nothing}
      ${chip('bad', live?.errors, (count) => w('proof.errors', { count }))}
      ${chip('warn', live?.warnings, (count) => w('proof.warnings', { count }))}
      ${chip('', live?.people, (count) => w('map.people', { count }))}
    </p>
    ${node.whole === '' ? nothing : html`<p class="map-says" lang="${language}">${node.whole}</p>`}
    <ul class="map-ways">
      ${ways.map((edge) => html`<li>${wayWords(ask, edge)}: ${target(ask, mapped, edge)}</li>`)}
    </ul>
  </li>`;
}

function chip(kind: string, count: number | undefined, words: (count: number) => string): Html {
  return count === undefined || count === 0
    ? nothing
    : html`<span class="chip ${kind}">${words(count)}</span>`;
}

function wayWords({ w }: Ask, { kind, label }: GraphEdge): string {
  if (kind === 'choice') return w('map.way_choice', { answer: label });
  return kind === 'go' || kind === 'back' ? w(`map.way_${kind}`) : label;
}

function target({ w }: Ask, { telling, graph, steps }: Mapped, { to }: GraphEdge): Html {
  if (steps.has(to)) return html`<a href="#step-${to}">${stepName(telling, to)}</a>`;
  const node = graph.nodes.find(({ id }) => id === to);
  return node === undefined || node.name === ''
    ? html`${w('map.to_end')}`
    : html`${w('map.to_flow', { flow: node.name })}`;
}
