import {
  listMessages,
  MESSAGE_CLASSES,
  MESSAGE_STATES,
  type ListedMessage,
} from '../../store/message-list.ts';
import { countedReasons } from '../../store/sending-figures.ts';
import { csvFile, page, type Answer } from '../frame/answer.ts';
import { html } from '../frame/html.ts';
import { EXPORT_MAX, list, type Wanted, wanted } from '../frame/list.ts';
import type { Ask } from '../frame/route.ts';
import { reasonWords } from './reason-words.ts';
import { momentOf } from '../frame/moments.ts';

/** Days that can be picked. */
const DAYS = 31;
const EXPORT_PATH = '/console/sending/messages.csv';

/** Messages without their words and without whom they are for. */
export async function messagesPage(ask: Ask): Promise<Answer> {
  const { w } = ask;
  const filters = filtersOf(ask);
  const { rows, total } = await rowsOf(ask, wanted(ask, filters));
  return page({
    title: w('sending.messages'),
    body: html`<h1>${w('sending.messages')}</h1>
      <p class="soft">${w('sending.messages_lead')}</p>
      ${list(ask, {
        caption: w('sending.messages'),
        columns: [
          {
            label: w('sending.state'),
            cell: (row: ListedMessage) => w(`sending.state_${row.state}`),
          },
          { label: w('sending.class'), cell: (row) => w(`sending.class_${row.class}`) },
          { label: w('sending.why'), cell: (row) => reasonWords(w, row.reason) },
          { label: w('sending.made'), cell: (row) => momentOf(ask, row.createdAt) },
          { label: w('sending.over'), cell: (row) => momentOf(ask, row.finishedAt) },
          {
            label: w('sending.arrived'),
            cell: (row) => w(`sending.delivery_${row.delivery ?? 'none'}`),
          },
          { label: w('sending.segments'), cell: (row) => row.segments },
        ],
        rows,
        total,
        filters,
        searchLabel: w('sending.search_reason'),
        exportPath: EXPORT_PATH,
        empty: w('sending.no_messages'),
        emptyYet: w('sending.no_messages_yet'),
      })}`,
  });
}

export async function messagesCsv(ask: Ask): Promise<Answer> {
  const { w } = ask;
  const filters = filtersOf(ask);
  const { rows } = await rowsOf(ask, { ...wanted(ask, filters), page: 1, size: EXPORT_MAX });
  return csvFile(
    'messages',
    ['state', 'class', 'why', 'made', 'over', 'arrived', 'segments'].map((name) =>
      w(`sending.${name}`),
    ),
    rows.map((row) => [
      w(`sending.state_${row.state}`),
      w(`sending.class_${row.class}`),
      row.reason === null ? undefined : reasonWords(w, row.reason),
      row.createdAt.toISOString(),
      row.finishedAt?.toISOString(),
      w(`sending.delivery_${row.delivery ?? 'none'}`),
      row.segments,
    ]),
  );
}

async function rowsOf(ask: Ask, { search, page: number, size, filters }: Wanted) {
  const { pool, programme } = ask.parts;
  const reasons = search === '' ? undefined : await reasonsLike(ask, search);
  const day = filters['day'];
  const span = day === undefined ? undefined : spanOfDay(day, programme.timeZone);
  return pool.run((db) =>
    listMessages(db, {
      reasons,
      class: filters['class'],
      state: filters['state'],
      span,
      page: number,
      size,
    }),
  );
}

/** Causes that are said with these words, or have this code. */
async function reasonsLike({ w, parts }: Ask, search: string): Promise<string[]> {
  const said = search.toLowerCase();
  const counted = await parts.pool.run(countedReasons);
  const like = counted.filter((code) =>
    `${code} ${reasonWords(w, code)}`.toLowerCase().includes(said),
  );
  // What was not counted yet is found by its code.
  return [...like, said];
}

function filtersOf({ w, now, parts }: Ask) {
  const { timeZone } = parts.programme;
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const days = Array.from({ length: DAYS }, (_, back) => today.subtract({ days: back }).toString());
  const all = { value: '', label: w('sending.any') };
  return [
    {
      name: 'state',
      label: w('sending.state'),
      options: [
        all,
        ...MESSAGE_STATES.map((value) => ({ value, label: w(`sending.state_${value}`) })),
      ],
    },
    {
      name: 'class',
      label: w('sending.class'),
      options: [
        all,
        ...MESSAGE_CLASSES.map((value) => ({ value, label: w(`sending.class_${value}`) })),
      ],
    },
    {
      name: 'day',
      label: w('sending.day'),
      options: [all, ...days.map((value) => ({ value, label: value }))],
    },
  ];
}

function spanOfDay(day: string, timeZone: string): { from: Date; to: Date } {
  const date = Temporal.PlainDate.from(day);
  const start = (of: Temporal.PlainDate) =>
    new Date(of.toZonedDateTime({ timeZone }).epochMilliseconds);
  return { from: start(date), to: start(date.add({ days: 1 })) };
}
