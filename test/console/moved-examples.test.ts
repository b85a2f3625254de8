import { describe, expect, test } from 'vitest';
import { proveDraft } from '../../src/console/flows/prove-draft.ts';
import type { DraftFiles } from '../../src/flow/edit/draft-files.ts';
import { editFlow } from '../../src/flow/edit/edit-flow.ts';
import { passes } from '../../src/console/try/kept-transcripts.ts';
import { passedBy } from '../../src/proof/transcripts/pass-question-by.ts';
import { movedExample } from '../../src/proof/transcripts/move-example.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';
import { type Change, changed, exampleBench } from './example-bench.ts';

const bench = await consoleBench(await freshDatabase());
const FLOW = 'feedback';
const WELL = `${FLOW}/transcripts/all-well.txt`;
await bench.as('editor');
const { filesNow, playing, othersNow, undo, send, page } = exampleBench(bench, FLOW);
const shipped = (await filesNow()).files;

/** Every line of an example, whatever its place. */
const linesOf = (text = '') => text.split('\n').toSorted();
const examplesIn = (files: DraftFiles) =>
  [...files].filter(([path]) => path.includes('/transcripts/'));

describe('a question that is moved', () => {
  test('stands elsewhere in its examples with its answer and its record, nothing else is otherwise, and one undo takes all back', async () => {
    const to = await send('edit', { do: 'step', step: 'safe', before: 'heard' });
    expect(await othersNow()).toEqual([]);
    const { files } = await filesNow();
    for (const [path, text] of examplesIn(files)) {
      expect([path, linesOf(text)]).toEqual([path, linesOf(shipped.get(path))]);
      expect(text).not.toBe(shipped.get(path));
    }
    const well = files.get(WELL) ?? '';
    expect(well).toMatch(/^# Everything is well\.\n@ language: en\n@ channel: ussd\n/u);
    const ORDER =
      /feel safe[\s\S]*\n> 1\n! record: safe_yes\n< Five short[\s\S]*> 1\n! record: heard_yes\n/u;
    expect(well).toMatch(ORDER);
    const said = await page(to);
    expect(said).toContain(
      '11 examples ask it at its new place now. All else in them is as it was.',
    );
    expect(said).not.toContain('differently now');
    const [, link = ''] = /href="([^"]+)">Look at one of them/u.exec(said) ?? [];
    expect((await bench.get(link.replaceAll('&amp;', '&'))).status).toBe(200);
    // Whoever reviews it hears the same, beside the proof and at its release.
    expect(said).toContain('11 examples have a question at another place.');
    const release = await bench.whole(`/console/flows/${FLOW}/release`);
    expect(release).toMatch(
      /11 examples have a question at another place\.<[\s\S]*href="[^"]*all-well/u,
    );
    await undo();
    expect(await page(to)).not.toContain('examples have a question');
    expect((await filesNow()).files).toEqual(shipped);
  });

  test('leaves every file as it was where it is moved back, examples too', async () => {
    await send('edit', { do: 'step', step: 'safe', before: 'heard' });
    await send('edit', { do: 'step', step: 'safe', before: 'thanks' });
    await send('edit', { do: 'step', step: 'safe', before: 'pushed' });
    expect((await filesNow()).files).toEqual(shipped);
    for (let saves = 0; saves < 3; saves += 1) await undo();
  });

  test('leaves an example that would lose its answer or a request to be looked at, and says so', async () => {
    // Whoever felt pushed, or not safe, is handed over before she would come to the last question.
    const to = await send('edit', { do: 'step', step: 'pushed', before: 'thanks' });
    const others = await othersNow();
    expect(others).toContain('felt-pushed');
    expect(others).not.toContain('all-well');
    const { files } = await filesNow();
    for (const name of others) {
      const path = `${FLOW}/transcripts/${name}.txt`;
      expect(files.get(path)).toBe(shipped.get(path));
    }
    expect(await page(to)).toContain(`${others.length} other examples go differently now.`);
    await undo();
  });

  test('is left alone in examples where the page is older than the draft', async () => {
    await send('edit', { do: 'step', step: 'thanks', name: 'goodbye' });
    const to = await send('edit', { do: 'step', step: 'safe', before: 'heard' }, 1);
    expect(to).not.toContain('moved=');
    expect((await filesNow()).files.get(WELL)).toBe(shipped.get(WELL));
    await undo();
    await undo();
  });

  test('is answered with the first answer that leads on where an example comes by it only now', async () => {
    const add = {
      kind: 'question',
      step: 'respected',
      exit: 'choice.2',
      'words-en': 'Is it good?',
    };
    const answers = {
      'label-1-en': 'Good',
      'target-1': 'end',
      'label-2-en': 'Fine',
      'target-2': 'onward',
    };
    await send('add', { ...add, ...answers });
    const { files: before } = await filesNow();
    const step = /\n {2}(is_it_good\w*):/u.exec(before.get(`${FLOW}/flow.yaml`) ?? '')?.[1] ?? '';
    const to = await send('edit', { do: 'step', step, before: 'pushed' });
    expect(await othersNow()).toEqual([]);
    const { files } = await filesNow();
    expect(files.get(WELL)).toMatch(
      /< Is it good\?\n< 1 Good\n< 2 Fine\n[^>]*> 2\n< Do you ever feel/u,
    );
    const said = await page(to);
    expect(said).toMatch(/more examples come by it now and answer “2 Fine”\./u);
    await undo();
    await undo();
    expect((await filesNow()).files).toEqual(shipped);
  });
});

describe('an example that a moved question leaves', () => {
  const QUESTION = {
    kind: 'question',
    step: 'respected',
    exit: 'before',
    'words-en': 'Is it good?',
    'label-1-en': 'Good',
    'target-1': 'onward',
    'label-2-en': 'Bad',
    'target-2': 'end',
  };
  const stepIn = (files: DraftFiles) =>
    /\n {2}(is_it_good\w*):/u.exec(files.get(`${FLOW}/flow.yaml`) ?? '')?.[1] ?? '';

  test('goes without it and is as it was before there was one; the others ask it where it stands', async () => {
    await send('add', QUESTION);
    const { files: before } = await filesNow();
    expect(before.get(WELL)).toContain('< Is it good?');
    const to = await send('edit', { do: 'step', step: stepIn(before), before: 'tell_more' });
    expect(await othersNow()).toEqual([]);
    const { files } = await filesNow();
    expect(files.get(WELL)).toBe(shipped.get(WELL));
    expect(files.get(`${FLOW}/transcripts/not-safe.txt`)).toContain('< Is it good?');
    expect(await page(to)).toMatch(/\d examples do not come by it any more and go without it\./u);
    await undo();
    expect((await filesNow()).files).toEqual(before);
    await undo();
  });

  // What the answer came to is never lost with it.
  test.each<[what: string, Change, string]>([
    [
      'recorded something',
      [
        `${FLOW}/flow.yaml`,
        'means: good, to: respected',
        'means: good, to: respected, do: { record: heard_yes }',
      ],
      '> 1\n! record: heard_yes',
    ],
    [
      'took a consent',
      [
        `${FLOW}/flow.yaml`,
        'means: good, to: respected',
        'means: good, to: respected, do: { subscribe: check_ins }',
      ],
      '> 1\n! subscribe: check_ins',
    ],
    [
      'is remembered',
      [
        `${FLOW}/flow.yaml`,
        'means: good, to: respected',
        'means: good, to: respected, save: { mood: fine }',
      ],
      '> 1',
    ],
    ['was typed in words', [`${FLOW}/flow.yaml`, 'worry: [told]', 'worry: [told]'], '> good'],
  ])('stays where her answer %s', async (_, mutant, typed) => {
    await send('add', QUESTION);
    const { files: asked } = await filesNow();
    await undo();
    const step = stepIn(asked);
    const known: Change = [`${FLOW}/flow.yaml`, 'worry: [told] }', 'worry: [told], mood: [fine] }'];
    const answer: Change = [
      WELL,
      '< 2 Bad\n< 9 a person 88 stop\n> 1',
      `< 2 Bad\n< 9 a person 88 stop\n${typed}`,
    ];
    const moved = (files: DraftFiles): DraftFiles => {
      const at = { step: 'tell_more', exit: 'before' };
      const edited = editFlow(files, FLOW, { do: 'move_step', step, at });
      if (edited.kind !== 'edited') throw new Error('it can be moved');
      return edited.files;
    };
    const gone = async (files: DraftFiles) => {
      const [before, after] = [await playing(files), await playing(moved(files))];
      const source = { file: WELL, source: files.get(WELL) ?? '' };
      expect(passes(source, before)).toBe(true);
      return passedBy(source, before, after, step);
    };
    expect(await gone(changed(asked, [known]))).toBe(shipped.get(WELL));
    expect(await gone(changed(asked, [known, mutant, answer]))).toBeUndefined();
  });
});

describe('an answer that is led to a person after it was added', () => {
  const step = { do: 'step', form: 'said-respected', step: 'respected' };
  const made = async () => {
    const { files } = await filesNow();
    const all = [...files].filter(([path]) => path.endsWith('-asked-to-talk.txt'));
    return new Map(all.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  };

  test('gets an example, as one that is added in that form does; what changed is looked at, and one undo takes all back', async () => {
    const to = await send('edit', {
      ...step,
      'means-2': 'a_little',
      'target-2': 'person',
      'label-new-en': 'Not now',
      'target-new': 'offer',
    });
    const examples = await made();
    expect([...examples.keys()].map((path) => path.split('/').at(-1))).toEqual([
      'respected-a-little-asked-to-talk.txt',
      'respected-not-now-asked-to-talk.txt',
    ]);
    const [direct = '', offered = ''] = [...examples.values()];
    expect(direct).toMatch(
      /with respect\?[\s\S]*> 2\n! record: respected_little\n! follow_up: asked_to_talk\n< [\s\S]*\n! end\n$/u,
    );
    expect(offered).toMatch(
      /with respect\?[\s\S]*> 5\n< [\s\S]*> 1\n! follow_up: asked_to_talk\n/u,
    );
    const others = await othersNow();
    expect(others).toContain('a-little');
    expect(others.some((name) => name.includes('asked-to-talk'))).toBe(false);
    const { files } = await filesNow();
    expect(files.get(`${FLOW}/transcripts/a-little.txt`)).toBe(
      shipped.get(`${FLOW}/transcripts/a-little.txt`),
    );
    const said = await page(to);
    expect(said).toContain('A new example shows how “2 A little” leads to a person.');
    expect(said).toContain('A new example shows how “5 Not now” leads to a person.');
    expect(said).toContain(`${others.length} examples go differently now.`);
    // It is said until it is settled, whatever is opened or pressed meanwhile.
    for (const view of ['read', 'map', 'file'])
      expect(await page(`/console/flows/${FLOW}/${view}`)).toMatch(
        new RegExp(`class="note warn">\\s*${others.length} examples? goe?s? differently now`, 'u'),
      );
    const { findings } = await proveDraft(bench.parts, FLOW, files);
    expect(findings.filter(({ code }) => code === 'no_transcript')).toEqual([]);
    await undo();
    expect((await filesNow()).files).toEqual(shipped);
  });

  test('gets none where it leads to no person, where the page is older, and where one shows that way already', async () => {
    const person = { ...step, 'means-2': 'a_little', 'target-2': 'person' };
    await send('edit', { ...person, 'target-2': 'safe' });
    expect((await made()).size).toBe(0);
    await undo();
    await send('edit', { do: 'step', step: 'thanks', name: 'goodbye' });
    await send('edit', person, 1);
    expect((await made()).size).toBe(0);
    await undo();
    await undo();
    await send('edit', person);
    const [[path = '', source = ''] = []] = await made();
    await undo();
    await send('file', { path, text: source });
    await send('edit', person);
    expect([...(await made()).keys()]).toEqual([path]);
    expect(await othersNow()).not.toContain('respected-a-little-asked-to-talk');
    await undo();
    await undo();
    expect((await filesNow()).files).toEqual(shipped);
  });
});

describe('an example of a flow in which a question was moved', () => {
  const flow = `${FLOW}/flow.yaml`;
  const english = `${FLOW}/en.yaml`;
  const move = (files: DraftFiles, place: string): DraftFiles => {
    const at = { step: place, exit: 'before' };
    const edited = editFlow(files, FLOW, { do: 'move_step', step: 'safe', at });
    if (edited.kind !== 'edited') throw new Error('it can be moved');
    return edited.files;
  };
  async function moved(
    mutants: readonly Change[],
    { files = shipped, place = 'heard' }: { files?: DraftFiles; place?: string } = {},
  ): Promise<string | undefined> {
    const before = await playing(files);
    const after = await playing(changed(move(files, place), mutants));
    return movedExample({ file: WELL, source: files.get(WELL) ?? '' }, before, after, 'safe');
  }

  // What moving alone never does: mutants of the flow, each of which has to be seen.
  test.each<[what: string, Change]>([
    ['records another thing', [flow, 'record: heard_yes', 'record: heard_no']],
    ['records the moved answer otherwise', [flow, 'record: safe_yes', 'record: safe_no']],
    [
      'asks for a person',
      [flow, 'do: { record: heard_yes }', 'do: { record: heard_yes, follow_up: asked_to_talk }'],
    ],
    [
      'takes a consent',
      [flow, 'do: { record: heard_yes }', 'do: { record: heard_yes, subscribe: check_ins }'],
    ],
    [
      'remembers another thing',
      [flow, 'means: yes, to: respected,', 'means: yes, to: respected, save: { worry: told },'],
    ],
    ['leads elsewhere', [flow, '1: { means: yes, to: respected', '1: { means: yes, to: involved']],
    ['waits', [flow, 'ask: involved\n', 'ask: involved\n    silence: { 1h: thanks }\n']],
    ['ends later', [flow, 'expires: 1d', 'expires: 2d']],
    ['says another thing', [english, 'Do we treat you with respect?', 'Do we treat you well?']],
    [
      'says one thing more',
      [
        flow,
        'thanks: { say: thanks, to: end }',
        'thanks: { say: thanks, to: more }\n  more: { say: thanks, to: end }',
      ],
    ],
  ])('that also %s stays as it was', async (_, mutant) => {
    expect(await moved([])).toContain('! record: safe_yes\n< Five short');
    expect(await moved([mutant])).toBeUndefined();
  });

  test('stays where what was typed means another answer at the same question now, though nothing else comes of it', async () => {
    const files = changed(shipped, [
      [flow, 'to: involved, do: { record: respected_yes }', 'to: involved'],
      [flow, 'to: involved, do: { record: respected_little }', 'to: involved'],
      [WELL, '> yes\n! record: respected_yes', '> yeah'],
    ]);
    expect(await moved([], { files })).toContain('> yeah\n');
    const mutants: Change[] = [
      [english, 'yes: [y, yeah,', 'yes: [y,'],
      [english, 'a_little: [little,', 'a_little: [yeah, little,'],
    ];
    expect(await moved(mutants, { files })).toBeUndefined();
  });

  test('stays where something else is remembered at its end, though no line says so', async () => {
    const files = changed(shipped, [[flow, 'worry: [told] }', 'worry: [told], mood: [good] }']]);
    expect(await moved([], { files })).toBeDefined();
    const mutant: Change = [
      flow,
      'means: yes, to: respected,',
      'means: yes, to: respected, save: { mood: good },',
    ];
    expect(await moved([mutant], { files })).toBeUndefined();
  });

  test.each(['follow_up: asked_to_talk', 'subscribe: check_ins'])(
    'stays where a record would change places with %s',
    async (effect) => {
      const files = changed(shipped, [
        [flow, 'do: { record: heard_yes }', `do: { ${effect} }`],
        [WELL, '! record: heard_yes', `! ${effect}`],
      ]);
      expect(await moved([], { files })).toBeUndefined();
      const quiet = changed(files, [
        [
          flow,
          '1: { means: yes, to: pushed, do: { record: safe_yes } }',
          '1: { means: yes, to: pushed }',
        ],
        [WELL, '! record: safe_yes\n', ''],
      ]);
      expect(await moved([], { files: quiet })).toContain(`! ${effect}\n`);
    },
  );

  test('stays where the question would come unasked, after a silence', async () => {
    const files = changed(shipped, [
      [flow, 'ask: respected\n', 'ask: respected\n    silence: { 1h: involved }\n'],
      [WELL, '> yes\n! record: respected_yes', '! waits 1h\n~ silence'],
    ]);
    expect(await moved([], { files })).toContain('! waits 1h\n~ silence\n< Do you decide');
    expect(await moved([], { files, place: 'involved' })).toBeUndefined();
  });

  test('that did not pass before stays, and remarks stand above the lines that they stood above', async () => {
    const wrong = changed(shipped, [[WELL, 'This helps us', 'That helps us']]);
    expect(await moved([], { files: wrong })).toBeUndefined();
    const remarked = changed(shipped, [
      [WELL, '> 1\n! record: safe_yes', '# She feels safe.\n>   1\n! record: safe_yes'],
    ]);
    const now = await moved([], { files: remarked });
    expect(now).toContain('# She feels safe.\n>   1\n! record: safe_yes\n< Five short');
  });
});
