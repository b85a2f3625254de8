import { describe, expect, test } from 'vitest';
import { readText } from '../../src/conversation/read-text.ts';
import { loadWords } from '../../src/store/word-files.ts';
import { FLOWS, shippedFlows } from './shipped.ts';

const releases = await shippedFlows();
const loaded = await loadWords(FLOWS);
if (!loaded.ok) throw new Error('the words of the flows are right');
const words = loaded.value;

/** The foot of each language, once: "9 a person 88 stop", without what says that words are not read. */
const feet = new Map(
  releases.flatMap(({ foot, texts }) =>
    [...texts].flatMap(([language, { texts: own }]) => {
      const text = foot === undefined ? undefined : own[foot]?.sms?.replace('{unwatched} ', '');
      return text === undefined ? [] : [[`${language}: ${text}`, text] as const];
    }),
  ),
);

describe('what a foot invites to type is understood when it is typed whole', () => {
  test.each([...feet])('%s', (_, foot) => {
    const [, person, stop] = /^(9 .+?) (88 .+)$/u.exec(foot) ?? [];
    expect(person && readText(person, words, { digitsAreAnswers: false })).toEqual({
      kind: 'person',
    });
    expect(stop && readText(stop, words, { digitsAreAnswers: false }).kind).toMatch(/^stop/u);
  });

  test('in every language that ships', () => {
    expect([...feet.keys()].map((foot) => foot.slice(0, 2)).toSorted()).toEqual(
      [...new Set(releases.flatMap(({ languages }) => languages))].toSorted(),
    );
  });
});
