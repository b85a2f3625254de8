import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { findingLine } from '../../src/flow/finding.ts';
import type { Release } from '../../src/flow/release.ts';
import type { Facts, Purpose } from '../../src/flow/vocabulary.ts';
import { createStage } from '../../src/proof/transcripts/create-stage.ts';
import type { Stage } from '../../src/proof/transcripts/scene.ts';
import { readFlowFiles } from '../../src/store/flow-files.ts';
import { loadFormats, loadWords } from '../../src/store/word-files.ts';

export const FLOWS = fileURLToPath(new URL('../../flows', import.meta.url));

/** The flows that ship, which are expected to have no finding. */
export async function shippedFlows(): Promise<Release[]> {
  const { releases, findings } = await readFlowFiles(FLOWS);
  expect(findings.map(findingLine)).toEqual([]);
  return releases;
}

/** The words and formats that ship, for transcripts that name no programme. */
export async function shippedStage(): Promise<Stage> {
  const [words, formats] = [await loadWords(FLOWS), await loadFormats(FLOWS)];
  if (!words.ok || !formats.ok) throw new Error('the words and formats that ship are right');
  return createStage({
    words: words.value,
    formats: formats.value,
    programmes: [],
    helplines: new Map(),
  });
}

/** Finds one of them by name. */
export function flowNamed(releases: readonly Release[], name: string): Release {
  const release = releases.find(({ flow }) => flow === name);
  if (release === undefined) throw new Error(`the flow ${name} ships`);
  return release;
}

export function factsOf(some: Partial<Facts> = {}): Facts {
  const purposes: readonly Purpose[] = [];
  return {
    language: 'en',
    channel: 'sms',
    purposes,
    languages: ['en', 'sn'],
    today: '2027-01-04',
    traits: [],
    silences: 0,
    days: { joined: undefined, answered: undefined },
    ...some,
  };
}
