import { localDate } from '../../engine/local-date.ts';
import { readQuietActs, type QuietActRow, whoReleases } from '../../store/quiet.ts';
import {
  heldUp,
  messageDays,
  moneyDays,
  type MoneyRow,
  queueByAge,
  type DayRow,
} from '../../store/sending-figures.ts';
import { sendingReport } from '../../store/sending-report.ts';
import { page, type Answer } from '../frame/answer.ts';
import { html } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { causes, costByDay, daysCsv, queueTable, unknowns } from './sending-figures.ts';
import { RELEASES } from './quiet.ts';
import { quietCard } from './quiet-card.ts';
import { stateCards } from './state-cards.ts';

/** Days of money and segments that the page shows. */
const DAYS = 31;
/** Acts of quiet that it shows. */
const ACTS = 12;

export type SendingFacts = {
  report: Awaited<ReturnType<typeof sendingReport>>;
  held: Awaited<ReturnType<typeof heldUp>>;
  queue: Awaited<ReturnType<typeof queueByAge>>;
  days: DayRow[];
  money: MoneyRow[];
  acts: QuietActRow[];
  /** Who may open the quiet again, by name. */
  releasers: string[];
};

/** Everything about sending that somebody who answers for it wants to see in the morning. */
export async function sendingPage(ask: Ask): Promise<Answer> {
  const { w } = ask;
  const facts = await readFacts(ask);
  return page({
    title: w('sending.title'),
    styles: ['charts.css'],
    body: html`<h1>${w('sending.title')}</h1>
      ${stateCards(ask, facts)} ${quietCard(ask, facts)} ${queueTable(ask, facts)}
      ${unknowns(ask, facts)} ${causes(ask, facts)} ${costByDay(ask, facts)}
      <p><a class="button quiet" href="/console/sending/messages">${w('sending.each_message')}</a></p>`,
  });
}

/** What its days came to, as a file. */
export async function sendingCsv(ask: Ask): Promise<Answer> {
  return daysCsv(ask, await readFacts(ask));
}

async function readFacts({ parts, now }: Ask): Promise<SendingFacts> {
  const { pool, programme } = parts;
  const today = Temporal.PlainDate.from(localDate(now, programme.timeZone));
  const from = today.subtract({ days: DAYS - 1 }).toString();
  return pool.run(async (db) => ({
    report: await sendingReport(db, now),
    held: await heldUp(db),
    queue: await queueByAge(db, now),
    days: await messageDays(db, from),
    money: await moneyDays(db, from),
    acts: await readQuietActs(db, ACTS),
    releasers: await whoReleases(db, RELEASES),
  }));
}
