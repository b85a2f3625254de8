import { GUIDE_ROLE, guideCountry } from '../../../flow/benefits/country.ts';
import { hasWords, type Words, wordsOf } from '../../frame/words.ts';
import { capital, plain } from './plain-names.ts';

/** What a flow is for, in a few words of the reader's language; one that was begun here by the name that was typed. */
export function flowTitle(w: Words, flow: string): string {
  if (hasWords(`titles.title_${flow}`)) return w(`titles.title_${flow}`);
  const country = guideCountry(flow);
  if (country !== undefined) return `${w(`titles.title_${GUIDE_ROLE}`)}: ${country.toUpperCase()}`;
  return capital(plain(flow));
}

/** What its author wrote above a flow, in the reader's language: only while it is what was translated. */
export function aboutInWords(w: Words, flow: string, remark: string): string | undefined {
  const key = `titles.about_${flow}`;
  return hasWords(key) && wordsOf('en')(key) === remark ? w(key) : undefined;
}

/** What members meet, in the order in which they do; in each the flows that are shipped, the first ones first. */
const GROUPS = {
  first: ['welcome', 'menu', 'language', 'start-welcome', 'start-menu'],
  steps: ['check-in', 'problem-solving', 'agreed-step', 'activity', 'how-often', 'start-check-in'],
  counsellors: [
    'self-referral',
    'visit-day',
    'next-session',
    'match',
    'who-meets',
    'referral',
    'calls',
    'morning-call',
    'advance-plan',
  ],
  groups: ['group', 'meeting', 'ballot'],
  benefits: ['papers', 'next-paper', 'go-day'],
  safety: ['family-and-home', 'complaint', 'feedback'],
  own: ['my-data', 'private', 'new-pin', 'pause', 'hours'],
  others: [],
  parts: ['pick-a-day', 'pick-a-time', 'pick-a-pin', 'reach'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type FlowGroup = keyof typeof GROUPS;
export const FLOW_GROUPS = [
  'first',
  'steps',
  'counsellors',
  'groups',
  'benefits',
  'safety',
  'own',
  'others',
  'parts',
] as const satisfies readonly FlowGroup[];

/** Where a flow belongs that is not shipped: with others of its purpose. */
const OF_PURPOSE: Readonly<Record<string, FlowGroup>> = {
  check_ins: 'steps',
  counsellor_contact: 'counsellors',
  group_reminders: 'groups',
  benefit_info: 'benefits',
  evaluation: 'safety',
};

type Grouped = { isPart: boolean; purpose: string | undefined };

export function flowGroup(flow: string, { isPart, purpose }: Grouped): FlowGroup {
  const known = FLOW_GROUPS.find((group) => placeIn(group, flow) >= 0);
  if (known !== undefined) return known;
  if (isPart) return 'parts';
  if (guideCountry(flow) !== undefined) return 'benefits';
  return OF_PURPOSE[purpose ?? ''] ?? 'others';
}

/** By group, in each the shipped ones in their order, then the others by their names. */
export function byGroup(
  a: { flow: string; group: FlowGroup },
  b: { flow: string; group: FlowGroup },
): number {
  return (
    FLOW_GROUPS.indexOf(a.group) - FLOW_GROUPS.indexOf(b.group) ||
    rank(a) - rank(b) ||
    (a.flow < b.flow ? -1 : 1)
  );
}

function rank({ flow, group }: { flow: string; group: FlowGroup }): number {
  const place = placeIn(group, flow);
  return place < 0 ? Number.MAX_SAFE_INTEGER : place;
}

function placeIn(group: FlowGroup, flow: string): number {
  const names: readonly string[] = GROUPS[group];
  return names.indexOf(flow);
}
