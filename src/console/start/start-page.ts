import { languageName } from '../frame/language-names.ts';
import { startFacts, type StartFacts } from '../../store/start-facts.ts';
import { page, type Answer } from '../frame/answer.ts';
import { given, html, type Html, nothing } from '../frame/html.ts';
import { placeLabel } from '../frame/labels.ts';
import { amountOf } from '../frame/amounts.ts';
import { opens, placeKey } from '../frame/navigation.ts';
import type { Ask } from '../frame/route.ts';
import { levelReached, type LevelState, levelsNow, type Task } from './levels.ts';
import { monthCost } from './month-cost.ts';
import { PRINTS } from './prints-page.ts';

/** People of the second level. */
const FIRST_PEOPLE = 30;
/** So many details stand behind a task; more are a list below it. */
const INLINE_MAX = 3;

/** From a first try on one's own phones to a programme that runs: what is open, whose job it is, and where it is done. */
export async function startPage(ask: Ask): Promise<Answer> {
  const { w, parts } = ask;
  const facts = await parts.pool.run(startFacts);
  const levels = levelsNow(facts, await parts.missing(), parts);
  const reached = levelReached(levels);
  return page({
    title: w('start.title'),
    styles: ['charts.css', 'start.css'],
    body: html`<h1>${w('start.title')}</h1>
      <p>${reached === undefined ? w('start.nothing_reached') : w(`start.reached_${reached}`)}</p>
      <ol class="levels">
        ${levels.map((level) => levelCard(ask, level))}
      </ol>
      ${costs(ask, facts)} ${prints(ask)}`,
  });
}

function levelCard(ask: Ask, { level, tasks, open }: LevelState): Html {
  const { w } = ask;
  return html`<li class="card stack">
    <div class="row apart">
      <h2>${w(`start.level_${level}`)}</h2>
      <span class="chip ${open === 0 ? 'good' : 'warn'}"
        >${open === 0 ? w('start.ready') : w('start.open', { count: open })}</span
      >
    </div>
    <p class="soft">${w(`start.level_${level}_means`)}</p>
    <ul class="tasks">
      ${tasks.map((task) => taskLine(ask, task))}
    </ul>
  </li>`;
}

function taskLine(ask: Ask, { key, done, details, who, link, guide }: Task): Html {
  const { w, parts } = ask;
  const file = `flows/programmes/${parts.programme.programme}.yaml`;
  const words = done ? [] : details.map((one) => detailWords(ask, key, one));
  const isShort = words.length <= INLINE_MAX;
  const about =
    words.length === 0 || !isShort
      ? nothing
      : html` <span class="soft">(${words.join(', ')})</span>`;
  return html`<li class="${done ? 'done' : 'open'}">
    <span class="mark" aria-hidden="true"></span>
    <div>
      <p>
        <span class="unseen">${w(done ? 'start.is_done' : 'start.is_open')}</span>
        ${w(`start.task_${key}`)}${about}
      </p>
      ${isShort ? nothing : html`<ul class="soft">${words.map((one) => html`<li>${one}</li>`)}</ul>`}
      ${
        done
          ? nothing
          : html`<p class="soft">
              ${w(`start.how_${key}`, { file })} ${w('start.whose', { role: w(`start.role_${who}`) })}
              ${given(guide, (name) => html`<a href="/console/start/guide/${name}">${w('start.guide')}<span class="unseen">: ${w(`start.task_${key}`)}</span></a>`)}
              ${opens(ask, link) ? html`<a href="${link}">${w('start.go', { place: placeOf(ask, link) })}</a>` : nothing}
            </p>`
      }
    </div>
  </li>`;
}

/** What a link leads to: a place of the menu, the prints of this page, or the phones of a demo. */
function placeOf({ w }: Ask, link: string): string {
  const here = link.endsWith('#prints') ? 'start.prints' : 'start.phones';
  return w(placeKey(link) ?? here);
}

/** What a task is about, in words where the programme's file has a key. */
function detailWords(ask: Ask, key: string, detail: string): string {
  if (key === 'signed') return languageName(ask, detail);
  if (key === 'duty') return placeLabel(ask, detail);
  return key === 'policy' || key === 'complaints' ? ask.w(`start.${key}_${detail}`) : detail;
}

function costs(ask: Ask, { members }: StartFacts): Html {
  const { w, parts } = ask;
  const { replyPrice } = parts.programme;
  const one = monthCost(parts.programme);
  const money = (people: number) => ({
    people,
    least: amountOf(ask, { currency: one.currency, amount: one.least * people }),
    most: amountOf(ask, { currency: one.currency, amount: one.most * people }),
  });
  const reply =
    replyPrice === 'free'
      ? w('start.reply_free')
      : w('start.reply_costs', { price: amountOf(ask, replyPrice) });
  return html`<section class="card stack">
    <h2>${w('start.costs')}</h2>
    <p>${w('start.cost_of', money(FIRST_PEOPLE))}</p>
    ${members > FIRST_PEOPLE ? html`<p>${w('start.cost_of', money(members))}</p>` : nothing}
    <p>${reply}</p>
    <p class="soft">${w('start.cost_how')} <a href="/console/sending">${w('start.cost_link')}</a></p>
  </section>`;
}

function prints({ w, parts }: Ask): Html {
  return html`<section class="card stack" id="prints">
    <h2>${w('start.prints')}</h2>
    <p class="soft">${w('start.prints_lead')}</p>
    <ul class="tasks">
      ${PRINTS.map(
        (what) =>
          html`<li>
            <div>
              <p>${w(`start.print_${what}`)}</p>
              <p class="row">
                ${parts.programme.languages.map(
                  (each) =>
                    html`<a class="button quiet" href="/console/start/print/${what}/${each}"
                      ><span class="unseen">${w(`start.print_${what}`)}: </span>${languageName({ w }, each)}</a
                    >`,
                )}
              </p>
            </div>
          </li>`,
      )}
    </ul>
  </section>`;
}
