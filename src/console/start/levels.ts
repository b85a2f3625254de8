import type { StartFacts } from '../../store/start-facts.ts';
import type { Role } from '../frame/route.ts';
import type { Guide } from './guide-page.ts';
import type { Missing, MissingWhat } from './missing.ts';

const LEVELS = ['practice', 'thirty', 'full'] as const;
export type Level = (typeof LEVELS)[number];

/** One thing that is done, or not yet. `key` names its words, `details` what it is about. */
export type Task = {
  key: string;
  done: boolean;
  details: readonly string[];
  who: Role;
  link: string;
  /** The document that says how. */
  guide?: Guide;
};
export type LevelState = { level: Level; tasks: Task[]; open: number };

/** Two admins: one alone can neither give an account back nor agree with herself. */
const ADMINS_MIN = 2;

type TaskOf = Pick<Task, 'key' | 'who' | 'link' | 'guide'> & { whats: readonly MissingWhat[] };

/** What thirty people need: texts somebody has signed, somebody who is there, who answers for the data, a number that answers. */
const THIRTY: readonly TaskOf[] = [
  { key: 'signed', whats: ['signed'], who: 'reviewer', link: '/console/flows' },
  {
    key: 'duty',
    whats: ['duty_list', 'duty_names', 'duty_hours', 'database'],
    who: 'supervisor',
    link: '/console/counsellors',
  },
  {
    key: 'policy',
    whats: ['legal'],
    who: 'admin',
    link: '/console/settings',
    guide: 'requests',
  },
  { key: 'helpline', whats: ['helpline'], who: 'supervisor', link: '/console/expiry' },
];
const FULL: readonly TaskOf[] = [
  {
    key: 'field_test',
    whats: ['field_test'],
    who: 'editor',
    link: '/console/flows',
    guide: 'field-test',
  },
  {
    key: 'complaints',
    whats: ['complaints', 'hearers'],
    who: 'admin',
    link: '/console/counsellors',
  },
  { key: 'schemes', whats: ['schemes'], who: 'supervisor', link: '/console/expiry' },
];

/** Each level with what is done and what is not, as things are now. */
export function levelsNow(
  facts: StartFacts,
  missing: readonly Missing[],
  { phonesPage }: { phonesPage: string | undefined },
): LevelState[] {
  const practice: Task[] = [
    { key: 'runs', done: true, details: [], who: 'admin', link: '/console/sending' },
    {
      key: 'own_phone',
      done: facts.heard,
      details: [],
      who: 'admin',
      link: phonesPage ?? '/console/start#prints',
    },
    {
      key: 'two_admins',
      done: facts.admins >= ADMINS_MIN,
      details: [],
      who: 'admin',
      link: '/console/staff',
    },
  ];
  const lived: Task = {
    key: 'peer_reviewer',
    done: facts.peerReviewers > 0,
    details: [],
    who: 'admin',
    link: '/console/staff',
  };
  const of = (tasks: readonly TaskOf[]) => tasks.map((one) => taskOf(one, missing));
  return [
    state('practice', practice),
    state('thirty', [...of(THIRTY), lived]),
    state('full', of(FULL)),
  ];
}

/** The highest level of which nothing is open, those below it included. */
export function levelReached(levels: readonly LevelState[]): Level | undefined {
  const firstOpen = levels.findIndex(({ open }) => open > 0);
  return firstOpen < 0 ? levels.at(-1)?.level : levels[firstOpen - 1]?.level;
}

function taskOf({ whats, ...task }: TaskOf, missing: readonly Missing[]): Task {
  const open = missing.filter(({ what }) => whats.includes(what));
  const details = [...new Set(open.map(({ detail }) => detail).filter((one) => one !== ''))];
  return { ...task, done: open.length === 0, details: isShownThere(whats) ? [] : details };
}

/** Their names are file names; the page of expiry says what each is. */
function isShownThere(whats: readonly MissingWhat[]): boolean {
  return whats.includes('helpline') || whats.includes('schemes');
}

function state(level: Level, tasks: Task[]): LevelState {
  return { level, tasks, open: tasks.filter(({ done }) => !done).length };
}
