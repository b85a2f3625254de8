import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { effectNames } from '../../src/console/flows/names/effect-names.ts';
import { stepName } from '../../src/console/flows/names/step-names.ts';
import { stepNumbers } from '../../src/console/flows/names/step-numbers.ts';
import { type Telling, tellingOf } from '../../src/console/flows/names/telling.ts';
import type { Step } from '../../src/flow/definition.ts';
import type { Release } from '../../src/flow/release.ts';
import { editFlow } from '../../src/flow/edit/edit-flow.ts';
import { openDraft, saveEdit } from '../../src/console/flows/open-draft.ts';
import { proveDraft } from '../../src/console/flows/prove-draft.ts';
import { openTrial } from '../../src/console/try/open-trial.ts';
import { hasWords, LANGUAGES, wordsOf } from '../../src/console/frame/words.ts';
import { flowFilesIn } from '../../src/store/flow-list.ts';
import { shippedDraft } from '../flow/edit/shipped-draft.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench, enterStaff, staffWith } from './console-bench.ts';

const database = await freshDatabase();
const bench = await consoleBench(database);
const { parts } = bench;
const editor = staffWith(['editor']);
await enterStaff(parts.pool, editor);
bench.asStaff(editor);

const asking = () => ({ parts, staff: editor, now: parts.clock.now() });
const english = { w: wordsOf('en'), language: 'en' as const, parts };

async function filesOf(flow: string) {
  return (await openDraft(asking(), flow))?.files ?? new Map<string, string>();
}

const named = (value: unknown) => (typeof value === 'string' ? value : '');

/** Every effect that is written below a value. */
function effectsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(effectsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) =>
    key === 'do' ? [below].flat() : effectsIn(below),
  );
}

async function shown(path: string): Promise<string> {
  const page = await bench.whole(`/console/flows/check-in/${path}`);
  // What is written beside in small letters, in addresses, in fields and "in the words of the file" is for files.
  return page
    .replaceAll(/<code[^>]*>.*?<\/code>/gsu, '')
    .replaceAll(/<p lang="en">.*?<\/p>/gsu, '')
    .replaceAll(/<textarea.*?<\/textarea>/gsu, '')
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll(/\s+/gu, ' ');
}

describe('what steps, answers and effects of a flow are called', () => {
  test('each effect of the flows that are shipped has words in every language, and none is a name of the file', async () => {
    const all = await flowFilesIn(parts.flowsFolder);
    for (const [flow, written] of all) {
      const files = await filesOf(flow);
      const effects = effectsIn(parse(written));
      const telling = tellingOf(english, { flow, files });
      for (const { follow_up: reason, record: outcome } of effects) {
        if (reason !== undefined)
          expect([flow, reason, hasWords(`requests.reason_${named(reason)}`)]).toContain(true);
        const isNamed = telling.spoken.labels.has(named(outcome));
        if (outcome !== undefined && !isNamed)
          expect([flow, outcome, hasWords(`names.count_${named(outcome)}`)]).toContain(true);
      }
      for (const language of LANGUAGES) {
        const own: Telling = { ...telling, w: wordsOf(language) };
        expect([flow, ...effectNames(own, effects)].join(', ')).not.toMatch(/_|: \[|undefined/u);
      }
    }
  });

  test('a step keeps its number whatever is released later, and no other step ever gets it', () => {
    const real = parts.setting.releases.current('feedback');
    if (real === undefined) throw new Error('feedback is released');
    const released = (version: number, ...said: string[]): Release => {
      const steps = said.map((id, place): [string, Step] => [
        id,
        { kind: 'say', text: id, to: said[place + 1] ?? 'end', do: [] },
      ]);
      return { ...real, flow: 'small', version, start: said[0] ?? '', steps: new Map(steps) };
    };
    const all = [
      released(2, 'hello', 'how', 'bye'),
      released(3, 'hello', 'new', 'how', 'bye'),
      released(10, 'new', 'other', 'bye', 'how'),
    ];
    const numbersAt = (version: number) =>
      Object.fromEntries(
        stepNumbers(
          {
            current: () => all.find((one) => one.version === version),
            pinned: (_, wanted) => all.find((one) => one.version === wanted),
            known: () => ['smaller@1', ...all.map((one) => `small@${one.version}`)],
          },
          'small',
        ),
      );
    expect(numbersAt(2)).toEqual({ hello: 1, how: 2, bye: 3 });
    expect(numbersAt(3)).toEqual({ hello: 1, how: 2, bye: 3, new: 4 });
    expect(numbersAt(10)).toEqual({ hello: 1, how: 2, bye: 3, new: 4, other: 5 });
  });

  test('a step has the same number and words on every view', async () => {
    const draft = await openDraft(asking(), 'check-in');
    const saved = await saveEdit(asking(), 'check-in', draft?.revision ?? 0, (files) => {
      const path = 'check-in/flow.yaml';
      const text = (files.get(path) ?? '').replace(
        'do: { hand_over: problem-solving }',
        'do: [{ follow_up: asked_to_talk }, { hand_over: problem-solving }]',
      );
      const words = (files.get('check-in/en.yaml') ?? '').replace(/ {2}small_step: .*/u, (line) =>
        line.replace('small step', 'little step'),
      );
      return new Map([...files, [path, text], ['check-in/en.yaml', words]]);
    });
    expect(saved.kind).toBe('saved');
    const telling = tellingOf(english, { flow: 'check-in', files: await filesOf('check-in') });
    // A page does not wait for a proof: it is there before.
    await proveDraft(parts, 'check-in', await filesOf('check-in'));
    const [next, asked] = [stepName(telling, 'next_step'), stepName(telling, 'small_step')];
    expect(next).toMatch(/^\d+ · Thank you for trying/u);
    expect(await shown('read')).toContain(next);
    expect(await shown('try')).toContain(asked);
    expect(await shown('translate')).toContain(asked);
    const release = await shown('release');
    expect(release).toContain(`At “${asked}”, answer “A new step”, this happens now`);
    expect(release).toContain('opens a request: “Asked to talk”');
    for (const view of ['read', 'release', 'try', 'translate', 'costs'])
      expect([view, await shown(view)]).toEqual([
        view,
        expect.not.stringMatching(/next_step|small_step|asked_to_talk|follow_up|not_yet/u),
      ]);
  });

  test('what a flow keeps of somebody has words in every language, and so has what it can be', async () => {
    for (const [flow, written] of await flowFilesIn(parts.flowsFolder)) {
      const { spoken } = tellingOf(english, { flow, files: await filesOf(flow) });
      const memory: Record<string, unknown> = parse(written).memory ?? {};
      for (const [field, kind] of Object.entries(memory)) {
        expect([flow, field, hasWords(`names.field_${field}`)]).toContain(true);
        for (const value of Array.isArray(kind) ? kind.map(named) : [])
          expect([
            flow,
            value,
            hasWords(`names.value_${value}`) || spoken.labels.has(value),
          ]).toContain(true);
      }
    }
    const page = await shown('read');
    expect(page).toContain('If “how often she wants to be asked” is “every week”');
    const fork = await (await bench.get('/console/flows/check-in/read?lang=en&step=how')).text();
    expect(fork).toMatch(/<label[^>]*>\s*If she does not read\s*<\/label>/u);
    expect(page).not.toMatch(/“(?:own rhythm|asked call|step words|pickup|)”/u);
    const problem = await (await bench.get('/console/flows/problem-solving/read')).text();
    expect(problem).toContain('keeps it as “the day of the step”');
    expect(problem).toContain('forgets “her step in her own words”');
  });

  test('a language is called by one name on every view, that of the language of the page', async () => {
    for (const view of [
      'read',
      'read?step=small_step',
      'add?step=small_step',
      'try',
      'translate',
      'costs',
    ]) {
      const page = await shown(view);
      expect([view, page]).toEqual([view, expect.stringContaining('Swahili')]);
      expect([view, page]).toEqual([view, expect.not.stringContaining('Kiswahili')]);
    }
    const files = await readdir(join(parts.flowsFolder, 'words'));
    for (const code of files.map((name) => name.replace('.yaml', '')))
      expect([code, hasWords(`languages.${code}`)]).toEqual([code, true]);
  });

  test('a step of a part is called by the number of who uses it and its own words', async () => {
    const files = await filesOf('check-in');
    const { release } = await openTrial(parts, 'check-in', files);
    const telling = tellingOf(english, { flow: 'check-in', files }, release);
    expect(stepName(telling, 'reach__safe_to_call')).toMatch(/^\d+ · Is it all right to call/u);
    const number = telling.outline.steps.get('reach')?.number;
    expect(stepName(telling, 'reach__safe_to_call')).toContain(`${number} · `);
  });

  test('numbers stay while a flow is edited: what is new has none, and what is moved or gone shifts nobody', async () => {
    const files = shippedDraft('check-in');
    const before = tellingOf(english, { flow: 'check-in', files });
    const numbers = [...before.outline.steps.values()].flatMap(({ number }) => number ?? []);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    const edited = editFlow(files, 'check-in', {
      do: 'add_question',
      at: { step: 'small_step', exit: 'before' },
      words: { en: 'Is it raining?' },
      choices: [{ labels: { en: 'It is' }, target: 'onward' }],
      noted: undefined,
    });
    if (edited.kind !== 'edited') throw new Error(edited.why);
    const gone = editFlow(edited.files, 'check-in', {
      do: 'remove_step',
      step: 'thanks_part',
      instead: 'end',
    });
    if (gone.kind !== 'edited') throw new Error(gone.why);
    const after = tellingOf(english, { flow: 'check-in', files: gone.files });
    expect(stepName(after, 'is_it_raining')).toBe('Is it raining?');
    for (const id of after.outline.steps.keys())
      if (id !== 'is_it_raining') expect(stepName(after, id)).toBe(stepName(before, id));
  });

  test('a flow that cannot be read keeps the names of its file', () => {
    const files = new Map([['check-in/flow.yaml', 'steps: [']]);
    const telling = tellingOf(english, { flow: 'check-in', files });
    expect(stepName(telling, 'small_step')).toBe('small step');
  });
});
