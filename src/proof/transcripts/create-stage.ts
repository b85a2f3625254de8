import type { Words } from '../../conversation/read-words.ts';
import { writeMoney, writeOften } from '../../conversation/write-value.ts';
import type { Format, Formats } from '../../flow/formats.ts';
import type { Helplines } from '../../flow/helplines.ts';
import type { Programme } from '../../flow/programme.ts';
import type { Stage } from './scene.ts';

const WEEK_MS = 7 * 86_400_000;
/** What transcripts show where they name no programme: short, so that the texts are what is read. */
const MADE_UP = {
  name: 'Mazano',
  serviceCode: '*384*4040#',
  shortCode: '22340',
  replyPrice: 'KES 1',
  rhythm: new Map<string, number>(),
  duty: { from: '08:00', to: '17:00' },
  helplines: ['Childline 116'],
};

type Shown = Pick<Programme, 'name' | 'serviceCode' | 'shortCode' | 'rhythm'> & {
  /** A price, or the words for one. */
  replyPrice: Programme['replyPrice'] | string;
  duty: { from: string; to: string };
  /** A label in the language, where there is one, and a number. */
  helplines: readonly string[] | ((language: string) => readonly string[]);
};

type Installed = {
  words: Words;
  formats: Formats;
  programmes: readonly Programme[];
  helplines: Helplines;
};

/** The stage on which transcripts are played: with made-up values, or `as` one of the programmes. */
export function createStage(installed: Installed): Stage {
  const { words, formats, programmes } = installed;
  const stageOf = (shown: Shown, languages: readonly string[] | undefined): Stage => ({
    words,
    formats,
    languages,
    variablesIn: (language, flow) => variablesOf(shown, formats, { language, flow }),
    as: (name) => {
      const programme = programmes.find((one) => one.programme === name);
      if (programme === undefined) return undefined;
      const { duty } = programme.escalation;
      const helplines = (language: string) => linesOf(installed.helplines, programme, language);
      return stageOf({ ...programme, duty, helplines }, programme.languages);
    },
  });
  return stageOf(MADE_UP, undefined);
}

function variablesOf(
  shown: Shown,
  formats: Formats,
  { language, flow }: { language: string; flow: string },
): Record<string, string> {
  const format = formats.get(language);
  const { replyPrice, duty, helplines } = shown;
  const often = shown.rhythm.get(flow) ?? WEEK_MS;
  const lines = typeof helplines === 'function' ? helplines(language) : helplines;
  return {
    programme: shown.name,
    service_code: shown.serviceCode ?? '',
    short_code: shown.shortCode,
    reply_cost: costWords(replyPrice, format),
    often: format === undefined ? '' : writeOften(often, format),
    duty_hours: `${duty.from}-${duty.to}`,
    helplines: lines.join(', '),
  };
}

function costWords(price: Shown['replyPrice'], format: Format | undefined): string {
  if (price === 'free') return format?.free ?? price;
  if (typeof price === 'string') return price;
  return format === undefined ? '' : writeMoney(price, format);
}

function linesOf(helplines: Helplines, programme: Programme, language: string): string[] {
  return programme.helplines.flatMap((id) => {
    const line = helplines.get(id);
    if (line === undefined) return [];
    return [`${line.label[language] ?? line.label['en'] ?? ''} ${line.number}`.trim()];
  });
}
