import { join } from 'node:path';
import type { LintWords } from '../../src/flow/lint-words.ts';
import { proveFlows } from '../../src/proof/prove-flows.ts';
import { readCommon, readInput } from '../../src/proof/read-input.ts';
import type { ProofFinding } from '../../src/proof/report.ts';
import { readFlowSources } from '../../src/store/flow-sources.ts';

const FLOWS = join(import.meta.dirname, '..', '..', 'flows');
/** As they ship, read once; the flows of a test are its own, and what the service says by itself is proved elsewhere. */
const shipped = await readFlowSources(FLOWS, FLOWS);
const common = { ...readCommon(shipped), phraseFiles: [], promptFiles: [] };

const NOTHING = {
  ...shipped,
  words: [],
  risks: [],
  formats: [],
  lint: [],
  helplines: [],
  prompts: [],
  benefits: { countries: [], words: [] },
};

/** A question, its two answers and what is said behind them. */
export const PLAIN = `spec: 1
flow: visit
version: 1
start: suits
expires: 7d
foot: ways_out
steps:
  suits:
    ask: suits
    choices:
      1: { means: fine, to: thanks }
      2: { means: other, to: thanks }
  thanks: { say: thanks, to: end }
`;

/** The same question, asked once more by itself when nobody answers; `between` are steps behind the silence. */
export const NUDGING = (between = '') =>
  PLAIN.replace(
    '  thanks:',
    `    silence: { 48h: ${between === '' ? 'nudge' : 'which'} }
${between}  nudge:
    ask: nudge
    choices:
      1: { means: fine, to: thanks }
      2: { means: other, to: thanks }
    silence: { 48h: quiet }
  quiet: { do: { quiet: true }, to: end }
  thanks:`,
  );

/** Texts of that flow in each language; what is not given is a plain text of that language. */
type Texts = Record<string, Record<string, unknown>>;
type Given = {
  flow?: string;
  texts: Texts;
  programmes?: readonly string[];
  phrases?: string;
  /** In place of those of the English lint file. */
  exceptions?: LintWords['exceptions'];
};

const WORDS: Readonly<Record<string, readonly string[]>> = {
  en: ['Does market day suit you?', 'Thank you.', 'It does', 'Another day'],
  sn: ['Zuva remusika rakanaka here?', 'Maita basa.', 'Hongu', 'Rimwe zuva'],
  sw: ['Siku ya soko inafaa?', 'Asante.', 'Ndiyo', 'Siku nyingine'],
  pt: ['O dia do mercado serve?', 'Muito bem.', 'Serve', 'Outro dia'],
  es: ['El mercado le queda bien?', 'Gracias.', 'Bien', 'Otro dia'],
  nd: ['Usuku lomakethe lulungile na?', 'Siyabonga.', 'Yebo', 'Olunye usuku'],
  gu: ['બજારનો દિવસ ફાવશે?', 'આભાર.', 'હા', 'બીજો દિવસ'],
};

/** What the proof finds in a flow of such texts. */
export function proveTexts({
  flow = PLAIN,
  texts,
  programmes = [],
  phrases,
  exceptions,
}: Given): ProofFinding[] {
  const name = /^flow: (\S+)$/mu.exec(flow)?.[1] ?? '';
  const files = phrases === undefined ? [] : [{ file: 'phrases/en.yaml', source: phrases }];
  const { phrases: said, phraseFiles } =
    files.length === 0 ? common : readCommon({ ...NOTHING, phrases: files });
  const lint = new Map(common.lint);
  const english = lint.get('en');
  if (english !== undefined && exceptions !== undefined) lint.set('en', { ...english, exceptions });
  const sources = {
    ...shipped,
    benefits: NOTHING.benefits,
    programmes: programmes.map((source, index) => ({ file: `programmes/p${index}.yaml`, source })),
    flows: [
      {
        name,
        flow: { file: 'flow.yaml', source: flow },
        texts: Object.entries(texts).map(([language, own]) => ({
          file: `${language}.yaml`,
          language,
          source: JSON.stringify(textsOf(language, own)),
        })),
        transcripts: [],
      },
    ],
  };
  const own = { ...common, phrases: said, phraseFiles, lint };
  return [...proveFlows(readInput(sources, own)).findings];
}

/** The codes, in the order of their places, without those named. */
export function codesOf(given: Given): string[] {
  return proveTexts(given).map(({ code }) => code);
}

function textsOf(language: string, { choices, ...own }: Record<string, unknown>) {
  const [suits, thanks, fine, other] = WORDS[language] ?? [];
  return {
    spec: 1,
    language,
    name: language,
    reviewed: { by: 'A. Reader', on: '2027-01-31' },
    texts: { suits, thanks, ways_out: '9 88', ...own },
    choices: choices ?? { fine, other },
  };
}

/** A programme that has the plain flow; `own` are lines to write otherwise. */
export function programmeOf(own: Readonly<Record<string, string>>): string {
  const lines: Record<string, string> = {
    spec: '1',
    programme: 'p0',
    name: 'Valley Circle',
    country: 'KE',
    time_zone: 'Africa/Nairobi',
    channels: 'sms+ussd',
    languages: '[en]',
    contact_hours: "{ from: '08:00', to: '19:00' }",
    short_code: "'22340'",
    sender: "'22340'",
    purposes: '[check_ins]',
    flows: '{ home: visit, join: visit }',
    escalation:
      "{ duty: { from: '08:00', to: '17:00' }, urgent_within: 30m, call_within: 4h, then: [counsellor, lead], complaints_to: lead }",
    reply_price: 'free',
    sms_price: '{ currency: KES, amount: 0.8 }',
    messages_a_second: '20',
    caps: '{ per_hour: 6, per_day: 20 }',
    reserve: '0.15',
    ...own,
  };
  const [first = 'en'] = /[a-z]{2}/u.exec(lines['languages'] ?? '') ?? [];
  lines['default_language'] ??= first;
  if (lines['channels'] !== 'sms_only') lines['service_code'] ??= "'*384*4040#'";
  return Object.entries(lines)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
}
