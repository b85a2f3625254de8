import type { Outline } from '../../../flow/edit/outline.ts';
import { BALLOT_FLOW, MEETING_FLOW } from '../../../flow/peer-group.ts';
import { flowsOfProgramme } from '../../../flow/programme.ts';
import { MORNING_CALL, REFERRAL } from '../../../store/ladder-people.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import type { Ask } from '../../frame/route.ts';

/** What the service begins of itself. */
const OF_ITSELF = [MEETING_FLOW, BALLOT_FLOW, MORNING_CALL, REFERRAL];

/** Said of a flow that nobody can come to: a new one that no menu leads to would be released to nobody. */
export function noWayHere({ w, parts }: Pick<Ask, 'w' | 'parts'>, outline: Outline): Html {
  if (outline.isPart || hasWay(parts, outline.flow)) return nothing;
  return html`<p class="note warn"><strong>${w('read.no_way_here')}</strong> ${w('read.no_way_here_do')}</p>`;
}

function hasWay({ programme, setting }: Ask['parts'], flow: string): boolean {
  const { home, join, complaint, private: own } = programme.flows;
  if (
    [home, join, complaint, own, ...OF_ITSELF].includes(flow) ||
    Object.hasOwn(programme.rhythm, flow)
  )
    return true;
  return flowsOfProgramme(programme).some(
    (name) => name !== flow && setting.releases.current(name)?.leadsTo.includes(flow),
  );
}
