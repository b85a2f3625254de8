import { type Finding, findingOfFile, type PlaceOf } from '../finding.ts';
import type { Flow } from '../parse-flow.ts';
import type { Texts } from '../parse-texts.ts';
import type { ReadFlow } from '../read-flows.ts';
import { makeRelease } from '../release.ts';
import { type Country, guideName, type Placed } from './country.ts';
import { FIRST } from './guide-lists.ts';
import { guideSteps } from './guide-steps.ts';
import { type GuideTexts, guideTexts } from './guide-texts.ts';
import { layOutGuide } from './lay-out-guide.ts';
import type { SchemeFile } from './scheme.ts';

/** By text an hour passes between two answers more easily than on a screen; after that it is over. */
const OPEN_MS = 3_600_000;

/** Which are shown first: the document that opens others, then what is for everybody. */
const ORDER = ['gateway', 'public', 'disability'] as const;

/**
 * Builds the conversation about the schemes of a country: a flow like any other, checked, proved and released as one. It
 * says what may be asked for and where, never that somebody has a right to it. Pure.
 */
export function buildGuide(country: Country): { flow: ReadFlow; findings: Finding[] } {
  const { definition, texts, origins } = draftGuide(country);
  const { file, spotOf } = country.own;
  const name = guideName(country.code);
  const flow: Flow = {
    file,
    isPart: false,
    definition,
    spotOf: () => spotOf(['version'], 'value'),
  };
  const byLanguage = Object.fromEntries(texts.map((one) => [one.language, one]));
  const made = makeRelease(flow, byLanguage);
  const placeOf = placesIn(country, origins);
  const read = { name, file, isPart: false, flow, texts };
  if (made.ok)
    return {
      flow: { ...read, release: made.release, placeOf, unreviewed: made.unreviewed },
      findings: [],
    };
  const findings = made.findings.length > 0 ? made.findings : [broken(file)];
  return { flow: { ...read, release: undefined, placeOf: undefined, unreviewed: [] }, findings };
}

/** The steps and texts of the conversation, before they are checked and compiled. */
export function draftGuide(country: Country): {
  definition: Flow['definition'];
  texts: Texts[];
  origins: Map<string, GuideTexts['origins']>;
} {
  const schemes = country.schemes.map(({ value }) => value).toSorted(inOrder);
  const planned = schemes.map(({ scheme, needs, conditions, texts, review_by: reviewBy }) => ({
    id: scheme,
    needs,
    conditions,
    hasRecord: Object.values(texts).some(({ record }) => record !== undefined),
    reviewBy,
  }));
  const { version, stopped, review_by: stoppedUntil } = country.own.value;
  const steps = guideSteps(layOutGuide(planned), planned, stoppedUntil);
  const definition: Flow['definition'] = {
    spec: 1,
    flow: guideName(country.code),
    version,
    sessionOnly: true,
    guide: true,
    start: FIRST,
    expiresAfterMs: OPEN_MS,
    foot: 'foot',
    memory: {
      ...(steps.backs.length > 0 && { seen: [FIRST, ...steps.backs] }),
      ...(steps.long.length > 0 && { list: steps.long }),
    },
    steps: steps.steps,
  };
  const origins = new Map<string, GuideTexts['origins']>();
  const texts = Object.keys(stopped).flatMap((language): Texts[] => {
    const words = country.words.get(language);
    if (words === undefined) return [];
    const made = guideTexts(country, steps, language);
    origins.set(language, made.origins);
    const { file, spotOf, value } = words;
    const reviewed = value.reviewed ?? undefined;
    return [{ file, language, reviewed, copies: new Set(), definition: made.definition, spotOf }];
  });
  return { definition, texts, origins };
}

function inOrder(a: SchemeFile, b: SchemeFile): number {
  const kind = ({ kind: of }: SchemeFile) => ORDER.indexOf(of);
  return kind(a) - kind(b) || (a.scheme < b.scheme ? -1 : 1);
}

/** Where a text of the guide was written: a line of a scheme, the words for all schemes, or the country's own file. */
function placesIn(country: Country, origins: Map<string, GuideTexts['origins']>): PlaceOf {
  const schemes = new Map(country.schemes.map((one) => [one.value.scheme, one]));
  const spot = ({ file, spotOf }: Placed<unknown>, path: readonly string[]) => ({
    file,
    ...spotOf(path, 'value'),
  });
  const ofScheme = (name: string, path: readonly string[]) => {
    const scheme = schemes.get(name);
    return scheme === undefined ? spot(country.own, ['version']) : spot(scheme, path);
  };
  return (path, _at, language = '') => {
    const [section = '', id = ''] = path;
    const known = origins.get(language);
    const origin = section === 'texts' ? known?.texts.get(id) : known?.choices.get(id);
    switch (origin?.in) {
      case 'words':
        return spot(country.words.get(language) ?? country.own, origin.path);
      case 'country':
        return spot(country.own, origin.path);
      case 'scheme':
        return ofScheme(origin.scheme, ['texts', language, origin.line]);
      case undefined:
        return ofScheme(schemeOf(id), []);
    }
  };
}

/** The scheme that a step is about: `card_old_age`. */
function schemeOf(step: string): string {
  return step.replace(/^(?:card|bring|who|know|said_no|record|to)_/u, '');
}

function broken(file: string): Finding {
  return findingOfFile(file, {
    code: 'no_guide',
    found: 'no conversation can be built from these schemes',
    mend: 'Look at the other findings of this country first.',
  });
}
