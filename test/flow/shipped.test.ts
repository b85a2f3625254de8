import { describe, expect, test } from 'vitest';
import { advance } from '../../src/conversation/advance.ts';
import { begin } from '../../src/conversation/begin.ts';
import { findingLine } from '../../src/flow/finding.ts';
import { flowsOfProgramme } from '../../src/flow/programme.ts';
import { type Facts, PURPOSES, TRAITS } from '../../src/flow/vocabulary.ts';
import { proveFlows } from '../../src/proof/prove-flows.ts';
import { readInput } from '../../src/proof/read-input.ts';
import type { Report } from '../../src/proof/report.ts';
import { readFlowSources } from '../../src/store/flow-sources.ts';
import { factsOf, FLOWS, flowNamed } from './shipped.ts';

const PROGRAMMES = [
  'zimbabwe-clinics',
  'india-villages',
  'kenya-groups',
  'mozambique-pilot',
  'peru-centres',
];
/** So many texts one native reviewer reads in an hour. */
const STARTER_TEXTS_MAX = 30;
/** Answers from JOIN to a yes: more, and a session is over before it. */
const JOINING_MAX = 5;

const input = readInput(await readFlowSources(FLOWS, FLOWS));
const releases = input.flows.flatMap(({ release }) => release ?? []);
const report = proveFlows(input);
const now = new Date('2027-01-04T08:00:00Z');

function programmeNamed(name: string) {
  const found = input.programmes.find(({ programme }) => programme.programme === name);
  if (found === undefined) throw new Error(`the programme ${name} ships`);
  return found;
}

/** The errors in what a programme plays: its file, its flows with the parts they may use, in its languages. */
function errorsFor(name: string, { findings }: Report): string[] {
  const { programme, file: own } = programmeNamed(name);
  const parts = input.flows.filter(({ isPart }) => isPart).map((part) => part.name);
  const folders = [...flowsOfProgramme(programme), ...parts];
  const isPlayed = (file: string) => {
    const [folder = '', rest = ''] = file.split('/');
    const language = /^([a-z]{2,3})\.yaml$/u.exec(rest)?.[1];
    const isSpoken = language === undefined || programme.languages.includes(language);
    return file === own || (folders.includes(folder) && isSpoken);
  };
  return findings
    .filter(({ severity, file }) => severity === 'error' && isPlayed(file))
    .map(findingLine);
}

describe('the flows that ship', () => {
  test('have no error, in any language and channel that a programme plays', () => {
    const errors = report.findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(findingLine)).toEqual([]);
    expect(report.flows).toBeGreaterThan(20);
  });

  test.each(PROGRAMMES)('are proved for %s, in all of its languages', (name) => {
    const { programme } = programmeNamed(name);
    expect(errorsFor(name, report)).toEqual([]);
    for (const flow of flowsOfProgramme(programme))
      expect(flowNamed(releases, flow).languages).toEqual(
        expect.arrayContaining(programme.languages),
      );
  });

  test('begin small: the starter set is complete alone, in at most thirty texts', () => {
    const starter = programmeNamed('mozambique-pilot');
    const names = flowsOfProgramme(starter.programme);
    const flows = input.flows.filter(({ name }) => names.includes(name));
    const alone = proveFlows({ ...input, flows, programmes: [starter] });
    expect(errorsFor('mozambique-pilot', alone)).toEqual([]);
    expect(flows.length).toBe(names.length);
    for (const language of starter.programme.languages) {
      const texts = flows.flatMap(({ texts: all }) =>
        all
          .filter((one) => one.language === language)
          .flatMap(({ definition }) => Object.keys(definition.texts)),
      );
      expect(texts.length).toBeGreaterThan(10);
      expect(texts.length).toBeLessThanOrEqual(STARTER_TEXTS_MAX);
    }
  });
});

describe('consent', () => {
  test('the questions that come by themselves need the consent for check-ins [req C1]', () => {
    for (const name of ['check-in', 'start-check-in', 'activity'])
      expect([name, flowNamed(releases, name).purpose]).toEqual([name, 'check_ins']);
  });

  test('only a choice that says so subscribes: no silence, no default, no other answer [req C6]', () => {
    let subscribed = 0;
    for (const release of releases)
      for (const step of release.steps.values()) {
        const choices = step.kind === 'ask' ? step.choices : [];
        for (const { means, do: effects } of choices) {
          const entered = effects.filter(({ type }) => type === 'subscribe');
          subscribed += entered.length;
          if (entered.length > 0) expect(['yes', 'by_voice', 'join']).toContain(means);
        }
        const others = step.kind === 'branch' ? step.cases : 'do' in step ? [step] : [];
        for (const { do: effects } of others)
          expect(effects.map(({ type }) => type)).not.toContain('subscribe');
      }
    expect(subscribed).toBeGreaterThan(5);
  });

  test('a request for a person is opened only where she asks for one, or wished for it before [req C6]', () => {
    const told = ['asked_too_late', 'opened_unasked', 'answer_tells', 'silence_tells'];
    const found = report.findings.filter(({ code }) => told.includes(code));
    expect(found.map(findingLine)).toEqual([]);
    const opening = releases.filter(({ steps }) =>
      JSON.stringify([...steps.values()]).includes('"follow_up"'),
    );
    expect(opening.length).toBeGreaterThanOrEqual(12);
  });

  test('silence asks for a person only where the member wished for that [req C6]', () => {
    const everything = { purposes: PURPOSES, silences: 9, days: { joined: 90, answered: 90 } };
    let wished = 0;
    for (const release of releases)
      for (const [step, { kind }] of release.steps) {
        if (!kind.startsWith('ask')) continue;
        for (const traits of [TRAITS, TRAITS.filter((trait) => trait !== 'call_if_silent')]) {
          const facts = factsOf({ ...everything, traits });
          const hearing = { facts, formats: input.formats };
          const place = { step, memory: {} };
          const turn = advance(release, place, { type: 'SILENCE', now }, hearing);
          const asked = turn.effects.some(({ type }) => type === 'follow_up');
          if (traits === TRAITS) wished += asked ? 1 : 0;
          else expect([release.flow, step, asked]).toEqual([release.flow, step, false]);
        }
      }
    expect(wished).toBeGreaterThan(0);
  });

  test.each(['welcome', 'start-welcome'])('%s comes to a yes within five answers', (name) => {
    const release = flowNamed(releases, name);
    const hearing = { facts: factsOf({ channel: 'ussd' }), formats: input.formats };
    let turn = begin(release, {}, hearing.facts, now);
    let answers = 0;
    while (!turn.effects.some(({ type }) => type === 'subscribe') && answers <= JOINING_MAX) {
      const event = { type: 'REPLY' as const, text: '1', late: false, now };
      turn = advance(release, turn.place, event, hearing);
      answers += 1;
    }
    expect(answers).toBeLessThanOrEqual(JOINING_MAX);
  });

  test.each(['menu', 'start-menu'])('%s shows the same to everybody, enrolled or not', (name) => {
    const release = flowNamed(releases, name);
    const member: Partial<Facts> = { purposes: PURPOSES, traits: TRAITS, silences: 3 };
    const stranger = begin(release, {}, factsOf(), now);
    expect(begin(release, {}, factsOf(member), now)).toEqual(stranger);
  });
});
