import { readBenefitSources } from '../../store/benefit-sources.ts';
import { loadHelplines } from '../../store/word-files.ts';
import { todayOf } from '../frame/moments.ts';
import type { Ask } from '../frame/route.ts';
import { type Dated, datedThings } from './read-board.ts';

/** What members of the programme's own country are told that ages, what presses first. */
export async function datedHere(
  ask: Pick<Ask, 'parts' | 'now' | 'language'>,
): Promise<readonly Dated[]> {
  const { parts, language } = ask;
  const { country: home } = parts.programme;
  const [benefits, lines] = await Promise.all([
    readBenefitSources(parts.flowsFolder),
    loadHelplines(parts.flowsFolder),
  ]);
  const countries = benefits.countries.filter(({ code }) => code.toUpperCase() === home);
  const all = lines.ok ? [...lines.value] : [];
  const helplines = new Map(all.filter(([, { country }]) => country === home));
  return datedThings(
    { benefits: { ...benefits, countries }, helplines },
    { today: todayOf(ask), language, home },
  );
}
