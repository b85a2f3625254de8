import { describe, expect, test } from 'vitest';
import type { DraftFiles } from '../../src/flow/edit/draft-files.ts';
import { rewordedExample } from '../../src/proof/transcripts/reword-example.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';
import { type Change, changed, exampleBench } from './example-bench.ts';

const bench = await consoleBench(await freshDatabase());
const FLOW = 'feedback';
const WELL = `${FLOW}/transcripts/all-well.txt`;
await bench.as('editor');

const { filesNow, playing, othersNow, undo, page, ...forms } = exampleBench(bench, FLOW);
const shipped = (await filesNow()).files;

/** A form of one step as somebody sends it, and where it leads. */
const send = (typed: Record<string, string>, older = 0): Promise<string> =>
  forms.send('edit', { do: 'step', form: 'said-respected', step: 'respected', ...typed }, older);

const ASKED = 'Do we treat you with respect?';
const NEW = 'Do we treat you well?\nSay it as it is.';

describe('the save of new words', () => {
  test('writes them into the examples of every language, says in how many, and one undo takes all back', async () => {
    const to = await send({ 'words-en': NEW, 'words-nd': 'Siyakuhlonipha yini lapha?' });
    expect(await othersNow()).toEqual([]);
    const { files } = await filesNow();
    const shown = NEW.replace('\n', '\n< ');
    for (const [path, text] of shipped) {
      if (!path.includes('/transcripts/') || path.includes('-in-')) continue;
      expect([path, files.get(path)]).toEqual([path, text.replace(ASKED, shown)]);
    }
    const ndebele = `${FLOW}/transcripts/felt-pushed-in-ndebele.txt`;
    expect(files.get(ndebele)).toContain('< Siyakuhlonipha yini lapha?');
    const said = await page(to);
    expect(said).toContain('6 examples show your new words now. All else in them is as it was.');
    expect(said).not.toContain('differently now');
    await undo();
    expect((await filesNow()).files).toEqual(shipped);
  });

  test('leaves an example in which an answer is no longer understood to be looked at, and says so', async () => {
    const to = await send({ 'means-2': 'a_little', 'label-2-en': 'Half' });
    expect(to).toContain('reworded=4.1');
    expect(await othersNow()).toEqual(['a-little']);
    const { files } = await filesNow();
    expect(files.get(`${FLOW}/transcripts/a-little.txt`)).toBe(
      shipped.get(`${FLOW}/transcripts/a-little.txt`),
    );
    const said = await page(to);
    expect(said).toContain('1 other example goes differently now.');
    await undo();
  });

  test('writes none that goes another way too, which is told, and none from a page that is older', async () => {
    const more = await send({ 'words-en': NEW, 'means-4': 'skip', 'target-4': 'safe' });
    expect((await filesNow()).files.get(WELL)).toContain(NEW.replace('\n', '\n< '));
    const others = await othersNow();
    expect(others.length).toBe(1);
    expect(more).toContain(`answered=0.0.${others.length}`);
    for (const path of others.map((name) => `${FLOW}/transcripts/${name}.txt`))
      expect((await filesNow()).files.get(path)).toBe(shipped.get(path));
    await undo();
    const older = await send({ step: 'involved', 'words-en': 'Do we choose with you?' }, 1);
    expect(older).not.toContain('reworded');
    expect((await filesNow()).files.get(`${FLOW}/en.yaml`)).toContain('Do we choose with you?');
    expect((await filesNow()).files.get(WELL)).toBe(shipped.get(WELL));
    await undo();
  });
});

describe('an example', () => {
  const flow = `${FLOW}/flow.yaml`;
  const english = `${FLOW}/en.yaml`;
  const REWORDED: Change = [english, ASKED, 'Do we treat you well?'];
  async function reworded(
    changes: readonly Change[],
    files: DraftFiles = shipped,
  ): Promise<string | undefined> {
    const [before, after] = [await playing(files), await playing(changed(files, changes))];
    return rewordedExample({ file: WELL, source: files.get(WELL) ?? '' }, before, after);
  }

  // What nobody can do with words alone: mutants of the flow, each of which has to be seen.
  test.each<[what: string, Change]>([
    ['records another thing', [flow, 'heard_yes', 'heard_no']],
    [
      'remembers another thing',
      [flow, 'means: yes, to: involved,', 'means: yes, to: involved, save: { worry: told },'],
    ],
    [
      'leads elsewhere',
      [flow, '3: { means: not_so, to: afterwards', '3: { means: not_so, to: tell_more'],
    ],
    ['waits', [flow, 'ask: involved\n', 'ask: involved\n    silence: { 1h: thanks }\n']],
    ['ends later', [flow, 'expires: 1d', 'expires: 2d']],
    [
      'says one thing more',
      [
        flow,
        'thanks: { say: thanks, to: end }',
        'thanks: { say: thanks, to: more }\n  more: { say: thanks, to: end }',
      ],
    ],
  ])('whose flow also %s stays as it was', async (_, mutant) => {
    expect(await reworded([REWORDED])).toContain('< Do we treat you well?');
    expect(await reworded([REWORDED, mutant])).toBeUndefined();
  });

  test('stays where what was typed means another answer now, though nothing else comes of it', async () => {
    const alike = changed(shipped, [
      [flow, 'to: afterwards, do: { record: pushed_no }', 'to: afterwards'],
      [WELL, '> 3\n! record: pushed_no', '> no'],
    ]);
    const names: Change = [english, '  not_so: No\n', '  not_so: Skip\n'];
    const swapped: Change = [english, '  skip: Skip\n', '  skip: No\n'];
    expect(await reworded([REWORDED], alike)).toContain('> no\n');
    expect(await reworded([REWORDED, names, swapped], alike)).toBeUndefined();
  });

  test('that did not pass before stays, and remarks and all else stand as they were typed', async () => {
    const wrong = changed(shipped, [[WELL, 'This helps us', 'That helps us']]);
    expect(await reworded([REWORDED], wrong)).toBeUndefined();
    const remarked = changed(shipped, [
      [WELL, `< ${ASKED}`, `# Now about us.\n\n< ${ASKED}`],
      [WELL, '> yes', '>   yes'],
    ]);
    const source = remarked.get(WELL) ?? '';
    expect(await reworded([REWORDED], remarked)).toBe(source.replace(ASKED, REWORDED[2]));
  });

  test('types the digit that its answer has now, and stays where the answer is gone or leads to more', async () => {
    const NO = '3: { means: not_so, to: involved, do: { record: respected_no } }';
    const [YES, LITTLE] = [
      '1: { means: yes, to: involved, do: { record: respected_yes } }',
      '2: { means: a_little, to: involved, do: { record: respected_little } }',
    ];
    const files = changed(shipped, [
      [WELL, '> yes\n! record: respected_yes', '> 1\n! record: respected_yes'],
    ]);
    const swap: Change[] = [
      [
        flow,
        `${YES}\n      ${LITTLE}`,
        `${LITTLE.replace('2:', '1:')}\n      ${YES.replace('1:', '2:')}`,
      ],
    ];
    expect(files.get(flow)).toContain(NO);
    const at = async (digits: [string, string][], changes: readonly Change[]) => {
      const [before, after] = [await playing(files), await playing(changed(files, changes))];
      const source = { file: WELL, source: files.get(WELL) ?? '' };
      const renumbered = { step: 'respected', digits: new Map(digits) };
      return rewordedExample(source, before, after, { renumbered });
    };
    expect(
      await at(
        [
          ['1', '2'],
          ['2', '1'],
        ],
        swap,
      ),
    ).toContain('> 2\n! record: respected_yes');
    expect(await at([['2', '1']], swap)).toBeUndefined();
    expect(await at([], swap)).toBeUndefined();
    const more: Change = [flow, 'record: respected_yes', 'record: respected_no'];
    expect(
      await at(
        [
          ['1', '2'],
          ['2', '1'],
        ],
        [...swap, more],
      ),
    ).toBeUndefined();
  });
});
