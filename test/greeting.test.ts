import { expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { greeting } from '../src/greeting.ts';
import { loadProgrammes } from '../src/store/word-files.ts';

const UNREVIEWED = 'The texts were not yet reviewed by native speakers';

test('the greeting of the demo says that texts were not reviewed, as long as one of them was not', async () => {
  const loaded = await loadProgrammes('flows');
  const programme = loaded.ok ? loaded.value.get('demo-kenya') : undefined;
  if (programme === undefined) throw new Error('the demo ships with its programme');
  const parts = { config: readConfig({}), port: 8080, page: 'http://127.0.0.1:8081', programme };
  expect(greeting({ ...parts, unreviewed: [{ flow: 'menu', language: 'sn' }] })).toContain(
    UNREVIEWED,
  );
  expect(greeting({ ...parts, unreviewed: [] })).not.toContain(UNREVIEWED);
});
