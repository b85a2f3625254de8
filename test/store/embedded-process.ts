import { createLog } from '../../src/base/log.ts';
import { startEmbedded } from '../../src/store/embedded/start-embedded.ts';

// A service that has nothing but its database: it says where that is, and stops on TERM.
const [dataDir = ''] = process.argv.slice(2);
const log = createLog(
  (line) => process.stderr.write(line),
  () => new Date(),
);
const server = await startEmbedded({ dataDir, log });
process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)));
setInterval(() => undefined, 60_000);
process.stdout.write(`${JSON.stringify(server)}\n`);
