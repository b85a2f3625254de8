import { isRefresherOver, isRefresherSoon } from '../../followup/refresher-due.ts';
import type { BoardCounsellor } from '../../store/counsellor-board.ts';
import type { CounsellorState } from '../../store/counsellors.ts';
import { html, type Html } from '../frame/html.ts';
import { chip, placeLabel } from '../frame/labels.ts';
import { dayOf, plainDay, todayOf } from '../frame/moments.ts';
import type { Ask } from '../frame/route.ts';

const TONES: Readonly<Partial<Record<CounsellorState, 'good' | 'warn' | 'bad'>>> = {
  active: 'good',
  invited: 'warn',
  suspended: 'bad',
};
const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** Two days are named, three and more in a row are a span. */
const RUN_MIN = 3;

/** Whether she works now, and until when not. */
export function stateOf(ask: Ask, { state, awayUntil }: BoardCounsellor): Html {
  const { w } = ask;
  const until =
    state === 'away' && awayUntil !== null
      ? w('counsellors.away_until', { day: dayOf(ask, awayUntil) })
      : w(`counsellors.state_${state}`);
  return chip(until, TONES[state] ?? 'plain');
}

/** Until when her training counts, and whether a refresher is due. */
export function trainingOf(ask: Ask, { trainedOn, refresherBy }: BoardCounsellor): Html {
  const { w } = ask;
  if (trainedOn === null) return chip(w('counsellors.not_trained'), 'warn');
  if (refresherBy === null)
    return html`${w('counsellors.trained_day', { day: plainDay(ask, trainedOn) })}`;
  const today = todayOf(ask);
  const day = plainDay(ask, refresherBy);
  if (isRefresherOver(refresherBy, today))
    return chip(w('counsellors.trained_over', { day }), 'bad');
  if (isRefresherSoon(refresherBy, today))
    return chip(w('counsellors.trained_soon', { day }), 'warn');
  return html`${w('counsellors.trained_until', { day })}`;
}

/** When she takes requests of nobody's members. */
export function dutyOf(
  { w }: Ask,
  duty: BoardCounsellor['duty'],
  several = true,
): Html | undefined {
  if (duty.length === 0) return undefined;
  return html`${duty.map(
    ({ place, days, from, to }) =>
      html`<div>
        ${several ? `${placeLabel({ w }, place)}: ` : ''}${daysInWords(w, days)} ${from}–${to}
      </div>`,
  )}`;
}

/** Days that follow each other are said by the first and the last. */
function daysInWords(w: Ask['w'], days: readonly string[]): string {
  const all = WEEK.filter((day) => days.includes(day));
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined) return '';
  const inRow = WEEK.indexOf(last) - WEEK.indexOf(first) + 1 === all.length;
  return inRow && all.length >= RUN_MIN
    ? `${w(`counsellors.day_${first}`)}–${w(`counsellors.day_${last}`)}`
    : all.map((day) => w(`counsellors.day_${day}`)).join(', ');
}
