import type { FlowCosts, OutcomeCost, Range } from '../proof/report.ts';

type Row = { name: string; costs: readonly { channel: 'sms' | 'ussd'; cost: OutcomeCost }[] };

const HEAD = ['', 'segments by SMS', 'screens by USSD', 'money'];
/** Where the whole set is shown, each flow has one line: what it costs to come to its end. */
const WHOLE = 'end';

/**
 * What ways cost, from the cheapest to the dearest over all languages and programmes: each outcome of one flow, or the end
 * of each of several.
 */
export function costLines(costs: readonly FlowCosts[]): string[] {
  const flows = [...new Set(costs.map(({ flow }) => flow))];
  const [only] = flows;
  if (only === undefined) return [];
  const rows = flows.length === 1 ? outcomeRows(costs) : flows.map((flow) => flowRow(costs, flow));
  const what = flows.length === 1 ? `to each outcome of ${only}` : 'to the end of each flow';
  const more =
    flows.length === 1 ? [] : ['  npm run flows -- check <flow> shows each outcome of one flow.'];
  const all = [HEAD, ...rows.map(cellsOf)];
  // Without a programme nothing has a price, and a heading with nothing below would be a riddle.
  const used = HEAD.map((_, at) => all.slice(1).some((row) => row[at] !== ''));
  const cells = all.map((row) => row.filter((_, at) => used[at]));
  const widths = (cells[0] ?? []).map((_, at) =>
    Math.max(...cells.map((row) => row[at]?.length ?? 0)),
  );
  const lines = cells.map((row) =>
    `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd(),
  );
  return [`From the cheapest to the dearest way ${what}`, ...lines, ...more];
}

function outcomeRows(costs: readonly FlowCosts[]): Row[] {
  const names = new Set(costs.flatMap(({ outcomes }) => outcomes.map(({ outcome }) => outcome)));
  return [...names].map((name) => ({ name, costs: costsTo(costs, name) }));
}

function flowRow(costs: readonly FlowCosts[], flow: string): Row {
  return {
    name: flow,
    costs: costsTo(
      costs.filter((one) => one.flow === flow),
      WHOLE,
    ),
  };
}

function costsTo(costs: readonly FlowCosts[], outcome: string): Row['costs'] {
  return costs.flatMap(({ channel, outcomes }) =>
    outcomes.filter((one) => one.outcome === outcome).map((cost) => ({ channel, cost })),
  );
}

function cellsOf({ name, costs }: Row): string[] {
  const by = (channel: 'sms' | 'ussd') => costs.filter((one) => one.channel === channel);
  const segments = spread(by('sms').map(({ cost }) => cost.segments));
  const screens = spread(by('ussd').map(({ cost }) => cost.hops));
  const money = Map.groupBy(
    costs.flatMap(({ cost }) => cost.money),
    ({ currency }) => currency,
  );
  const sums = [...money].map(([currency, sum]) => `${currency} ${spread(sum)}`);
  return [name, segments, screens, sums.join(', ')];
}

function spread(ranges: readonly Range[]): string {
  if (ranges.length === 0) return '-';
  const least = Math.min(...ranges.map((range) => range.least));
  const most = Math.max(...ranges.map((range) => range.most));
  return least === most ? String(least) : `${least} to ${most}`;
}
