import type { BenefitSources } from './benefits/read-benefits.ts';
import type { SourceFile } from './data-file.ts';

/** One folder of a flow as it was read from disk: its steps, its words by language, its transcripts. */
export type FlowFolder = {
  /** What the folder is called; a flow is named the same. */
  name: string;
  flow: SourceFile;
  texts: readonly (SourceFile & { language: string })[];
  transcripts: readonly SourceFile[];
};

/** Everything in a folder of flows that the proof looks at, as text. */
export type FlowSources = {
  flows: readonly FlowFolder[];
  programmes: readonly SourceFile[];
  formats: readonly SourceFile[];
  words: readonly SourceFile[];
  risks: readonly SourceFile[];
  phrases: readonly SourceFile[];
  prompts: readonly SourceFile[];
  lint: readonly SourceFile[];
  helplines: readonly SourceFile[];
  benefits: BenefitSources;
};

const TEXTS_FILE = /^([a-zA-Z-]{2,6})\.yaml$/u;
export const FLOW_FILE = 'flow.yaml';

/** The language of a file in the folder of a flow; undefined for every other file. */
export function languageOfFile(name: string): string | undefined {
  return name === FLOW_FILE ? undefined : TEXTS_FILE.exec(name)?.[1];
}
