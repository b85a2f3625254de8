import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { septetsOf, smsSize } from '../../src/conversation/gsm7.ts';

const Vector = z.strictObject({
  name: z.string(),
  text: z.string(),
  encoding: z.enum(['gsm7', 'ucs2']),
  units: z.number(),
  segments: z.number(),
});
const file = new URL('segmentation-vectors.json', import.meta.url);
const vectors = z.array(Vector).parse(JSON.parse(readFileSync(file, 'utf8')));

/** The parts a phone would get, made greedily: a second way to the same number. */
function partsOf(text: string): string[] {
  const { encoding, units } = smsSize(text);
  const size = (part: string) =>
    encoding === 'ucs2'
      ? part.length
      : Array.from(part).reduce((sum, letter) => sum + (septetsOf(letter) ?? Infinity), 0);
  if (units <= (encoding === 'ucs2' ? 70 : 160)) return units === 0 ? [] : [text];
  const parts = [''];
  for (const letter of text) {
    const longer = `${parts.at(-1)}${letter}`;
    if (size(longer) <= (encoding === 'ucs2' ? 67 : 153)) parts[parts.length - 1] = longer;
    else parts.push(letter);
  }
  return parts;
}

describe('the size of an SMS', () => {
  test('there are 39 vectors', () => expect(vectors).toHaveLength(39));

  test.each(vectors)('is right for $name', ({ text, encoding, units, segments }) => {
    expect(smsSize(text)).toEqual({ encoding, units, segments });
  });

  test('an empty text has no segment', () => {
    expect(smsSize('')).toEqual({ encoding: 'gsm7', units: 0, segments: 0 });
  });

  test('is that of the parts a phone gets, for any text', () => {
    const letter = fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...Array.from('ab €^{é\n')) },
      { weight: 1, arbitrary: fc.constantFrom('😀', 'ሰ', 'ç') },
    );
    const text = fc.array(letter, { maxLength: 700 }).map((letters) => letters.join(''));
    const gsm = fc
      .array(fc.constantFrom(...Array.from('ab€~')), { maxLength: 700 })
      .map((l) => l.join(''));
    fc.assert(
      fc.property(fc.oneof(text, gsm), (sample) => {
        const parts = partsOf(sample);
        expect(parts.join('')).toBe(sample);
        expect(smsSize(sample).segments).toBe(parts.length);
      }),
    );
  });

  test('is what another count of segments says, at every boundary and for any text', () => {
    const letters = (all: string) =>
      fc.string({ unit: fc.constantFrom(...Array.from(all)), maxLength: 340 });
    // Near the boundaries an escape or a surrogate pair does not fit into what is left of a part.
    const near = fc
      .tuple(fc.integer({ min: 60, max: 320 }), fc.constantFrom('a', 'ç'), letters('a€[😀ç'))
      .map(([length, letter, rest]) => letter.repeat(length) + rest.slice(0, 12));
    const text = fc.oneof(letters('ab €^{}~|é\nñ@£'), letters('aé€ç😀ሰક'), near);
    fc.assert(
      fc.property(text, (sample) => {
        const { encoding, segments } = smsSize(sample.toWellFormed());
        const other = new SegmentedMessage(sample.toWellFormed(), 'auto', false);
        expect(encoding).toBe(other.encodingName === 'GSM-7' ? 'gsm7' : 'ucs2');
        expect(segments).toBe(sample === '' ? 0 : other.segmentsCount);
      }),
      { numRuns: 400 },
    );
  });
});
