import { Refusal } from './base/refusal.ts';
import type { Config } from './config.ts';
import type { Programme } from './flow/programme.ts';

/** Translations of one programme that no native speaker has signed. */
export type Unreviewed = readonly { flow: string; language: string }[];

/** Whether texts go to people: not to the stand-in, a sandbox or a gateway on an address of somebody's own. */
export function isLive(config: Pick<Config, 'demo' | 'AT_USERNAME' | 'AT_BASE_URL'>): boolean {
  return !config.demo && config.AT_USERNAME !== 'sandbox' && config.AT_BASE_URL === undefined;
}

/**
 * Texts go to people only after a native speaker signed them and people tried them (docs/field-test.md).
 * @throws Refusal that names what is missing
 */
export function assertMayGoLive(programme: Programme, unreviewed: Unreviewed): void {
  const wrong = [
    ...byLanguage(unreviewed),
    ...(programme.fieldTest === undefined
      ? ['field_test: nobody has tried these flows with people yet; docs/field-test.md says how.']
      : []),
  ];
  if (wrong.length === 0) return;
  throw new Refusal(
    'invalid',
    [
      `The programme ${programme.programme} is not ready for people:`,
      ...wrong.map((line) => `  ${line}`),
      'Try it with the stand-in (without AT_API_KEY) or the sandbox until it is.',
    ].join('\n'),
  );
}

function byLanguage(unreviewed: Unreviewed): string[] {
  const languages = [...new Set(unreviewed.map(({ language }) => language))].toSorted();
  return languages.map((language) => {
    const flows = unreviewed.filter((one) => one.language === language).map(({ flow }) => flow);
    return `${language}: no native reader has signed ${flows.toSorted().join(', ')} (\`reviewed:\` in its ${language}.yaml).`;
  });
}
