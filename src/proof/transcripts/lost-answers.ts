/** What stands behind an answer that nothing made of, and behind one that nothing had asked for. */
const UNHEARD = new Set(['! not understood', '! nothing is open']);

/** Answers of a transcript that counted when it was written, and do not as its flow is now. */
export function lostAnswers(written: readonly string[], played: readonly string[]): string[] {
  const before = momentsIn(written);
  return momentsIn(played)
    .filter(({ event, isHeard }, at) => {
      const counted = before[at]?.isHeard === true;
      return event.startsWith('>') && counted && !isHeard;
    })
    .map(({ event }) => event.slice(1).trim());
}

/** Each thing that happens, which is the same in both, with whether something was made of it. */
function momentsIn(lines: readonly string[]): { event: string; isHeard: boolean }[] {
  const moments: { event: string; isHeard: boolean }[] = [];
  for (const line of lines) {
    if (/^[>~]/u.test(line)) moments.push({ event: line, isHeard: true });
    const last = moments.at(-1);
    if (last !== undefined && UNHEARD.has(line)) last.isHeard = false;
  }
  return moments;
}
