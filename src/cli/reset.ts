import { Refusal } from '../base/refusal.ts';
import { readConfig } from '../config.ts';
import { resetData } from './reset-data.ts';

try {
  const yes = process.argv.includes('--yes');
  process.exitCode = await resetData({ dataDir: readConfig().DATA_DIR, yes });
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
