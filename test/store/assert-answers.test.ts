import { createServer } from 'node:net';
import { expect, inject, onTestFinished, test } from 'vitest';
import { assertAnswers } from '../../src/store/assert-answers.ts';
import { openPool, type Target } from '../../src/store/connect.ts';
import { asDatabase, ownerLimits } from '../world/database.ts';

/** Milliseconds: long enough for a refused connection, short for a test. */
const SOON_MS = 200;

async function answers(target: Target): Promise<void> {
  const pool = openPool(target, ownerLimits('answers'));
  onTestFinished(() => pool.close());
  await assertAnswers(pool, SOON_MS);
}

/** A port that was free a moment ago. */
async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('a database that answers is let through', async () => {
  await expect(answers(inject('server').maintenance)).resolves.toBeUndefined();
});

test('an address where nothing listens is refused in words, without user or password', async () => {
  const url = `postgres://somebody:hunter2@127.0.0.1:${await deadPort()}/mazano`;
  const refused = answers({ url });
  await expect(refused).rejects.toMatchObject({
    name: 'Refusal',
    message: expect.stringMatching(/^DATABASE_URL cannot be used: no PostgreSQL answers there/u),
  });
  await expect(refused).rejects.not.toThrow(/somebody|hunter2/u);
});

test('a database that is not there is named as the mistake', async () => {
  const target = asDatabase(inject('server').maintenance, 'no_such_database');
  await expect(answers(target)).rejects.toMatchObject({
    name: 'Refusal',
    message: expect.stringContaining('PostgreSQL has no database of this name'),
  });
});
