import type { ReviewFacts } from '../../release/review-facts.ts';
import { mayAct, standing } from '../../release/rules.ts';
import { localeOf } from '../frame/locale.ts';
import { html, type Html } from '../frame/html.ts';
import { languageName } from '../frame/language-names.ts';
import { has, type Ask } from '../frame/route.ts';
import { CONFIRMS, WRITES } from '../translate/asked-card.ts';
import type { Seen } from './read-review.ts';

/** What comes next on the way of a draft, whose task it is, and what she presses. */
export type Next = {
  says: string;
  whose?: string;
  /** Whoever looks has the role for it, and may do it now. */
  isHers?: boolean;
  deed?: Html;
  /** What she may do while that waits for somebody else. */
  meanwhile?: string;
  /** Where whoever does it begins: a link to be sent to her. */
  tell?: string;
};

/** Whose task it is: to whom it is her own, no list of roles says so. */
export function whoseWords({ w }: Ask, { whose, isHers = false }: Next): string | undefined {
  if (whose === undefined) return undefined;
  return isHers ? w('release.whose_yours') : w('release.whose', { whose });
}

type Of = Pick<Seen, 'facts' | 'draft'>;

/** Words of one language that stand in another are translated before anybody is asked to read them. */
export function translateNext(ask: Ask, { facts, draft }: Of): Next {
  const { w } = ask;
  const waiting = facts.languages.filter(({ copies }) => copies > 0);
  const count = waiting.reduce((sum, { copies }) => sum + copies, 0);
  const first = waiting[0]?.language ?? '';
  const to = `/console/flows/${draft.flow}/translate?language=${first}&show=missing`;
  return {
    says: w('release.next_translate', { count, list: listOf(ask, waiting) }),
    whose: w('release.whose_translate'),
    isHers: has(ask.staff, WRITES),
    deed: html`<a class="button main" href="${to}">${w('release.go_translate')}</a>`,
  };
}

/** A language changed: somebody says of the words of the others that they are still right, or changes them. */
export function confirmNext(ask: Ask, { facts, draft }: Of): Next {
  const { w } = ask;
  const waiting = facts.languages.filter(({ asked }) => asked > 0);
  const count = waiting.reduce((sum, { asked }) => sum + asked, 0);
  return {
    says: w('release.next_confirm', { count, list: listOf(ask, waiting) }),
    whose: w('release.whose_confirm'),
    isHers: has(ask.staff, CONFIRMS),
    deed: html`<a class="button main" href="/console/flows/${draft.flow}/still-right">${w('release.go_confirm')}</a>`,
  };
}

/** Languages that are hers to sign are read on one page, and signed at its end. */
export function signNext(ask: Ask, { facts, draft }: Of): Next {
  const { w } = ask;
  const missing = standing(facts).languages.filter(({ signed }) => signed === undefined);
  const hers = toSign(ask, facts);
  const values = { count: missing.length, list: listOf(ask, missing) };
  const whose = w('release.whose_sign');
  const tell = readingPath(draft.flow);
  if (hers.length === 0) return { says: w('release.next_sign', values), whose, tell };
  const [only, ...others] = hers;
  return {
    says: w('release.next_sign_hers', values),
    whose,
    isHers: true,
    deed: html`<a class="button main" href="${others.length === 0 ? readingPath(draft.flow, only) : tell}"
      >${w('release.read_and_sign', { language: languageList(ask, hers) })}</a
    >`,
  };
}

/** Of what is not signed: the languages that she may sign. */
export function toSign({ staff }: Pick<Ask, 'staff'>, facts: ReviewFacts): string[] {
  return standing(facts)
    .languages.filter(
      ({ language, signed }) =>
        signed === undefined && mayAct('signed', facts, staff, { language }) === undefined,
    )
    .map(({ language }) => language);
}

/** Where a language is read, and signed once it was read; without one, all that are hers to sign. */
export function readingPath(flow: string, language?: string): string {
  const all = `/console/flows/${flow}/reading`;
  return language === undefined ? all : `${all}/${language}`;
}

function listOf(
  ask: Ask,
  languages: readonly Pick<ReviewFacts['languages'][number], 'language'>[],
) {
  return languageList(
    ask,
    languages.map(({ language }) => language),
  );
}

/** Languages by their names, as a list in the reader's language. */
export function languageList(ask: Ask, languages: readonly string[]): string {
  const names = languages.map((language) => languageName(ask, language));
  return new Intl.ListFormat(localeOf(ask.language)).format(names);
}
