import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Edit, editFlow } from '../../../src/flow/edit/edit-flow.ts';
import { exitsOf } from '../../../src/flow/edit/written-exits.ts';
import { parseFlow } from '../../../src/flow/parse-flow.ts';
import { parseTexts } from '../../../src/flow/parse-texts.ts';
import { isMapping } from '../../../src/flow/read-object.ts';
import { readYaml } from '../../../src/flow/read-yaml.ts';
import { flowSeed } from '../flow-seed.ts';
import { changedLines, shippedDraft, shippedNames } from './shipped-draft.ts';

type Files = ReadonlyMap<string, string>;
const seed = flowSeed();

function written(files: Files, flow: string): Record<string, unknown> {
  const path = `${flow}/flow.yaml`;
  const read = readYaml(files.get(path) ?? '', path);
  return read.ok && isMapping(read.value) ? { ...read.value } : {};
}

/** What somebody might type, odd letters and YAML included. */
const words = fc.oneof(
  fc.constantFrom(
    'Yes',
    'no',
    'Ndatenda',
    "it's: #1 {programme}",
    '- a',
    '"quoted"',
    'null',
    '{x}',
    '[1]',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 60 }),
);

type Pick = { kind: number; a: number; b: number; c: number; words: string; more: string };
const pick: fc.Arbitrary<Pick> = fc.record({
  kind: fc.nat(12),
  a: fc.nat(1_000),
  b: fc.nat(1_000),
  c: fc.nat(1_000),
  words,
  more: words,
});

/** An edit of something that is there, or nearly. */
function editOf(files: Files, flow: string, { kind, a, b, c, words: one, more }: Pick): Edit {
  const value = written(files, flow);
  const steps = isMapping(value['steps']) ? value['steps'] : {};
  const names = Object.keys(steps);
  const step = names[a % names.length] ?? 'none';
  const exits = exitsOf(steps[step]);
  const exit = exits[b % Math.max(1, exits.length)]?.id ?? 'to';
  const targets = [...names, 'end', 'flow:menu', 'person', 'onward'];
  const target = targets[c % targets.length] ?? 'end';
  const languages = [...files.keys()].flatMap(
    (path) => /\/([a-z]{2})\.yaml$/u.exec(path)?.[1] ?? [],
  );
  const language = languages[b % languages.length] ?? 'en';
  const noted = { [language]: 'Somebody will be told.' };
  const at = { step, exit };
  const choices = [one, more, `${one} 2`].map((label) => ({
    labels: { [language]: label },
    target,
  }));
  const edits: Edit[] = [
    { do: 'set_wording', text: step, language, wording: { both: one } },
    { do: 'set_wording', text: step, language, wording: { sms: one, ussd: more } },
    { do: 'set_label', means: exits[0]?.means ?? 'yes', language, label: one },
    { do: 'add_question', at, words: { [language]: one }, choices, noted },
    { do: 'add_say', at, words: { [language]: more } },
    { do: 'add_choice', step, choice: choices[0] ?? { labels: {}, target }, noted },
    { do: 'remove_choice', step, number: (c % 5) + 1 },
    { do: 'move_choice', step, number: (b % 5) + 1, place: (c % 5) + 1 },
    { do: 'set_target', at, target },
    { do: 'move_step', step, at: { step: names[c % names.length] ?? 'none', exit: 'to' } },
    { do: 'remove_step', step, instead: c % 2 === 0 ? undefined : names[c % names.length] },
    { do: 'rename_step', step, name: one },
  ];
  return edits[kind] ?? { do: 'set_silence', step, silence: { after: '24h', to: target } };
}

describe('any sequence of edits of any shipped flow', () => {
  const flows = shippedNames();

  it('leaves files that can be read, with findings that have a place', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...flows),
        fc.array(pick, { minLength: 1, maxLength: 6 }),
        (flow, picks) => {
          let files: Files = shippedDraft(flow);
          for (const one of picks) {
            const done = editFlow(files, flow, editOf(files, flow, one));
            if (done.kind === 'edited') files = done.files;
            else expect(done.why).toMatch(/^[a-z_]+$/u);
          }
          for (const [path, text] of files) {
            if (!path.endsWith('.yaml')) continue;
            expect(readYaml(text, path).ok).toBe(true);
            const language = /\/([^/]+)\.yaml$/u.exec(path)?.[1] ?? '';
            const read =
              language === 'flow' ? parseFlow(text, path) : parseTexts(text, path, language);
            for (const finding of read.ok ? [] : read.findings) {
              expect(finding.code).not.toBe('yaml');
              expect(finding.line).toBeGreaterThan(0);
            }
          }
        },
      ),
      { seed, numRuns: 60 },
    );
  });

  it('leaves byte for byte what nobody touched', () => {
    fc.assert(
      fc.property(fc.constantFrom(...flows), pick, (flow, one) => {
        const before = shippedDraft(flow);
        const edit = editOf(before, flow, one);
        const done = editFlow(before, flow, edit);
        if (done.kind === 'refused') return;
        for (const [path, text] of before) {
          const after = done.files.get(path) ?? '';
          const { gone } = changedLines(text, after);
          // Ways that led to a step which moved or went are the most that one edit changes.
          const most =
            edit.do === 'remove_step' || edit.do === 'move_step' || edit.do === 'rename_step'
              ? 40
              : 8;
          expect(gone.length).toBeLessThanOrEqual(most);
          const remarks = (source: string) =>
            source.split('\n').filter((line) => /^\s*#/u.test(line));
          if (edit.do !== 'remove_step' && edit.do !== 'remove_choice')
            expect(remarks(after).toSorted()).toEqual(remarks(text).toSorted());
        }
      }),
      { seed, numRuns: 80 },
    );
  });

  it('an edit that is taken back leaves the file as it was', () => {
    for (const flow of flows) {
      const before = shippedDraft(flow);
      const steps = written(before, flow)['steps'];
      for (const [step, value] of Object.entries(isMapping(steps) ? steps : {})) {
        const exit = exitsOf(value).find(
          ({ id, flow: other }) => id === 'choice.1' && other === undefined,
        );
        if (exit === undefined) continue;
        const at = { step, exit: exit.id };
        const away = editFlow(before, flow, { do: 'set_target', at, target: 'end' });
        const files = away.kind === 'edited' ? away.files : before;
        const back = editFlow(files, flow, { do: 'set_target', at, target: exit.to });
        expect(back.kind === 'edited' && [...back.files]).toEqual([...before]);
      }
    }
  });
});
