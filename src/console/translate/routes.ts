import { editorPage } from '../flows/editor-page.ts';
import { type Answer, json, notFound, see, textFile } from '../frame/answer.ts';
import { html } from '../frame/html.ts';
import type { Ask, Route } from '../frame/route.ts';
import { WRITES } from './asked-card.ts';
import { tidyWords, type Together } from './check-words.ts';
import { type Comments, type Format, readExchange, remarksOf, writeExchange } from './exchange.ts';
import { faultsPage, importPage } from './import-page.ts';
import { type Desk, openDesk } from './open-desk.ts';
import { canBeTaken, planImport, type Planned } from './plan-import.ts';
import { addRemarks, type Remark, saveWords, type Typed } from './save-words.ts';
import { sayRow } from './say-row.ts';
import { addressOf, translatePage } from './translate-page.ts';
import type { Unit } from './units.ts';
import { SEES_FLOWS } from '../frame/who.ts';

/** Characters of what is measured while it is typed; a text has at most 1,000. */
const MEASURED_MAX = 4_000;

export const translateRoutes: readonly Route[] = [
  { method: 'GET', path: '/flows/:flow/translate', may: SEES_FLOWS, answer: show },
  { method: 'POST', path: '/flows/:flow/translate', may: SEES_FLOWS, answer: save },
  { method: 'POST', path: '/flows/:flow/translate/measure', may: SEES_FLOWS, answer: measure },
  { method: 'GET', path: '/flows/:flow/translate/file', may: SEES_FLOWS, answer: giveFile },
  { method: 'POST', path: '/flows/:flow/translate/import', may: WRITES, answer: look },
  { method: 'POST', path: '/flows/:flow/translate/take', may: WRITES, answer: take },
];

async function atDesk(
  ask: Ask,
  asked: URLSearchParams,
  then: (desk: Desk) => Promise<Answer> | Answer,
): Promise<Answer> {
  const desk = await openDesk(ask, named(asked));
  if (desk === 'no_flow') return notFound();
  if (!('why' in desk)) return then(desk);
  const { why, draft } = desk;
  const body = html`<p class="empty">${ask.w(`translate.why_${why}`)}</p>`;
  return editorPage(ask, draft.flow, { view: 'translate', body, draft });
}

function named(asked: URLSearchParams): { from?: string; to?: string } {
  const [from, to] = [asked.get('from'), asked.get('to') ?? asked.get('language')];
  return { ...(from !== null && { from }), ...(to !== null && { to }) };
}

function show(ask: Ask): Promise<Answer> {
  return atDesk(ask, ask.query, (desk) => translatePage(ask, desk));
}

/** Saves what was typed, all or one, and what was said. What cannot be saved comes back as it was typed, with the reason. */
function save(ask: Ask): Promise<Answer> {
  return atDesk(ask, ask.form, async (desk) => {
    const [act = '', only] = (ask.form.get('act') ?? '').split(' ');
    const remarks = remarksIn(ask, desk);
    const mayWrite = WRITES.some((role) => ask.staff.roles.includes(role));
    const typed = mayWrite && act !== 'say' ? typedIn(ask, desk, act, only) : [];
    const wrong = typed.filter((one) => hasError(desk, one, typed));
    const good = typed.filter((one) => !wrong.includes(one));
    await addRemarks(ask, desk, remarks);
    let examples: Record<string, string> = {};
    if (good.length > 0) {
      const words = good.map(({ unit, words: said }): Typed => ({ id: unit.id, words: said }));
      const saved = await saveWords(ask, desk, revisionIn(ask), words);
      if (saved.kind === 'unwritable')
        return translatePage(ask, desk, {
          typed: unsaved(ask, desk, []),
          told: { key: 'not_written', kind: 'bad' },
        });
      if (saved.kind !== 'saved') return saved.answer;
      ({ examples } = saved);
    }
    const open = mayWrite ? unsaved(ask, desk, [...good]) : new Map<string, string>();
    return afterSaving(ask, {
      good: good.length,
      wrong: wrong.length,
      remarks: remarks.length,
      open,
      examples,
    });
  });
}

type Done = {
  good: number;
  wrong: number;
  remarks: number;
  open: ReadonlyMap<string, string>;
  examples: Record<string, string>;
};

function afterSaving(ask: Ask, { good, wrong, remarks, open, examples }: Done): Promise<Answer> {
  return atDesk(ask, ask.form, (desk) => {
    if (wrong > 0)
      return translatePage(ask, desk, {
        typed: open,
        examples,
        told: { key: 'not_saved', kind: 'bad', count: wrong },
      });
    if (open.size > 0)
      return translatePage(ask, desk, {
        typed: open,
        examples,
        told: { key: 'saved', kind: 'good', count: good },
      });
    const said = good === 0 && remarks > 0 ? 'translate.said' : undefined;
    const more = new URLSearchParams({
      show: ask.form.get('show') ?? 'all',
      ...(good > 0 && { saved: String(good) }),
      ...examples,
    });
    return see(`${addressOf(desk)}&${more.toString()}`, said);
  });
}

type TypedUnit = { unit: Unit; words: string };

/** What differs from what stands there; of one that is still right also what does not. */
function typedIn(ask: Ask, desk: Desk, act: string, only: string | undefined): TypedUnit[] {
  return desk.pair.units.flatMap((unit) => {
    const typed = ask.form.get(`t.${unit.id}`);
    if (typed === null || (only !== undefined && only !== unit.id)) return [];
    const words = tidyWords(unit.kind, typed);
    const isMeant = only === unit.id && (act === 'right' || unit.state !== 'done');
    return isNothing(unit, words) || (words === unit.target && !isMeant) ? [] : [{ unit, words }];
  });
}

/** An empty field changes nothing, but where words for an answer are taken away. */
function isNothing({ kind, target }: Unit, words: string): boolean {
  return words === '' && (kind !== 'answer' || target === undefined);
}

/** Everything typed that is not saved now: on the page it stays as it was typed. */
function unsaved(ask: Ask, { pair }: Desk, saved: readonly TypedUnit[]): Map<string, string> {
  return new Map(
    pair.units.flatMap((unit) => {
      const typed = ask.form.get(`t.${unit.id}`);
      if (typed === null || saved.some((one) => one.unit.id === unit.id)) return [];
      const words = tidyWords(unit.kind, typed);
      return isNothing(unit, words) || words === unit.target ? [] : [[unit.id, typed] as const];
    }),
  );
}

function hasError({ problemsOf }: Desk, { unit, words }: TypedUnit, all: Together): boolean {
  return problemsOf(unit, words, all).some(({ severity }) => severity === 'error');
}

function remarksIn({ form }: Ask, { pair }: Desk): Remark[] {
  return pair.units.flatMap(({ id }) =>
    remarksOf(form.get(`c.${id}`) ?? '').map((words) => ({ id, words })),
  );
}

/** What is said of words while they are typed. */
function measure(ask: Ask): Promise<Answer> {
  return atDesk(ask, ask.form, (desk) => {
    const unit = desk.pair.units.find(({ id }) => id === ask.form.get('unit'));
    if (unit === undefined) return json({ said: [] });
    const words = tidyWords(unit.kind, (ask.form.get('words') ?? '').slice(0, MEASURED_MAX));
    return json({ said: sayRow(ask.w, desk, { unit, words }) });
  });
}

function giveFile(ask: Ask): Promise<Answer> {
  return atDesk(ask, ask.query, (desk) => {
    const format: Format = ask.query.get('format') === 'po' ? 'po' : 'csv';
    const { draft, languages, pair } = desk;
    const sent = { flow: draft.flow, languages, units: pair.units, comments: saidOf(desk) };
    const type =
      format === 'csv' ? 'text/csv; charset=utf-8' : 'text/x-gettext-translation; charset=utf-8';
    const name = `${draft.flow}.${languages.from}-${languages.to}.${format}`;
    return textFile(name, type, writeExchange(format, sent));
  });
}

function saidOf({ comments }: Desk): Comments {
  return new Map([...comments].map(([id, all]) => [id, all.map(({ words }) => words)]));
}

/** Shows what a file would change. */
function look(ask: Ask): Promise<Answer> {
  return atDesk(ask, ask.form, (desk) => {
    const file = ask.upload('file');
    if (file === undefined) return faultsPage(ask, desk, [{ line: 1, why: 'file_empty' }]);
    const format: Format = /^(?:#|msg)/mu.test(file.text.slice(0, 200)) ? 'po' : 'csv';
    return planned(ask, desk, { format, text: file.text }, (rows) =>
      importPage(ask, desk, { format, text: file.text, name: file.name }, rows),
    );
  });
}

type Looked = { format: Format; text: string; chosen?: ReadonlySet<string> };

function planned(
  ask: Ask,
  desk: Desk,
  { format, text, chosen }: Looked,
  then: (rows: readonly Planned[]) => Promise<Answer>,
): Promise<Answer> {
  const { draft, languages, pair, problemsOf } = desk;
  const read = readExchange(format, text, { flow: draft.flow, languages });
  if (!read.ok) return faultsPage(ask, desk, read.faults);
  const now = { units: pair.units, comments: saidOf(desk), problemsOf };
  return then(planImport(read.rows, now, chosen));
}

/** Takes the rows of a file that were chosen, as the draft stands now; where one cannot be any more, all are shown anew. */
function take(ask: Ask): Promise<Answer> {
  return atDesk(ask, ask.form, (desk) => {
    const { form } = ask;
    const format: Format = form.get('format') === 'po' ? 'po' : 'csv';
    const chosen = new Set(form.getAll('take'));
    const file = { format, text: form.get('file') ?? '', name: form.get('name') ?? '' };
    return planned(ask, desk, { ...file, chosen }, async (rows) => {
      const again = (status: number) => importPage(ask, desk, file, rows, status);
      if (rows.some(({ id, kind }) => kind === 'error' && chosen.has(id))) return again(422);
      const taken = rows.filter((row) => canBeTaken(row) && chosen.has(row.id));
      const words = taken.map(({ id, words: said, basis }): Typed => ({
        id,
        words: said,
        basis: basis ?? '',
      }));
      const remarks = rows.flatMap(({ id, comments }) =>
        comments.map((one) => ({ id, words: one })),
      );
      await addRemarks(ask, desk, remarks);
      if (words.length === 0) return see(addressOf(desk), 'translate.taken');
      const saved = await saveWords(ask, desk, revisionIn(ask), words);
      if (saved.kind === 'unwritable')
        return translatePage(ask, desk, { told: { key: 'not_written', kind: 'bad' } });
      if (saved.kind !== 'saved') return saved.answer;
      const more = new URLSearchParams(saved.examples).toString();
      return see(`${addressOf(desk)}${more === '' ? '' : `&${more}`}`, 'translate.taken');
    });
  });
}

function revisionIn({ form }: Ask): number {
  const typed = form.get('revision') ?? '';
  return /^\d{1,9}$/u.test(typed) ? Number(typed) : 0;
}
