import { styleText } from 'node:util';
import type { Config } from '../config.ts';
import { localDate } from '../engine/local-date.ts';
import { loadTexts } from '../load-texts.ts';
import { missingForLive, type Staffing, toDoSoon } from '../live-start.ts';

type ReadinessOptions = {
  config: Pick<Config, 'FLOWS_DIR' | 'PROGRAMME'>;
  now: Date;
  /** Who is entered; undefined where the database was not reached. */
  staffing?: Staffing | undefined;
  colours: boolean;
};

/** What a live start of the chosen programme would refuse, and what is to be done soon. @throws Refusal */
export async function runReadiness({
  config,
  now,
  staffing,
  colours,
}: ReadinessOptions): Promise<{ words: string; ready: boolean }> {
  const texts = await loadTexts(config.FLOWS_DIR, config.PROGRAMME);
  const { programme } = texts;
  const readiness = { ...texts, staffing, today: localDate(now, programme.timeZone) };
  const missing = missingForLive(programme, readiness);
  const soon = toDoSoon(programme, readiness);
  const red = (line: string) =>
    colours ? styleText('red', line, { validateStream: false }) : line;
  const words = [
    missing.length === 0
      ? `The programme ${programme.programme} may go live.`
      : `The programme ${programme.programme} is not ready for people:`,
    ...missing.map((line) => `  ${red(line)}`),
    ...(soon.length === 0 ? [] : ['To be done soon:', ...soon.map((line) => `  ${red(line)}`)]),
  ];
  return { words: words.join('\n'), ready: missing.length === 0 };
}
