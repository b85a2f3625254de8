import { quoted } from '../../flow/finding.ts';
import type { ProvedFlow, Rule, SetRule } from '../rule.ts';
import type { WalkedTurn } from '../walk/walk-flow.ts';
import { SEGMENTS_MAX } from '../../conversation/fit-sms.ts';
import { hasCopy } from './copied-words.ts';
import { PAGES_MAX } from './length-rules.ts';
import { rendered, sentAs, shownAs } from './measure.ts';

/** Flows that hand over speak in one message: the last words of one and the first of the other fit together too. */
export const handedOver: SetRule = (flows, _, to) => {
  const named = new Map(flows.map((flow) => [flow.name, flow]));
  for (const flow of flows)
    for (const turn of turnsThatHandOver(flow)) {
      const next = named.get(turn.next);
      if (next !== undefined) addTogether(flow, turn, next, to.adderFor(flow));
    }
};

type HandingOver = WalkedTurn & { next: string };

/** Turns that say something and hand over, each wording once. */
function turnsThatHandOver({ walk }: ProvedFlow): HandingOver[] {
  const turns = new Map<string, HandingOver>();
  for (const turn of walk.turns) {
    const last = turn.effects.find((effect) => effect.type === 'hand_over');
    if (last?.type === 'hand_over' && turn.says.length > 0)
      turns.set(`${turn.channel} ${turn.says.join(' ')} ${last.flow}`, {
        ...turn,
        next: last.flow,
      });
  }
  return [...turns.values()];
}

function addTogether(
  flow: ProvedFlow,
  turn: HandingOver,
  next: ProvedFlow,
  add: Parameters<Rule>[1],
): void {
  const { channel, says } = turn;
  const begins = next.walk.turns.filter(
    (one) => one.from === undefined && one.channel === channel && one.says.length > 0,
  );
  const [isCopy, isNextCopy] = [hasCopy(flow), hasCopy(next)];
  for (const language of turn.languages.filter((one) => flow.isPlayed(one, channel))) {
    if (isCopy(says, language)) continue;
    const before = rendered(flow, says, { language, channel });
    const sizes = begins
      .filter((one) => one.languages.includes(language) && !isNextCopy(one.says, language))
      .map((one) => `${before}\n${rendered(next, one.says, { language, channel })}`)
      .map((text) => partsOf(flow, text, { language, channel }));
    const most = Math.max(0, ...sizes);
    const limit = channel === 'sms' ? SEGMENTS_MAX : PAGES_MAX;
    if (most > limit)
      add(
        { language, path: ['texts', says.at(-1) ?? '', channel] },
        {
          code: channel === 'sms' ? 'sms_too_long' : 'ussd_pages',
          found: `with the first words of ${quoted(next.name)}, said in the same message, it takes ${most} ${channel === 'sms' ? 'parts' : 'pages'}`,
          mend: `Shorten it: at most ${limit} for both together.`,
        },
      );
  }
}

function partsOf(
  flow: ProvedFlow,
  text: string,
  { language, channel }: { language: string; channel: 'sms' | 'ussd' },
): number {
  return channel === 'sms'
    ? sentAs(flow, text, language).segments
    : shownAs(flow, text, language).length;
}
