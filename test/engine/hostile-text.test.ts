import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { open } from '../../src/base/seal.ts';
import { INBOUND_TEXT_MAX } from '../../src/engine/arrivals.ts';
import { sealPlace } from '../../src/engine/situation.ts';
import { callBack } from '../scenarios/call-back.ts';
import { world, type World } from '../world/world.ts';

const SEED = 20_261_123;
const CORPUS = [
  '',
  '\0',
  'a\0b\0',
  '\u0000\u0001\u0002',
  '\ufffd\ufffd',
  '\ufeffhello',
  '\u202egnirts',
  '👩‍👩‍👧‍👦'.repeat(50),
  'e' + '\u0301'.repeat(2_500),
  'x'.repeat(10_000),
  `${'x'.repeat(1_999)}😀`,
  '{"a":1}',
  `'; drop table turn; --`,
  '<script>alert(1)</script>',
  '${process.env.KEY}',
  '{programme}',
  '\\x00\\u0000',
  '=1+1',
  '%00%ff',
  '\r\n\r\n',
];

/** The bytes of a form, as a gateway might send them: also such as are no UTF-8. */
const RAW_FORMS = ['text=%ff%fe%00', 'text=%ed%a0%80', 'text=%c0%ae', 'text=%F0%9F%98', 'text=%'];

describe('any text', () => {
  test('is one row with every character that is kept, and the next message works [rel P47]', async () => {
    const w = await world();
    const random = fc.sample(fc.string({ unit: 'binary', maxLength: 300 }), {
      numRuns: 80,
      seed: SEED,
    });
    const texts = [...CORPUS, ...random];
    for (const [index, text] of texts.entries()) {
      const fields = { from: w.phone.number, to: '22340', id: `t${index}`, text };
      expect([text, (await callBack(w, 'sms', fields)).status]).toEqual([text, 200]);
    }
    const inputs = await inputsOf(w);
    expect(inputs).toHaveLength(texts.length);
    for (const [index, text] of texts.entries()) {
      const kept = inputs[index] ?? '-';
      expect(kept.length).toBeLessThanOrEqual(INBOUND_TEXT_MAX);
      expect(text.toWellFormed().startsWith(kept)).toBe(true);
      if (text.length <= INBOUND_TEXT_MAX) expect(kept).toBe(text.toWellFormed());
    }
    await w.phone.texts('JOIN');
    expect(w.phone.lastHeard()).toContain('Which language?');
  });

  test('that is no UTF-8 is taken too', async () => {
    const w = await world();
    const { base, secret } = w.callbacks;
    for (const [index, form] of RAW_FORMS.entries()) {
      const answer = await fetch(`${base}/at/${secret}/sms`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `from=%2B254711000111&to=22340&id=r${index}&${form}`,
      });
      expect([form, answer.status]).toEqual([form, 200]);
    }
    expect(await inputsOf(w)).toHaveLength(RAW_FORMS.length);
    await w.phone.texts('JOIN');
    expect(w.phone.lastHeard()).toContain('Which language?');
  });
});

/** What the log of turns keeps of each text, opened. */
async function inputsOf({ db, service }: World): Promise<string[]> {
  const rows = await db.run(
    (sql) => sql<{ phoneId: string; turn: number; sealed: Buffer; wrappedKey: Buffer }[]>`
      select t.phone_id, t.turn, t.sealed, p.wrapped_key
      from turn t join phone p on p.id = t.phone_id order by t.turn`,
  );
  return rows.map(({ phoneId, turn, sealed, wrappedKey }) => {
    const key = service.setting.keyring.openKey(phoneId, wrappedKey);
    const kept: unknown = JSON.parse(open(key, sealPlace(phoneId, turn), sealed).toString('utf8'));
    return typeof kept === 'object' && kept !== null && 'input' in kept ? String(kept.input) : '-';
  });
}
