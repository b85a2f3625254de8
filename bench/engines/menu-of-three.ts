/**
 * The same menu for every engine: three questions one after the other, two choices each, then an end. One run is three
 * answers. An engine shows the text of a screen and takes a digit.
 */
export const SCREENS = [
  { question: 'How is your small step going?', choices: ['Done', 'Not yet'] },
  { question: 'Shall we ask again next week?', choices: ['Yes', 'No'] },
  { question: 'In the morning or in the evening?', choices: ['Morning', 'Evening'] },
] as const;
export const LAST = 'Thank you.';
export const STEPS_A_RUN = SCREENS.length;

/** The digit of the run with this number at this screen: all eight ways through come by. */
export function digitOf(run: number, screen: number): '1' | '2' {
  return ((run >> screen) & 1) === 0 ? '1' : '2';
}

/** The menu as a release of ours. */
export function menuDefinition(): string {
  const steps = SCREENS.map(({ choices }, index) => {
    const to = index + 1 < SCREENS.length ? `screen_${index + 1}` : 'last';
    const answers = choices.map((_, at) => ({ means: `answer_${index}_${at}`, to, do: [] }));
    return [`screen_${index}`, { kind: 'ask', text: `screen_${index}`, choices: answers }] as const;
  });
  const last = { kind: 'say', text: 'last', to: 'end', do: [] } as const;
  const both = (text: string) => ({ sms: text, ussd: text });
  const texts = SCREENS.map(({ question }, index) => [`screen_${index}`, both(question)] as const);
  const labels = SCREENS.flatMap(({ choices }, index) =>
    choices.map((label, at) => [`answer_${index}_${at}`, label] as const),
  );
  return JSON.stringify({
    flow: {
      spec: 1,
      flow: 'menu-of-three',
      version: 1,
      start: 'screen_0',
      expiresAfterMs: 86_400_000,
      memory: {},
      steps: { ...Object.fromEntries(steps), last },
    },
    texts: {
      en: {
        name: 'English',
        texts: { ...Object.fromEntries(texts), last: both(LAST) },
        choices: Object.fromEntries(labels),
        answers: {},
      },
    },
  });
}

/** Plays one run and returns its last screen, so that an engine that does nothing is noticed. */
export type Engine = { name: string; play(run: number): Promise<string> };
