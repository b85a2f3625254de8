import { findingLine } from '../../src/flow/finding.ts';
import { parseFlow } from '../../src/flow/parse-flow.ts';
import { parseTexts } from '../../src/flow/parse-texts.ts';
import { makeRelease, type Release } from '../../src/flow/release.ts';

type Words = {
  texts: Record<string, string | { sms: string; ussd: string }>;
  choices?: Record<string, string>;
};

/** A release of a flow in English; of its head only what matters is written. */
export function flowFrom(body: string, { texts, choices = {} }: Words): Release {
  const flow = parseFlow(`spec: 1\nflow: example\nversion: 1\nexpires: 14d\n${body}`, 'flow.yaml');
  if (!flow.ok) throw new Error(flow.findings.map(findingLine).join('\n'));
  const english = { spec: 1, language: 'en', name: 'English', reviewed: null, texts, choices };
  const words = parseTexts(JSON.stringify(english), 'en.yaml', 'en');
  if (!words.ok) throw new Error(words.findings.map(findingLine).join('\n'));
  const made = makeRelease(flow.flow, { en: words.texts });
  if (!made.ok) throw new Error(made.findings.map(findingLine).join('\n'));
  return made.release;
}
