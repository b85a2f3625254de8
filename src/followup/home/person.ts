import { dueLine } from './due.ts';
import type { PlaceAt } from './place.ts';
import { choices, type Home, type Listed, type Move, type Screen } from './screen.ts';

/** Somebody of her list: what it is, and what she can do. The digits of an answer are those of the text that asked. */
export function person(home: Home, { who }: PlaceAt<'person'>): Screen {
  const one = listed(home, who);
  if (one === undefined) return gone(home, String(who.number));
  const stopped = one.member?.stopped === true;
  const head = stopped
    ? home.say('home_stopped', { number: String(who.number) })
    : dueLine(home, one);
  const { request } = one;
  if (request === undefined)
    return { text: `${head}\n${home.say('home_own', {})}`, hear: own(one) };
  const isHers = request.stage === 'accepted' && request.isWithHer;
  return isHers
    ? { text: `${head}\n${home.say('home_accepted', {})}`, hear: accepted(one) }
    : { text: `${head}\n${home.say('home_offered', {})}`, hear: offered(one) };
}

/** Whom a place is about, as she is now; undefined where she is in the list no more. */
export function listed(home: Home, who: Listed['who']): Listed | undefined {
  const { followUpId, memberId } = who;
  const byRequest = home.people.find(
    (one) => followUpId !== null && one.who.followUpId === followUpId,
  );
  return byRequest ?? home.people.find((one) => memberId !== null && one.who.memberId === memberId);
}

export function gone({ say }: Home, number: string): Screen {
  return { text: say('is_closed', { number }), hear: () => undefined };
}

const DUE = { at: 'due' } as const;

function offered({ who }: Listed): Screen['hear'] {
  return choices({
    1: { to: { at: 'details', who }, act: { act: 'accept', who } },
    2: { to: DUE, act: { act: 'pass', who } },
    3: { to: DUE, act: { act: 'later', who } },
    4: { to: DUE, act: { act: 'no_airtime', who } },
    5: { to: DUE, act: { act: 'knows_family', who } },
  });
}

function accepted(one: Listed): Screen['hear'] {
  const { who } = one;
  return choices({
    1: { to: { at: 'details', who } },
    2: { to: afterTalk(one), act: { act: 'met', who } },
    3: { to: DUE, act: { act: 'tried', who } },
    4: { to: DUE, act: { act: 'pass', who } },
    5: { to: DUE, act: { act: 'close', who } },
  });
}

function own(one: Listed): Screen['hear'] {
  const { who } = one;
  return choices({
    1: { to: { at: 'details', who } },
    2: { to: afterTalk(one), act: { act: 'met', who } },
    3: { to: { at: 'mine' }, act: { act: 'tried', who } },
    4: { to: { at: 'step', who } },
  });
}

/** After a talk with a member of hers comes what they agreed on. */
function afterTalk({ who, member }: Listed): Move['to'] {
  return member === undefined ? DUE : { at: 'step', who };
}
