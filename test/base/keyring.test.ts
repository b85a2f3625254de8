import { expect, test } from 'vitest';
import { createKeyring, KEY_NAMES, type Secrets } from '../../src/base/keyring.ts';
import { open, seal, Unsealable } from '../../src/base/seal.ts';

const key = (letter: string) => Buffer.alloc(32, letter);
const FORMER: Secrets = { wrap: key('a'), index: key('b'), suppress: key('c'), audit: key('d') };
const NEW: Secrets = { wrap: key('w'), index: key('x'), suppress: key('y'), audit: key('z') };
const both: Secrets = {
  ...NEW,
  former: {
    wrap: [FORMER.wrap],
    index: [FORMER.index],
    suppress: [FORMER.suppress],
    audit: [FORMER.audit],
  },
};
const NUMBER = '+254711000111';

test('while keys are exchanged, what the former ones made still opens and is found; nothing new is made with them', () => {
  const [before, during, after] = [createKeyring(FORMER), createKeyring(both), createKeyring(NEW)];
  const { key: made, wrapped } = before.newKey('row');
  expect(during.openKey('row', wrapped)).toEqual(made);
  expect(() => after.openKey('row', wrapped)).toThrow(Unsealable);
  const again = during.rewrap('row', wrapped);
  expect(after.openKey('row', again)).toEqual(made);
  expect(() => before.openKey('other', again)).toThrow(Unsealable);
  expect(again.subarray(0, after.wrapHead.length)).toEqual(after.wrapHead);
  expect(during.formerIndexes(NUMBER)).toEqual([before.numberIndex(NUMBER)]);
  expect(during.formerSuppressions(NUMBER)).toEqual([before.suppressionIndex(NUMBER)]);
  expect(during.numberIndex(NUMBER)).toEqual(after.numberIndex(NUMBER));
  expect(after.formerIndexes(NUMBER)).toEqual([]);
});

test('keys that were wrapped before keys had ids open with whichever key it was', () => {
  const old = seal(FORMER.wrap, 'key:row', key('k'));
  expect(createKeyring(both).openKey('row', old)).toEqual(key('k'));
  expect(() => createKeyring(NEW).openKey('row', old)).toThrow(Unsealable);
});

test('a wrapped key is that of its row, and opens no other [rel P67]', () => {
  const ring = createKeyring(NEW);
  const { wrapped } = ring.newKey('row');
  expect(() => createKeyring(NEW).openKey('another', wrapped)).toThrow(Unsealable);
});

test('an entry of the audit log says which key authenticated it, and any change shows', () => {
  const mac = createKeyring(FORMER).auditMac('who did what');
  const during = createKeyring(both);
  expect(during.checkAuditMac('who did what', mac)).toBe('right');
  expect(during.checkAuditMac('who did that', mac)).toBe('wrong');
  expect(createKeyring(NEW).checkAuditMac('who did what', mac)).toBe('unknown_key');
  expect(during.checkAuditMac('who did what', mac.subarray(0, 20))).toBe('wrong');
});

test('ids tell keys apart and are no part of them', () => {
  const ring = createKeyring(both);
  const ids = KEY_NAMES.flatMap((name) => [ring.keyId(name), ...ring.formerKeyIds(name)]);
  expect(new Set(ids).size).toBe(8);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}$/u);
});

test('of 200 sealed values no changed bit opens [rel P67]', () => {
  const [secret, place] = [key('s'), 'turn:phone:1'];
  for (let value = 0; value < 200; value += 1) {
    const sealed = seal(secret, place, `value ${value}`);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => open(secret, place, changed)).toThrow(Unsealable);
    }
  }
});
