import { describe, expect, test } from 'vitest';
import { freshDatabase } from '../world/database.ts';
import { releaseBench, releases, standAt } from './release-bench.ts';

const database = await freshDatabase();
const desk = await releaseBench(database);
const { admin, editor, peer, press, shown, draft, stages } = desk;
const supervisor = await desk.somebody('supervisor');

/** One step has another name, and another takes one answer less. */
async function changed(): Promise<Map<string, string>> {
  const { files } = await draft();
  const path = 'feedback/flow.yaml';
  const flow = (files.get(path) ?? '')
    .replaceAll('to: respected', 'to: with_respect')
    .replace('  respected:\n', '  with_respect:\n')
    .replace(
      '      3: { means: not_so, to: pushed, save: { worry: told }, do: { record: safe_no } }\n      4: { means: skip, to: pushed }\n',
      '      3: { means: not_so, to: pushed, save: { worry: told }, do: { record: safe_no } }\n',
    );
  expect(flow).not.toBe(files.get(path));
  return new Map([...files, [path, flow]]);
}

/** The row of a step, by what stands in its name on every view. */
const rowOf = (page: string, words: string) =>
  new RegExp(`<th scope="row">[^<]*${words}[^<]*</th>[\\s\\S]*?</tr>`, 'u').exec(page)?.[0] ?? '';
const RESPECT = 'Do we treat you with respect';
const SAFE = 'Do you feel safe with us';

describe('whoever goes back', () => {
  test('sees where people stand, chooses where each goes on, and reads which step takes no one', async () => {
    expect(await releases(desk, await changed())).toMatchObject({ version: 2 });
    await standAt(desk, { version: 2, step: 'with_respect', people: 2 });
    await standAt(desk, { version: 2, step: 'safe', people: 1 });
    const page = await shown(supervisor);
    expect(page).toContain('3 people are in the middle of version 2 now.');
    expect(rowOf(page, RESPECT)).toContain('<option value="respected"');
    expect(rowOf(page, RESPECT)).toContain('<option value="">they stay</option>');
    expect(rowOf(page, SAFE)).toContain('no step of version 1 takes the same answers');
    expect(rowOf(page, SAFE)).not.toContain('<option');

    const move = { version: '2', people: 'move', move_safe: '' };
    for (const [to, said] of [
      ['nowhere', 'release.refused_step_map'],
      ['tell_more', 'release.refused_step_map'],
    ] as const)
      expect(await press(supervisor, 'release/back', { ...move, move_with_respect: to })).toBe(
        said,
      );
    expect((await stages())?.open).toMatchObject({ version: 2, state: 'running' });
    expect(
      await press(supervisor, 'release/back', { ...move, move_with_respect: 'respected' }),
    ).toBe('release.done_moved_back');
    expect((await stages())?.history[0]).toMatchObject({
      state: 'rolled_back',
      moves: { from: 2, to: 1, steps: { with_respect: { to: 'respected', needs: [] } } },
    });
  });

  test('sees how many are still in what was given up, and takes its text up again', async () => {
    const page = await shown(editor);
    expect(page).toContain('Version 2 was given up');
    expect(page).toContain('3 people are still in the middle of it.');
    expect(await shown(supervisor)).not.toContain('Take this text up again');
    expect(await press(editor, 'take-up', { version: '2' })).toBe('release.done_taken_up');
    const { files, state } = await draft();
    expect(state).toBe('draft');
    expect(files.get('feedback/flow.yaml')).toContain('with_respect:');
    expect(await press(editor, 'take-up', { version: '2' })).toBe('release.not_draft_there');
    expect(await shown(editor)).toContain('There is a draft now.');
    expect(await press(editor, 'discard')).toBe('release.done_discarded');
  });

  test('and presses once more, moves nobody by the plain button', async () => {
    expect(await releases(desk, await changed())).toMatchObject({ version: 3 });
    await standAt(desk, { version: 3, step: 'with_respect', people: 1 });
    expect(await press(supervisor, 'release/back', { version: '3' })).toBe(
      'release.done_rolled_back',
    );
    expect((await stages())?.history[0]).toMatchObject({ state: 'rolled_back', moves: null });
    expect(await press(supervisor, 'release/back', { version: '3' })).toContain('refused_');
  });
});

test('what was given up and is taken up again stays the work of whoever wrote it', async () => {
  await desk.edit('name: English', 'name: Our English', admin);
  await press(admin, 'discard');
  expect(await shown(editor)).toContain('A draft was given up');
  const revision = /name="revision" value="(\d+)"/u.exec(await shown(editor))?.[1] ?? '';
  expect(await press(editor, 'take-up', { revision })).toBe('release.done_taken_up');
  await press(editor, 'review', { kind: 'sent' });
  expect(await press(admin, 'review', { kind: 'approved' })).toBe('release.not_own_work');
  expect(await press(editor, 'review', { kind: 'approved' })).toBe('release.not_own_work');

  const content = await desk.agreed('Their English').catch(() => undefined);
  expect(content).toBeUndefined();
  const second = await desk.somebody('reviewer');
  await press(peer, 'review', { kind: 'peer_approved' });
  expect(await press(second, 'review', { kind: 'approved' })).toBe('release.done_approved');
  const read = /name="content" value="([^"]+)"/u.exec(await shown(editor))?.[1] ?? '';
  expect(await press(editor, 'release', { content: read })).toBe('release.done_released');
  expect(await press(editor, 'release/back', { version: '4' })).toBe('release.done_rolled_back');
  expect(await press(editor, 'take-up', { version: '4' })).toBe('release.done_taken_up');
  await press(editor, 'review', { kind: 'sent' });
  expect(await press(admin, 'review', { kind: 'approved' })).toBe('release.not_own_work');
});

test('who has to stop something waits for no proof: both buttons are there before it, and do what they say', async () => {
  await press(editor, 'discard');
  expect(await releases(desk, await changed())).toMatchObject({ kind: 'published' });
  const version = String((await stages())?.open?.version);
  let looks = 0;
  const early = async (staff: typeof editor) => {
    await desk.edit(/^name: .*$/mu, `name: English ${(looks += 1)}`);
    const page = await desk.hurried(() => desk.shown(staff));
    expect(page).toContain('data-again-ms=');
    return page;
  };
  for (const staff of [supervisor, editor, admin]) {
    const page = await early(staff);
    expect(page).toContain('action="/console/flows/feedback/release/hold"');
    expect(page).toContain('action="/console/flows/feedback/release/back"');
    expect(page).toContain(`name="version" value="${version}"`);
  }
  for (const staff of [peer, desk.reviewer])
    expect(await early(staff)).not.toContain('release/hold');
  expect(await press(supervisor, 'release/hold')).toBe('release.done_held');
  const held = await early(supervisor);
  expect(held).not.toContain('release/hold');
  expect(held).toContain('release/back');
  expect(await press(supervisor, 'release/back', { version })).toBe('release.done_rolled_back');
});
