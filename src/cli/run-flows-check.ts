import { systemClock } from '../base/clock.ts';
import { Refusal } from '../base/refusal.ts';
import { proveFlows } from '../proof/prove-flows.ts';
import { readInput } from '../proof/read-input.ts';
import type { Report } from '../proof/report.ts';
import { flowsIn, notThere, openFolder } from './open-flows.ts';
import { readArgs } from './read-args.ts';
import { reportLines } from './report-lines.ts';

const HOW = 'Known are --json and --dir folder.';

/** What was found, as words or JSON, and how many errors it has. */
export type Checked = { words: string; errors: number };

/**
 * Proves the flows of a folder; `typed` is what stands behind `check`. @throws Refusal: no such folder, no such flow, no
 * such option
 */
export async function runFlowsCheck(typed: readonly string[], colours: boolean): Promise<Checked> {
  const { flow, folder, json } = readTyped(typed);
  const startedMs = systemClock.monotonicMs();
  const { sources, dir } = await openFolder(folder);
  const names = flowsIn(sources).map(({ name }) => name);
  if (names.length === 0)
    throw new Refusal(
      'not_found',
      `No flow is in ${dir}: a flow is a folder with a flow.yaml. Name the folder that it is in.`,
    );
  if (flow !== undefined && !names.includes(flow)) throw notThere('flow', flow, names);
  const report = proveFlows(
    { ...readInput(sources), dir: folder === undefined ? undefined : dir },
    flow,
  );
  const ms = Math.round(systemClock.monotonicMs() - startedMs);
  const words = json ? asJson(report, ms) : reportLines(report, ms, colours).join('\n');
  return { words, errors: report.errors };
}

function readTyped(typed: readonly string[]) {
  const { positionals, values } = readArgs(
    {
      args: [...typed],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, dir: { type: 'string' } },
    },
    HOW,
  );
  const [flow, more] = positionals;
  if (more !== undefined) throw new Refusal('invalid', 'One flow at a time, or none for all.');
  return { flow, folder: values.dir, json: values.json };
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
