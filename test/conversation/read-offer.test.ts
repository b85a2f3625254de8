import { beforeAll, describe, expect, test } from 'vitest';
import { readOffer } from '../../src/conversation/read-offer.ts';
import type { Tongue } from '../../src/conversation/read-tongue.ts';
import { loadFormats } from '../../src/store/word-files.ts';

let tongue: Tongue;
beforeAll(async () => {
  const formats = await loadFormats('flows');
  if (!formats.ok) throw new Error('the formats have findings');
  const languages = ['en', 'sw', 'sn'];
  tongue = { language: 'en', languages, today: '2027-01-01', formats: formats.value };
});

describe('an answer to what the service itself asks', () => {
  test.each(['1', ' 1.', 'l', 'one', '1 please', 'yes', 'Yes please!', 'YES', 'ndiyo', 'hongu'])(
    '%j is yes',
    (text) => expect(readOffer(text, tongue)).toBe('yes'),
  );
  test.each(['2', '2)', 'two', 'no', 'no thanks', 'No, thank you', 'hapana', 'kwete'])(
    '%j is no',
    (text) => expect(readOffer(text, tongue)).toBe('no'),
  );
  test.each([
    '',
    '3',
    '12',
    '9',
    '1 or 2',
    'yes?',
    'yes no',
    'maybe',
    'I want to',
    'yes but my sister says that it is not for her',
    'call me',
  ])('%j is neither: it is read as any other text', (text) =>
    expect(readOffer(text, tongue)).toBeUndefined(),
  );
});
