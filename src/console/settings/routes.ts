import { switchProgramme } from '../../engine/switch-programme.ts';
import { readSwitches, type Switch, SWITCHES } from '../../store/programme-switches.ts';
import { page, refused, see, type Answer } from '../frame/answer.ts';
import { act } from '../frame/forms.ts';
import { html, type Html } from '../frame/html.ts';
import type { Ask, Route } from '../frame/route.ts';
import { forSecond } from '../people/for-second.ts';
import { programmeFacts } from './programme-facts.ts';

export const settingsRoutes: readonly Route[] = [
  { method: 'GET', path: '/settings', may: ['admin', 'supervisor'], answer: settingsPage },
  { method: 'POST', path: '/settings/switch', may: ['admin', 'supervisor'], answer: switched },
];

async function settingsPage(ask: Ask): Promise<Answer> {
  const { w, parts } = ask;
  const switches = await parts.pool.run(readSwitches);
  return page({
    title: w('settings.title'),
    styles: ['charts.css'],
    body: html`<h1>${w('settings.title')}</h1>
      <section class="stack">
        <h2>${w('settings.switches')}</h2>
        <div class="grid2">
          ${SWITCHES.map((name) =>
            switchCard(
              ask,
              switches.find((one) => one.name === name),
            ),
          )}
        </div>
      </section>
      <section class="card stack">
        <h2>${w('settings.programme')}</h2>
        <p class="soft">${w('settings.where', { file: `flows/programmes/${parts.programme.programme}.yaml` })}</p>
        <dl class="facts">
          ${programmeFacts(ask).map(
            ([name, value]) =>
              html`<div>
                <dt>${name}</dt>
                <dd>${value}</dd>
              </div>`,
          )}
        </dl>
      </section>`,
  });
}

function switchCard(ask: Ask, one: Switch | undefined): Html {
  if (one === undefined) return html``;
  const { w } = ask;
  const { name, isOn } = one;
  return html`<section class="card stack" id="${name}">
    <div class="row apart">
      <h3>${w(`settings.${name}`)}</h3>
      <span class="chip ${isOn ? 'good' : ''}">${w(isOn ? 'settings.on' : 'settings.off')}</span>
    </div>
    <p>${w(`settings.${name}_means`)}</p>
    ${buttons(ask, one)}
  </section>`;
}

function buttons(ask: Ask, { name, isOn, askedBy, askedName }: Switch): Html {
  const { w, staff } = ask;
  const press = (to: 'on' | 'off', label: string) =>
    act('/console/settings/switch', label, 'quiet', { name, to });
  if (isOn) return press('off', w('settings.turn_off'));
  if (askedBy === null) return press('on', w('settings.turn_on'));
  const wish = html`<p class="note">
    ${askedBy === staff.id ? w('settings.waits_for_second') : w('settings.asked_by', { name: askedName ?? '–' })}
  </p>`;
  return html`${wish}
    <div class="row">
      ${askedBy === staff.id ? html`` : forSecond(ask, askedBy, press('on', w('settings.agree')))}
      ${press('off', w('settings.take_back'))}
    </div>`;
}

async function switched({ parts, form, staff }: Ask): Promise<Answer> {
  const name = SWITCHES.find((one) => one === form.get('name'));
  if (name === undefined) return refused(409, 'settings.no_such_switch');
  const done = await switchProgramme(parts, name, { to: form.get('to') === 'on', actor: staff.id });
  if (done === 'same_person') return refused(409, 'settings.same_person');
  if (done === 'counts_as_one') return refused(409, 'staff.counts_as_one');
  const said = {
    on: 'settings.now_on',
    off: 'settings.now_off',
    asked: 'settings.waits_for_second',
    unchanged: 'settings.unchanged',
  } as const;
  return see(`/console/settings#${name}`, said[done]);
}
