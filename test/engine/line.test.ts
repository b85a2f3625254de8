import { describe, expect, test } from 'vitest';
import { createLine, LeftTheLine, LineFull, type Waiting } from '../../src/engine/line.ts';

type Entry = Waiting<string, string>;

/** A line whose batches the test settles by hand. */
function lineByHand() {
  const batches: (readonly Entry[])[] = [];
  const ends: (() => void)[] = [];
  const line = createLine<string, string>((batch) => {
    batches.push(batch);
    return new Promise((resolve) => ends.push(resolve));
  });
  const settle = (entry: Entry) =>
    entry.settle({ status: 'fulfilled', value: `done ${entry.arrival}` });
  const finish = async (index: number) => {
    batches[index]?.forEach(settle);
    ends[index]?.();
    await Promise.resolve();
  };
  const arrivals = () => batches.map((batch) => batch.map(({ arrival }) => arrival));
  return { line, arrivals, finish, settle, batches };
}

describe('the line', () => {
  test('sends a lone arrival at once, and makes a batch of what waits meanwhile', async () => {
    const { line, arrivals, finish } = lineByHand();
    const first = line.submit('a', 'A', '1');
    await Promise.resolve();
    void line.submit('b', 'B', '2');
    await Promise.resolve();
    void line.submit('c', 'C', '3');
    await Promise.resolve();
    void line.submit('d', 'D', '4');
    await Promise.resolve();
    expect(arrivals()).toEqual([['a'], ['b']]);
    await finish(0);
    expect(await first).toBe('done a');
    expect(arrivals().at(-1)).toEqual(['c', 'd']);
  });

  test('makes one batch of what comes in one go', async () => {
    const { line, arrivals } = lineByHand();
    for (const each of ['a', 'b', 'c']) void line.submit(each, each, each);
    await Promise.resolve();
    expect(arrivals()).toEqual([['a', 'b', 'c']]);
  });

  test('has one arrival of a phone on its way at a time, in the order they came [rel P24]', async () => {
    const { line, arrivals, finish } = lineByHand();
    for (const each of ['a1', 'a2', 'a3', 'b1']) void line.submit(each, each[0] ?? '', each);
    await Promise.resolve();
    await finish(0);
    await finish(1);
    await finish(2);
    const seen = arrivals().flat();
    expect(seen.filter((each) => each.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    for (const batch of arrivals())
      expect(batch.filter((each) => each.startsWith('a')).length).toBeLessThanOrEqual(1);
  });

  test('gives one answer to an arrival that comes twice', async () => {
    const { line, arrivals, finish } = lineByHand();
    const answers = [line.submit('a', 'A', 'same'), line.submit('a', 'A', 'same')];
    await Promise.resolve();
    await finish(0);
    expect(await Promise.all(answers)).toEqual(['done a', 'done a']);
    expect(arrivals()).toEqual([['a']]);
  });

  test('lets a caller out that has not been read yet, and nobody else of its phone slips past', async () => {
    const { line, arrivals, finish } = lineByHand();
    void line.submit('a1', 'A', '1');
    await Promise.resolve();
    const leave = new AbortController();
    const second = line.submit('a2', 'A', '2', leave.signal);
    leave.abort();
    await expect(second).rejects.toThrow(LeftTheLine);
    const tooLate = line.submit('a2', 'A', '2', leave.signal);
    await expect(tooLate).rejects.toThrow(LeftTheLine);
    void line.submit('a3', 'A', '3');
    expect(arrivals()).toEqual([['a1']]);
    await finish(0);
    expect(arrivals()).toEqual([['a1'], ['a3']]);
  });

  test('takes nothing back that is on its way', async () => {
    const { line, finish } = lineByHand();
    const leave = new AbortController();
    const answer = line.submit('a', 'A', '1', leave.signal);
    await Promise.resolve();
    leave.abort();
    await finish(0);
    expect(await answer).toBe('done a');
  });

  test('refuses when it is full, and takes again when there is room', async () => {
    const { line, finish } = lineByHand();
    const all: Promise<string>[] = [];
    const blocked = line.submit('first', 'P', 'first');
    await Promise.resolve();
    for (let index = 0; index < 8_192; index += 1)
      all.push(line.submit(String(index), 'P', String(index)));
    await expect(line.submit('one more', 'P', 'one more')).rejects.toThrow(LineFull);
    await finish(0);
    expect(await blocked).toBe('done first');
    void line.submit('again', 'P', 'again');
    expect(all).toHaveLength(8_192);
  });

  test('fails all of a batch that fails as a whole, and goes on', async () => {
    const line = createLine<string, string>(() => Promise.reject(new Error('lost')));
    await expect(line.submit('a', 'A', '1')).rejects.toThrow('lost');
    await expect(line.submit('a', 'A', '1')).rejects.toThrow('lost');
    await line.drained();
  });

  test('is drained when everything was answered', async () => {
    const { line, finish } = lineByHand();
    void line.submit('a', 'A', '1');
    await Promise.resolve();
    let drained = false;
    const done = line.drained().then(() => (drained = true));
    expect(drained).toBe(false);
    await finish(0);
    await done;
    expect(drained).toBe(true);
  });
});
