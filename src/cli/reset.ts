import { resetData } from './reset-data.ts';

const yes = process.argv.includes('--yes');
process.exitCode = await resetData({ dataDir: process.env['DATA_DIR'] ?? './data', yes });
