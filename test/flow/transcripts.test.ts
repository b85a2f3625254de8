import { describe, expect, test } from 'vitest';
import { exits } from '../../src/flow/exits.ts';
import { findingLine } from '../../src/flow/finding.ts';
import { readInput } from '../../src/proof/read-input.ts';
import { proveTranscript } from '../../src/proof/transcripts/compare-transcript.ts';
import { createStage } from '../../src/proof/transcripts/create-stage.ts';
import { parseTranscript } from '../../src/proof/transcripts/parse-transcript.ts';
import { readFlowSources } from '../../src/store/flow-sources.ts';
import { FLOWS } from './shipped.ts';

const { flows, words, formats, helplines, programmes } = readInput(
  await readFlowSources(FLOWS, FLOWS),
);
if (words === undefined) throw new Error('the words that ship are right');
const stage = createStage({
  words,
  formats,
  helplines,
  programmes: programmes.map(({ programme }) => programme),
});
const shipped = flows.flatMap(({ name, release, transcripts }) =>
  release === undefined ? [] : [[name, { release, transcripts }] as const],
);

describe.each(shipped)('%s', (_, { release, transcripts }) => {
  test('says and asks what its transcripts show, restarted between any two messages', () => {
    expect(transcripts.length).toBeGreaterThanOrEqual(2);
    for (const source of transcripts) {
      const parsed = parseTranscript(source);
      const findings = parsed.ok ? proveTranscript(release, parsed.value, stage) : parsed.findings;
      expect(findings.map(findingLine)).toEqual([]);
    }
  });

  test('is shown in each of its languages', () => {
    const shown = transcripts.map(({ source }) => /^@ language: (\S+)$/mu.exec(source)?.[1]);
    for (const language of release.languages) expect(shown).toContain(language);
  });

  test('is shown with each consent that it enters or withdraws, and each outcome that it records', () => {
    const effects = [...release.steps].flatMap(([id, step]) =>
      // The steps of a part stand in the transcripts of the flows that use it.
      id.includes('__') ? [] : exits(step).flatMap((exit) => exit.do),
    );
    const lines = effects.flatMap((effect) => {
      if (effect.type === 'record') return [`! record: ${effect.outcome}`];
      if (effect.type !== 'subscribe' && effect.type !== 'unsubscribe') return [];
      return [`! ${effect.type}: ${effect.purpose}`];
    });
    const all = transcripts.flatMap(({ source }) => source.split('\n'));
    for (const line of lines) expect(all).toContain(line);
  });
});
