import { quoted } from '../../flow/finding.ts';
import type { ProvedFlow, Rule, Said } from '../rule.ts';

/**
 * Each language of a flow has what the service itself needs to speak it: how its dates and times are written and read,
 * and what it says by itself. A programme that speaks the language cannot do without.
 */
export const languageFiles: Rule = (flow, add) => {
  const { formats, phrases } = flow.set;
  for (const { language } of flow.texts) {
    const place = { language, path: ['language'] };
    const severity = isSpoken(flow, language) ? ('error' as const) : ('warning' as const);
    if (!formats.has(language)) add(place, { severity, ...noFormat(language) });
    if (!phrases.has(language)) add(place, { severity, ...noPhrases(language) });
  }
};

function isSpoken({ programmes }: ProvedFlow, language: string): boolean {
  return programmes.some(({ programme }) => programme.languages.includes(language));
}

function noFormat(language: string): Said {
  return {
    code: 'no_format',
    found: `there is no formats/${language}.yaml: days are written as 2027-01-11 and in ${quoted(language)} no day or time is read`,
    mend: 'Copy the file of a language near to it, and let a native speaker change it.',
  };
}

function noPhrases(language: string): Said {
  return {
    code: 'no_phrases',
    found: `there is no phrases/${language}.yaml: what the service says by itself comes in English`,
    mend: 'Copy phrases/en.yaml, translate it, and let a native speaker read it.',
  };
}
