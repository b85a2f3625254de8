import type { Config } from './config.ts';
import type { EmbeddedPostgres } from './store/embedded/start-embedded.ts';
import type { Target } from './store/read-target.ts';

/** The database that every installation of the embedded server has from the start. */
const DATABASE = 'postgres';

/** The embedded server, or the one that the settings name. */
export function targetOf(config: Config, server: EmbeddedPostgres | undefined): Target {
  if (server === undefined) return { url: config.DATABASE_URL ?? '' };
  const { socketDir, port, user } = server;
  return { socketDir, port, user, database: DATABASE };
}
