import { expect, test } from 'vitest';
import { createKeyring } from '../../src/base/keyring.ts';
import {
  createChainCheck,
  headWords,
  nextSeal,
  readHead,
  type ChainedEntry,
  type ChainHead,
  type ChainSeal,
} from '../../src/engine/audit-chain.ts';
import { chanceOf, worldSeed, type Chance } from '../world/chance.ts';

const seed = worldSeed();
console.log(`audit chain: WORLD_SEED=${seed}`);
const key = (letter: string) => Buffer.alloc(32, letter);
const SECRETS = { wrap: key('w'), index: key('i'), suppress: key('s'), audit: key('a') };
const keyring = createKeyring(SECRETS);
const MUTATIONS = 10_000;

type Link = { seal: ChainSeal; entries: ChainedEntry[] };

const entryOf = (seq: number, actor = 'command line'): ChainedEntry => ({
  seq: String(seq),
  id: `00000000-0000-7000-8000-${String(seq).padStart(12, '0')}`,
  at: `2027-01-04T09:00:${String(seq % 60).padStart(2, '0')}.000000`,
  actor,
  action: seq % 3 === 0 ? 'invited' : 'stop_asked',
  subject: seq % 4 === 0 ? null : `phone ${seq % 5}`,
  detail: seq % 5 === 0 ? 'a detail' : '',
  mac: keyring.auditMac(`entry ${seq}`),
});

/** A chain of links with one to five entries each, made with a keyring. */
function chainOf(links: number, chance: Chance, ring = keyring): Link[] {
  const chain: Link[] = [];
  let seq = 0;
  for (let link = 0; link < links; link += 1) {
    const entries = Array.from({ length: 1 + chance.below(5) }, () => entryOf((seq += 1)));
    const at = new Date(1_800_000_000_000 + link * 10_000);
    chain.push({ seal: nextSeal(ring, chain.at(-1)?.seal, entries, at), entries });
  }
  return chain;
}

function faultsOf(chain: readonly Link[], heads: readonly ChainHead[] = [], ring = keyring) {
  const check = createChainCheck(ring, heads);
  for (const { seal, entries } of chain) check.take(seal, entries);
  return check.end();
}

/** Changes one thing about a chain, as somebody with all rights in the database could. Returns what was done. */
function mutate(chain: Link[], chance: Chance): string {
  const at = chance.below(chain.length);
  const { seal, entries } = chain[at]!;
  const which = chance.below(entries.length);
  const entry = entries[which]!;
  const flip = (bytes: Buffer) => {
    const changed = Buffer.from(bytes);
    changed[chance.below(changed.length)]! ^= 1 << chance.below(8);
    return changed;
  };
  const acts: Record<string, () => void> = {
    'edits an entry': () => {
      const field = chance.pick(['actor', 'action', 'subject', 'detail', 'at', 'id'] as const);
      entries[which] = { ...entry, [field]: `${entry[field]}x` };
    },
    'changes the HMAC of an entry': () => (entries[which] = { ...entry, mac: flip(entry.mac) }),
    'deletes an entry': () => entries.splice(which, 1),
    'inserts an entry': () => entries.splice(which, 0, entryOf(10_000 + which)),
    'doubles an entry': () => entries.splice(which, 0, entry),
    'swaps two entries': () => {
      const from = chance.pick(
        chain.filter((link) => link.entries !== entries || entries.length > 1),
      );
      const other = from.entries === entries ? (which + 1) % entries.length : 0;
      const moved = from.entries[other]!;
      from.entries[other] = entry;
      entries[which] = moved;
    },
    'moves an entry to another link': () => {
      const to = chain[(at + 1) % chain.length]!;
      to.entries.push(...entries.splice(which, 1));
    },
    'deletes a link': () => chain.splice(at, 1),
    'swaps two links': () => {
      const other = (at + 1) % chain.length;
      [chain[at], chain[other]] = [chain[other]!, chain[at]!];
    },
    'changes a digest': () =>
      (chain[at] = { entries, seal: { ...seal, digest: flip(seal.digest) } }),
    'changes the HMAC of a link': () =>
      (chain[at] = { entries, seal: { ...seal, mac: flip(seal.mac) } }),
    'changes the time of a link': () =>
      (chain[at] = { entries, seal: { ...seal, at: new Date(seal.at.getTime() + 1) } }),
    'cuts off the end': () => chain.splice(at),
    'writes the chain anew from there with a key of its own': () => {
      const own = createKeyring({ ...SECRETS, audit: key('x') });
      entries[which] = { ...entry, actor: 'nobody' };
      for (let link = at; link < chain.length; link += 1) {
        const before = chain[link - 1]?.seal;
        const one = chain[link]!;
        chain[link] = { ...one, seal: nextSeal(own, before, one.entries, one.seal.at) };
      }
    },
    'writes the digests anew and leaves the HMACs': () => {
      entries[which] = { ...entry, actor: 'nobody' };
      for (let link = at; link < chain.length; link += 1) {
        const one = chain[link]!;
        const { mac } = one.seal;
        const made = nextSeal(keyring, chain[link - 1]?.seal, one.entries, one.seal.at);
        chain[link] = { ...one, seal: { ...made, mac } };
      }
    },
  };
  const name = chance.pick(Object.keys(acts));
  acts[name]?.();
  return name;
}

test('10,000 changes by somebody with all rights in the database are all found [rel P72]', () => {
  const chance = chanceOf(seed);
  const whole = chainOf(8, chance.fork(0));
  const last = whole.at(-1)?.seal;
  const heads = last === undefined ? [] : [{ n: last.n, digest: last.digest }];
  expect(faultsOf(whole, heads)).toEqual([]);
  const missed: string[] = [];
  const done = new Map<string, number>();
  for (let count = 0; count < MUTATIONS; count += 1) {
    const chain = whole.map(({ seal, entries }) => ({ seal, entries: [...entries] }));
    const name = mutate(chain, chance);
    done.set(name, (done.get(name) ?? 0) + 1);
    if (faultsOf(chain, heads).length === 0) missed.push(name);
  }
  expect(missed).toEqual([]);
  expect([...done.values()].every((times) => times > 100)).toBe(true);
});

test('without a head that was kept elsewhere a cut end is not found, and nothing else is missed', () => {
  const whole = chainOf(6, chanceOf(seed));
  expect(faultsOf(whole.slice(0, 3))).toEqual([]);
  const [head] = whole.slice(-1).map(({ seal }) => ({ n: seal.n, digest: seal.digest }));
  expect(faultsOf(whole.slice(0, 3), head === undefined ? [] : [head])).toEqual([
    { kind: 'head_missing', seal: 6 },
  ]);
});

test('after an exchange of keys the new key alone holds the whole chain', () => {
  const chance = chanceOf(seed);
  const next = createKeyring({ ...SECRETS, audit: key('n') });
  const chain = chainOf(5, chance);
  const entries = [entryOf(900)];
  expect(faultsOf(chain, [], next)).toEqual([{ kind: 'seal_changed', seal: 5 }]);
  chain.push({ entries, seal: nextSeal(next, chain.at(-1)?.seal, entries, new Date()) });
  expect(faultsOf(chain, [], next)).toEqual([]);
  chain[1]!.entries[0] = entryOf(901);
  expect(faultsOf(chain, [], next)).toContainEqual({ kind: 'entries_changed', seal: 2 });
});

test('a head is written in letters, and read again', () => {
  const head = { n: 1_048_577, digest: key('d') };
  expect(headWords(head)).toMatch(/^[a-p]+-[a-p]{32}$/u);
  expect(readHead(headWords(head))).toEqual({ n: head.n, digest: key('d').subarray(0, 16) });
  for (const words of ['', 'abc', '12-34', `${headWords(head)}q`])
    expect(readHead(words)).toBeUndefined();
});
