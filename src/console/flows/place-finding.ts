import { FLOW_FILE, languageOfFile } from '../../flow/flow-sources.ts';

/** Where in a flow something stands, as its author thinks of it. All undefined: the file as a whole. */
export type FlowPlace = {
  flow: string;
  language?: string | undefined;
  /** The transcript, without its ending. */
  transcript?: string | undefined;
  step?: string | undefined;
  text?: string | undefined;
  /** The answer whose name or words it is. */
  answer?: string | undefined;
  field?: string | undefined;
};

/** The entries of a section of a YAML file, each with the lines that it has (from 1; the last is not among them). */
type Entry = { section: string; name: string; from: number; to: number };

const SECTION = /^([a-z_]+):/u;
const KEY = /^( +)(["']?)([^\s"':#]+)\2:/u;

/**
 * What stands at each line, by the indentation alone: it works as well while a file cannot be read, which is when somebody
 * types.
 */
function entriesIn(source: string): Entry[] {
  const entries: Entry[] = [];
  let section = '';
  let depth = 0;
  const end = (line: number) => {
    const last = entries.at(-1);
    if (last !== undefined && last.to === Infinity) last.to = line;
  };
  for (const [index, text] of source.split('\n').entries()) {
    const line = index + 1;
    const top = SECTION.exec(text);
    if (top !== null) {
      end(line);
      [section, depth] = [top[1] ?? '', 0];
      continue;
    }
    const [, indent = '', , name] = KEY.exec(text) ?? [];
    if (section === '' || name === undefined) continue;
    if (depth === 0) depth = indent.length;
    if (indent.length !== depth) continue;
    end(line);
    entries.push({ section, name, from: line, to: Infinity });
  }
  return entries;
}

/** The place of a line of a file. `path` is below the folder of flows: `check-in/sn.yaml`. */
export function placeOfLine(path: string, source: string, line: number): FlowPlace {
  const [flow = '', ...rest] = path.split('/');
  const file = rest.join('/');
  if (file.startsWith('transcripts/'))
    return { flow, transcript: file.slice('transcripts/'.length).replace(/\.txt$/u, '') };
  const entry = entriesIn(source).find(({ from, to }) => from <= line && line < to);
  const language = languageOfFile(file);
  if (language !== undefined) return { flow, language, ...textPlace(entry) };
  if (file !== FLOW_FILE || entry === undefined) return { flow };
  if (entry.section === 'steps') return { flow, step: entry.name };
  return entry.section === 'memory' ? { flow, field: entry.name } : { flow };
}

function textPlace(entry: Entry | undefined): Partial<FlowPlace> {
  if (entry?.section === 'texts') return { text: entry.name };
  const isAnswer = entry?.section === 'choices' || entry?.section === 'answers';
  return isAnswer ? { answer: entry.name } : {};
}

const SAYS = /\b(?:ask|say|text):\s*["']?([\w-]+)/u;

/** The steps of a flow that say a text, in their order. */
export function stepsSaying(flowSource: string, text: string): string[] {
  const lines = flowSource.split('\n');
  return entriesIn(flowSource)
    .filter(({ section }) => section === 'steps')
    .filter(({ from, to }) =>
      lines.slice(from - 1, to - 1).some((line) => SAYS.exec(line)?.[1] === text),
    )
    .map(({ name }) => name);
}
