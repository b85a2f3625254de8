import { flowMeant } from '../../flow/benefits/country.ts';
import { closest } from '../../flow/finding.ts';
import { flowsOfProgramme } from '../../flow/programme.ts';
import { list } from '../../flow/read-object.ts';
import { variablesOf } from '../../flow/variables.ts';
import { channelsOf } from '../channels-of.ts';
import type { ReadProgramme } from '../read-input.ts';
import type { Adders, ProvedFlow, Said, SetRule } from '../rule.ts';
import { eachEffect } from '../structure/each-effect.ts';

/** Each programme has its flows, in all of its languages, playable in each of its channels, and asks only its purposes. */
export const programmes: SetRule = (flows, set, to) => {
  const byName = new Map(flows.map((flow) => [flow.name, flow]));
  for (const programme of set.programmes) {
    const names = flowsOfProgramme(programme.programme);
    for (const name of names) {
      const read = set.flows.find((flow) => flow.name === name);
      if (read === undefined || read.isPart)
        atFlow(to, programme, name, {
          code: 'no_such_flow',
          found: `there is no flow \`${name}\``,
          meant: closest(name, byName.keys()),
          mend: 'Add that flow, or leave it out of `flows`.',
        });
      const flow = byName.get(name);
      if (flow === undefined) continue;
      checkLeads(to, programme, flow, names);
      checkTopics(to, programme, flow);
      checkPurposes(to, programme, flow);
      checkChannels(to, programme, flow);
    }
    const flowsHere = names.flatMap((name) => byName.get(name) ?? []);
    checkLanguages(to, programme, flowsHere);
    checkComplaint(to, programme, byName);
  }
};

function checkLanguages(to: Adders, read: ReadProgramme, flows: readonly ProvedFlow[]): void {
  for (const [index, language] of read.programme.languages.entries()) {
    const without = flows.filter(({ release }) => !release.texts.has(language));
    if (without.length === 0) continue;
    const names = without.map(({ name }) => name);
    to.addAt(
      read,
      { path: ['languages', String(index)] },
      {
        code: 'missing_language',
        found: `${names.length === 1 ? 'the flow' : 'the flows'} ${list(names)} ${names.length === 1 ? 'has' : 'have'} no texts in \`${language}\``,
        mend: `Add \`${names[0]}/${language}.yaml\`${names.length > 1 ? ' and the others' : ''}, or leave them or the language out.`,
      },
    );
  }
}

function checkLeads(
  to: Adders,
  read: ReadProgramme,
  { name, release, walk }: ProvedFlow,
  names: readonly string[],
): void {
  const { country } = read.programme;
  for (const other of release.leadsTo.map((flow) => flowMeant(flow, country)))
    if (!names.includes(other))
      atFlow(to, read, name, {
        code: 'not_in_programme',
        found: `\`${name}\` leads to \`${other}\`, which this programme does not have`,
        mend: `Add \`${other}\` to \`flows\`, or leave \`${name}\` out.`,
      });
  for (const { effect } of eachEffect(walk.ways))
    if (effect.type === 'start' && effect.afterMs === 'rhythm')
      if (!read.programme.rhythm.has(effect.flow))
        to.addAt(
          read,
          { path: ['rhythm'] },
          {
            code: 'no_rhythm',
            found: `\`${name}\` starts \`${effect.flow}\` in the rhythm of the programme, which names none for it`,
            mend: `Add \`rhythm: { ${effect.flow}: 7d }\`.`,
          },
        );
}

/** What a member may pick for a call to be about is harmless where the programme says so. */
function checkTopics(to: Adders, read: ReadProgramme, { name, walk }: ProvedFlow): void {
  const { coverTopics } = read.programme;
  for (const { effect } of eachEffect(walk.ways)) {
    if (effect.type !== 'calls' || typeof effect.cover !== 'string') continue;
    if (coverTopics.includes(effect.cover)) continue;
    atFlow(to, read, name, {
      code: 'no_cover_topic',
      found: `\`${name}\` lets a call be about \`${effect.cover}\`, which this programme does not have`,
      mend: `Add it to \`cover_topics\`, or leave \`${name}\` out.`,
    });
  }
}

function checkPurposes(to: Adders, read: ReadProgramme, { name, release, walk }: ProvedFlow): void {
  const { purposes } = read.programme;
  const asked = eachEffect(walk.ways).flatMap(({ effect }) =>
    effect.type === 'subscribe' ? [effect.purpose] : [],
  );
  const own = release.purpose === undefined ? [] : [release.purpose];
  for (const purpose of new Set([...own, ...asked]))
    if (!purposes.includes(purpose))
      to.addAt(
        read,
        { path: ['purposes'] },
        {
          code: 'purpose_not_asked',
          found: `the flow \`${name}\` needs the consent \`${purpose}\`, for which this programme does not ask`,
          mend: `Add \`${purpose}\` to \`purposes\`, or leave the flow out.`,
        },
      );
}

/** In each channel something is said or another flow takes over, and nothing names what is not there. */
function checkChannels(to: Adders, { programme }: ReadProgramme, flow: ProvedFlow): void {
  const { walk, release, name } = flow;
  const add = to.adderFor(flow);
  for (const channel of channelsOf(programme)) {
    if (channel === 'sms' && release.dialledOnly) continue;
    const begun = walk.turns.filter((turn) => turn.from === undefined && turn.walked === channel);
    if (begun.some(({ effects }) => effects.length > 0)) continue;
    add(
      { path: ['start'] },
      {
        code: 'says_nothing',
        found: `by ${channel.toUpperCase()} \`${name}\` ends without a word, and \`${programme.programme}\` has that channel`,
        mend: 'Say something in that channel too, or hand over.',
      },
    );
  }
  if (programme.serviceCode !== undefined) return;
  for (const [language, { texts }] of release.texts)
    for (const [id, { sms }] of Object.entries(texts))
      if (programme.languages.includes(language) && variablesOf(sms).includes('service_code'))
        add(
          { language, path: ['texts', id] },
          {
            code: 'no_service_code',
            found: `this names {service_code}, and \`${programme.programme}\` has no code to dial`,
            mend: 'Name {short_code} in `sms:`, or branch on the channel.',
          },
        );
}

/** Whoever stopped may still complain. */
function checkComplaint(
  to: Adders,
  read: ReadProgramme,
  byName: ReadonlyMap<string, ProvedFlow>,
): void {
  const name = read.programme.flows.complaint;
  const flow = name === undefined ? undefined : byName.get(name);
  if (flow === undefined || flow.release.afterStop) return;
  to.adderFor(flow)(
    { path: ['flow'] },
    {
      code: 'complaint_stops',
      found: `\`${flow.name}\` is where complaints are heard, but a number that has stopped gets no answer`,
      mend: 'Add `after_stop: true`.',
    },
  );
}

/** At the place where the programme names a flow. */
function atFlow(to: Adders, read: ReadProgramme, name: string, said: Said): void {
  const { home, join, complaint, private: own, others } = read.programme.flows;
  const index = others.indexOf(name);
  const path =
    name === home
      ? ['flows', 'home']
      : name === join
        ? ['flows', 'join']
        : name === complaint
          ? ['flows', 'complaint']
          : name === own
            ? ['flows', 'private']
            : ['flows', 'others', String(index)];
  to.addAt(read, { path }, said);
}
