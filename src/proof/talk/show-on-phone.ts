import { fitTexts } from '../../conversation/fit-sms.ts';
import { fitUssd, ussdUnits } from '../../conversation/fit-ussd.ts';
import { phrase } from '../../conversation/phrases.ts';
import { SCREEN_MAX, ussdPages } from '../../conversation/ussd-pages.ts';
import { channelOf, type Phone, type Session, type Shown, type Step, type World } from './phone.ts';

/** Shows what was said, by the channel that the conversation is in. */
export function showSaid(
  world: World,
  phone: Phone,
  said: readonly string[],
  session: Pick<Session, 'goesOn' | 'offer'>,
): Step {
  const texts = said.filter((text) => text.trim() !== '');
  if (channelOf(phone) === 'sms' || texts.length === 0)
    return { phone: { ...phone, session: undefined }, shown: bubbles(world, phone, texts) };
  const screen = fitUssd(texts.join('\n'));
  return showPage(world, phone, { ...session, screen, page: 0 });
}

/** Shows a page of a session's screen; the session lasts while there is something to answer or to turn. */
function showPage(world: World, phone: Phone, session: Session): Step {
  const pages = pagesOf(world, phone, session.screen);
  const text = pages[session.page] ?? '';
  const goesOn = session.goesOn || session.page < pages.length - 1;
  const page = session.page + 1;
  const units = ussdUnits(text);
  const screen: Shown = { kind: 'screen', text, units, page, pages: pages.length, goesOn };
  return { phone: { ...phone, session: goesOn ? session : undefined }, shown: [screen] };
}

/** The next page of what stands on the screen; undefined where there is none. */
export function turnPage(world: World, phone: Phone): Step | undefined {
  const { session } = phone;
  if (session === undefined) return undefined;
  const page = session.page + 1;
  if (page >= pagesOf(world, phone, session.screen).length) return undefined;
  return showPage(world, phone, { ...session, page });
}

function pagesOf({ phrases }: World, { scene }: Phone, screen: string): readonly string[] {
  const more = phrase(phrases, scene.facts.language, 'more', {});
  return ussdPages(screen, { limit: SCREEN_MAX, more });
}

function bubbles(world: World, { scene }: Phone, said: readonly string[]): Shown[] {
  const fold = world.folds(scene.facts.language);
  return fitTexts(said, { fold }).map((part) => ({ kind: 'sms' as const, ...part }));
}
