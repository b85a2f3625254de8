import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exits } from '../../src/flow/exits.ts';
import { FLOWS, shippedFlows } from './shipped.ts';
import { parseTranscript, playTranscript } from './transcripts.ts';

const releases = await shippedFlows();

describe.each(releases.map((release) => [release.flow, release] as const))(
  '%s',
  (flow, release) => {
    test('says and asks what its transcripts show, restarted between any two messages', async () => {
      const folder = join(FLOWS, flow, 'transcripts');
      const files = (await readdir(folder)).filter((name) => name.endsWith('.txt'));
      expect(files.length).toBeGreaterThanOrEqual(2);
      for (const file of files) {
        const transcript = parseTranscript(await readFile(join(folder, file), 'utf8'));
        expect(playTranscript(release, transcript), file).toEqual(transcript.expected);
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
