import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exits } from '../../src/flow/exits.ts';
import { findingLine } from '../../src/flow/finding.ts';
import { proveTranscript } from '../../src/proof/transcripts/compare-transcript.ts';
import { parseTranscript } from '../../src/proof/transcripts/parse-transcript.ts';
import { FLOWS, shippedFlows, shippedStage } from './shipped.ts';

const releases = await shippedFlows();
const stage = await shippedStage();

describe.each(releases.map((release) => [release.flow, release] as const))(
  '%s',
  (flow, release) => {
    test('says and asks what its transcripts show, restarted between any two messages', async () => {
      const folder = join(FLOWS, flow, 'transcripts');
      const files = (await readdir(folder)).filter((name) => name.endsWith('.txt'));
      expect(files.length).toBeGreaterThanOrEqual(2);
      for (const file of files) {
        const source = await readFile(join(folder, file), 'utf8');
        const parsed = parseTranscript({ file: `${flow}/transcripts/${file}`, source });
        const findings = parsed.ok
          ? proveTranscript(release, parsed.value, stage)
          : parsed.findings;
        expect(findings.map(findingLine)).toEqual([]);
      }
    });

    test('has a transcript in each language, and of every follow-up and subscription', async () => {
      const folder = join(FLOWS, flow, 'transcripts');
      const all = await Promise.all(
        (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
      );
      for (const language of release.languages)
        expect(all.some((text) => text.includes(`@ language: ${language}`))).toBe(true);
      const grave = [...release.steps.values()]
        .flatMap((step) => exits(step).flatMap((exit) => exit.do))
        .flatMap((effect) => {
          if (effect.type === 'follow_up') return [`! follow_up: ${effect.reason}`];
          return effect.type === 'subscribe' ? [`! subscribe: ${effect.purpose}`] : [];
        });
      for (const line of new Set(grave)) {
        const wanted = grave.filter((one) => one === line).length;
        expect(all.join('\n').split(line).length - 1).toBeGreaterThanOrEqual(wanted);
      }
    });
  },
);
