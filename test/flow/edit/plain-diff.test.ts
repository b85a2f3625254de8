import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contentHashes } from '../../../src/flow/edit/content-hashes.ts';
import type { DraftFiles } from '../../../src/flow/edit/draft-files.ts';
import { countOf, plainDiff } from '../../../src/flow/edit/plain-diff.ts';
import { flowFolderFiles } from '../../../src/store/flow-folder-files.ts';

const FLOWS = join(import.meta.dirname, '..', '..', '..', 'flows');
const files = await flowFolderFiles(FLOWS, 'check-in');

/** The files with one piece of one of them replaced. */
function edited(file: string, piece: string, by: string): DraftFiles {
  const path = `check-in/${file}`;
  const text = files.get(path) ?? '';
  expect(text).toContain(piece);
  return new Map([...files, [path, text.replace(piece, by)]]);
}

const CHANGES: [file: string, piece: string, by: string, told: object][] = [
  [
    'flow.yaml',
    '2: { means: part, save: outcome, to: thanks_part',
    '2: { means: part, save: outcome, to: next_step',
    { kind: 'choice_leads', step: 'your_step', means: 'part', after: 'next_step' },
  ],
  [
    'flow.yaml',
    'in: rhythm, send_within: 48h } }\n    to: how',
    'in: rhythm, send_within: 48h } }\n    to: small_step',
    { kind: 'leads', step: 'usual', before: 'how', after: 'small_step' },
  ],
  ['flow.yaml', 'purpose: check_ins', 'purpose: evaluation', { kind: 'head', head: 'purpose' }],
  [
    'flow.yaml',
    'expires: 14d',
    'expires: 7d',
    { kind: 'head', head: 'expiresAfterMs', after: String(7 * 86_400_000) },
  ],
  [
    'flow.yaml',
    'do: { follow_up: ask_by_voice }',
    'do: { follow_up: asked_to_talk }',
    { kind: 'does', step: 'by_voice', added: [{ type: 'follow_up', reason: 'asked_to_talk' }] },
  ],
  [
    'flow.yaml',
    '{ when: { known: step_words }, to: your_step }',
    '{ when: { known: pickup }, to: your_step }',
    { kind: 'step_changed', step: 'how' },
  ],
  [
    'flow.yaml',
    'in: rhythm, send_within: 48h } }\n    to: how',
    'in: rhythm, send_within: 48h } }\n    to: extra\n  extra: { say: thanks, to: how }',
    { kind: 'step_added', step: 'extra' },
  ],
  [
    'flow.yaml',
    '  asked_views: [asked]\n',
    '  asked_views: [asked, later]\n',
    { kind: 'field_changed', field: 'asked_views' },
  ],
];

describe('the difference of two versions, in plain words', () => {
  test.each(CHANGES)('%s: %s', (file, piece, by, told) => {
    const diff = plainDiff('check-in', files, edited(file, piece, by));
    expect(diff.unreadable).toEqual([]);
    expect(diff.flow).toContainEqual(expect.objectContaining(told));
    expect(diff.languages).toEqual([]);
  });

  test('a wording is told with what it was and what it is, by language', () => {
    const after = edited('pt.yaml', 'not_yet: Ainda não', 'not_yet: Por agora não');
    expect(plainDiff('check-in', files, after).languages).toEqual([
      {
        language: 'pt',
        kind: 'changed',
        changes: [
          {
            kind: 'choice',
            id: 'not_yet',
            channel: 'both',
            before: 'Ainda não',
            after: 'Por agora não',
          },
        ],
      },
    ]);
  });

  test('a comment and the layout of a file are no difference, and take no signature back', () => {
    const after = edited('en.yaml', 'language: en', 'language: en # as people speak');
    expect(countOf(plainDiff('check-in', files, after))).toBe(0);
    expect(contentHashes('check-in', after)).toEqual(contentHashes('check-in', files));
  });

  test('a file that cannot be read is named, and the others are told all the same', () => {
    const broken = edited('flow.yaml', 'steps:', 'stepz:');
    const after = new Map([...broken, ['check-in/fr.yaml', 'name: [']]);
    expect(plainDiff('check-in', files, after).unreadable).toEqual([
      'check-in/flow.yaml',
      'check-in/fr.yaml',
    ]);
  });

  test('what takes a signature back is told as a difference', () => {
    for (const [file, piece, by] of CHANGES) {
      const after = edited(file, piece, by);
      expect(contentHashes('check-in', after).content).not.toBe(
        contentHashes('check-in', files).content,
      );
    }
    const words = contentHashes('check-in', edited('sw.yaml', 'choices:', 'choices: # x'));
    expect(words.languages.get('sw')).toBe(contentHashes('check-in', files).languages.get('sw'));
  });

  test.each(
    readdirSync(FLOWS, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name),
  )('every line of %s that is left out is told, or changes nothing', async (flow) => {
    const own = await flowFolderFiles(FLOWS, flow);
    const path = `${flow}/flow.yaml`;
    const lines = (own.get(path) ?? '').split('\n');
    const before = contentHashes(flow, own).content;
    for (const [at] of lines.entries()) {
      // Every seventh line: each kind of line comes up in some flow.
      if (at % 7 !== 3) continue;
      const after = new Map([...own, [path, lines.toSpliced(at, 1).join('\n')]]);
      if (contentHashes(flow, after).content === before) continue;
      expect(countOf(plainDiff(flow, own, after)), lines[at]).toBeGreaterThan(0);
    }
  });
});
