import { expect, test } from 'vitest';
import { type ExampleChange, exampleChanges } from '../../src/proof/transcripts/example-changes.ts';

const PATH = 'x/transcripts/one.txt';
const BEFORE = `# Once.
@ language: en
< How are you?
! waits 1d
> 1
! record: well
< Did you sleep?
> 2
< Thank you.
! end
`;
const question = '< Did you eat?\n> 1\n';

test.each<[says: string, after: string | undefined, kind: ExampleChange]>([
  ['shows other words', BEFORE.replace('Thank you', 'Thanks'), 'words'],
  ['answers one more question', BEFORE.replace('< Thank', `${question}< Thank`), 'answers'],
  [
    'has a question elsewhere',
    BEFORE.replace('< Did you sleep?\n> 2\n', '').replace('< How', '< Did you sleep?\n> 2\n< How'),
    'moved',
  ],
  ['records another thing', BEFORE.replace('well', 'not_well'), 'otherwise'],
  ['lost an answer', BEFORE.replace('> 2\n', ''), 'otherwise'],
  ['asks for a person', BEFORE.replace('> 2\n', '> 2\n! follow_up: asked_to_talk\n'), 'otherwise'],
  ['was known otherwise before', BEFORE.replace('language: en', 'language: sw'), 'otherwise'],
  ['is no more', undefined, 'gone'],
])('of an example that %s reviewers hear nothing else', (_, after, kind) => {
  const files = new Map([['x/flow.yaml', 'a']]);
  const [then, now] = [new Map(files).set(PATH, BEFORE), new Map(files)];
  if (after !== undefined) now.set(PATH, after);
  expect([...exampleChanges(then, now)]).toEqual([[PATH, kind]]);
  if (after === undefined) expect([...exampleChanges(now, then)]).toEqual([[PATH, 'added']]);
});

test('of an example in which every answer is the same, a question that stands elsewhere is still heard of', () => {
  const skips = (one: string, other: string, end: string) =>
    new Map([[PATH, `< ${one}\n> 4\n< ${other}\n> 4\n< ${end}\n! end\n`]]);
  const before = skips('Did you eat?', 'Did you sleep?', 'Thank you.');
  const after = skips('Did you sleep?', 'Did you eat?', 'Thanks.');
  expect([...exampleChanges(before, after).values()]).toEqual(['moved']);
});
