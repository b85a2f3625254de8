import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { systemClock } from '../base/clock.ts';
import { Refusal } from '../base/refusal.ts';
import { closest } from '../flow/finding.ts';
import { proveFlows } from '../proof/prove-flows.ts';
import { readInput } from '../proof/read-input.ts';
import type { Report } from '../proof/report.ts';
import { readFlowSources } from '../store/flow-sources.ts';
import { reportLines } from './report-lines.ts';

const SHIPPED = fileURLToPath(new URL('../../flows', import.meta.url));

/** What was found, as words or JSON, and how many errors it has. */
export type Checked = { words: string; errors: number };

/**
 * Proves the flows of a folder; `typed` is what stands behind `check`. @throws Refusal: no such folder, no such flow, no
 * such option
 */
export async function runFlowsCheck(typed: readonly string[], colours: boolean): Promise<Checked> {
  const { flow, dir, json } = readTyped(typed);
  const startedMs = systemClock.monotonicMs();
  const sources = await readFlowSources(dir ?? SHIPPED, SHIPPED).catch((error: unknown) => {
    throw noFolder(dir ?? SHIPPED, error);
  });
  const names = sources.flows.map(({ name }) => name);
  if (names.length === 0)
    throw new Refusal(
      'not_found',
      `No flow is in ${dir ?? SHIPPED}: a flow is a folder with a flow.yaml.`,
    );
  if (flow !== undefined && !names.includes(flow)) throw noFlow(flow, names);
  const report = proveFlows(readInput(sources), flow);
  const ms = Math.round(systemClock.monotonicMs() - startedMs);
  const words = json ? asJson(report, ms) : reportLines(report, ms, colours).join('\n');
  return { words, errors: report.errors };
}

function readTyped(typed: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...typed],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, dir: { type: 'string' } },
    });
    const [flow, more] = positionals;
    if (more !== undefined) throw new Refusal('invalid', 'One flow at a time, or none for all.');
    return { flow, dir: values.dir, json: values.json };
  } catch (error) {
    if (error instanceof Refusal || !(error instanceof TypeError)) throw error;
    const [what = ''] = error.message.split('. ');
    throw new Refusal('invalid', `${what}. Known are --json and --dir folder.`);
  }
}

function noFolder(dir: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') return error;
  const why =
    code === 'ENOENT'
      ? `There is no folder ${dir}. Try --dir flows.`
      : code === 'ENOTDIR'
        ? `${dir} is a file. Name the folder of flows.`
        : `${dir} cannot be read (${code}).`;
  return new Refusal('not_found', why);
}

function noFlow(flow: string, names: readonly string[]): Refusal {
  const meant = closest(flow, names);
  const guess = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return new Refusal(
    'not_found',
    `There is no flow ${flow}.${guess} There are: ${names.join(', ')}.`,
  );
}

function asJson({ findings, ...report }: Report, ms: number): string {
  const { flows, steps, texts, languages, paths, errors, warnings, costs } = report;
  const places = findings.map(({ code, severity, file, line, column, message }) => ({
    code,
    severity,
    file,
    line,
    column,
    message,
  }));
  return JSON.stringify({
    flows,
    steps,
    texts,
    languages,
    paths,
    ms,
    errors,
    warnings,
    findings: places,
    costs,
  });
}
