import postgres from 'postgres';
import { Refusal } from '../base/refusal.ts';
import type { Pool } from './connect.ts';
import { DatabaseLost } from './database-lost.ts';

/** Milliseconds: a database that restarts is back by then; whoever wrote a wrong address does not wait much longer. */
const ANSWER_MS = 15_000;

/** @throws Refusal in words when the database cannot be reached, or does not let us in */
export async function assertAnswers(pool: Pool, withinMs = ANSWER_MS): Promise<void> {
  try {
    await pool.run((db) => db`select 1`, { deadlineMs: withinMs });
  } catch (error) {
    const why = whyNot(error);
    throw why === undefined ? error : new Refusal('invalid', `DATABASE_URL cannot be used: ${why}`);
  }
}

/** By the classes of PostgreSQL's error codes (manual, appendix A). */
function whyNot(error: unknown): string | undefined {
  if (error instanceof DatabaseLost)
    return `no PostgreSQL answers there (${codeOf(error.cause) ?? error.code}). Is the address right, and does it run?`;
  if (!(error instanceof postgres.PostgresError)) return undefined;
  if (error.code.startsWith('28')) return 'PostgreSQL refuses this user or password.';
  if (error.code.startsWith('3D'))
    return 'PostgreSQL has no database of this name. Make it with createdb.';
  return undefined;
}

function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : undefined;
}
