/** What stands in place of what was taken out. */
const WITHHELD = '[withheld]';
/** A number of a phone has at least so many digits; nobody writes one shorter. */
const DIGITS_MIN = 7;
/** Of secrets shorter than this nothing is taken out: they would be found everywhere. */
const SECRET_MIN = 8;

/** Instants and ids of ours come first, so that their digits are not taken for a number. */
const TOKENS =
  /(?<instant>\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z)|(?<id>\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)|(?<before>:?)(?<digits>\+?\(?\d(?:[ ().\-\u00a0]{0,3}\d){6,}\)?)/gu;

export type Scrub = (line: string) => string;

/**
 * The last guard before a line leaves the process, after everything else has kept numbers out of it: takes out whatever may
 * be a phone number, however it is spelled, and every secret of the settings. A line of JSON stays one.
 */
export function createScrub(secrets: readonly string[] = []): Scrub {
  const known = secrets
    .filter((secret) => secret.length >= SECRET_MIN)
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
    .toSorted((one, other) => other.length - one.length);
  return (line) => {
    const bare = known.reduce((text, secret) => text.replaceAll(secret, WITHHELD), line);
    return bare.replace(TOKENS, (whole: string, ...rest: unknown[]) => {
      const { before = '', digits } = groupsOf(rest);
      if (digits === undefined || digits.replace(/\D/gu, '').length < DIGITS_MIN) return whole;
      // Behind a colon without a quotation mark it is a value of JSON, which needs some.
      return before === ':' ? `:"${WITHHELD}"` : WITHHELD;
    });
  };
}

type Groups = Partial<Record<'before' | 'digits', string>>;

/** The named groups come last. */
function groupsOf(rest: readonly unknown[]): Groups {
  const groups = rest.at(-1);
  return typeof groups === 'object' && groups !== null ? groups : {};
}
