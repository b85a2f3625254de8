import { pause } from '../base/clock.ts';
import { startConnection } from './connection.ts';
import { readTarget, type Target } from './read-target.ts';
import { sessionSettings } from './session-settings.ts';

/** Between attempts to listen again, in milliseconds; meanwhile the poll finds what is due. */
const AGAIN_MS = 500;

/**
 * Calls `heard` at each NOTIFY of a channel, and once after each new connection, since some may have been missed.
 * Notifications only hasten what a poll finds anyway.
 */
export function listen(target: Target, channel: string, heard: () => void): { close(): void } {
  const endpoint = readTarget(target);
  const limits = { statementTimeoutMs: 0, lockTimeoutMs: 0, idleInTransactionMs: 0 };
  const { atStart } = sessionSettings(endpoint, { ...limits, applicationName: 'mazano listen' });
  const closing = new AbortController();
  const loop = async () => {
    while (!closing.signal.aborted) {
      const connection = startConnection(endpoint, atStart, heard);
      closing.signal.addEventListener('abort', connection.destroy, { once: true });
      try {
        await connection.ready;
        await connection.sql`listen ${connection.sql(channel)}`;
        heard();
        await gone(connection.lost);
      } catch {
        connection.destroy();
      }
      closing.signal.removeEventListener('abort', connection.destroy);
      await pause(AGAIN_MS, closing.signal);
    }
  };
  void loop();
  return { close: () => closing.abort() };
}

function gone(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
