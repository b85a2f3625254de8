import { describe, expect, test } from 'vitest';
import { keptTranscripts, playedAnew } from '../../src/console/try/kept-transcripts.ts';
import { readInput } from '../../src/proof/read-input.ts';
import { makeWorld } from '../../src/proof/talk/make-world.ts';
import { readFlowSources } from '../../src/store/flow-sources.ts';
import { FLOWS } from '../flow/shipped.ts';

const input = readInput(await readFlowSources(FLOWS, FLOWS));
const world = makeWorld(input, undefined);
const release = world?.releases.get('check-in');
if (world === undefined || release === undefined) throw new Error('check-in ships');
const playing = { release, stage: world.stage };
const sources = input.flows.find(({ name }) => name === 'check-in')?.transcripts ?? [];
const files = new Map(sources.map(({ file, source }) => [file, source]));
const path = 'check-in/transcripts/done.txt';
const source = files.get(path) ?? '';

describe('the transcripts of a draft', () => {
  test('all that ship are as they were kept', () => {
    const kept = keptTranscripts(files, 'check-in', playing);
    expect(kept.length).toBeGreaterThan(40);
    expect(kept.filter(({ kind }) => kind !== 'passes')).toEqual([]);
  });

  test('one that its flow plays otherwise shows the lines that went and those that came', () => {
    const old = source.replace('Hello from Mazano', 'Good day from Mazano');
    const kept = keptTranscripts(new Map(files).set(path, old), 'check-in', playing);
    const [other] = kept.filter(({ kind }) => kind !== 'passes');
    expect(other).toMatchObject({ name: 'done', kind: 'differs' });
    expect(other).toHaveProperty(
      'lines',
      expect.arrayContaining([expect.stringMatching(/^- < Good day from Mazano/u)]),
    );
    expect(playedAnew({ file: path, source: old }, playing)).toBe(source);
  });

  test('every line that changed is there to be read, however many', () => {
    const old = source.replaceAll(/^< /gmu, '< Once: ');
    const [other] = keptTranscripts(new Map([[path, old]]), 'check-in', playing);
    if (other?.kind !== 'differs') throw new Error('each text reads otherwise');
    const said = [...source.matchAll(/^< /gmu)].length;
    const gone = other.lines.filter((line) => line.startsWith('- '));
    expect(gone.length).toBeGreaterThanOrEqual(said);
    expect(other.lines.some((line) => line.includes('…'))).toBe(false);
  });

  test('one that is no transcript says in which line', () => {
    const kept = keptTranscripts(new Map([[path, 'hello']]), 'check-in', playing);
    expect(kept).toMatchObject([{ name: 'done', kind: 'wrong', line: 1 }]);
  });
});
