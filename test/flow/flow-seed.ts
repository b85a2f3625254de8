/** The seed of the properties and mutants of flows, so that a run can be had again: `FLOW_SEED=… vitest run …`. */
export function flowSeed(): number {
  const given = Number(process.env['FLOW_SEED'] ?? Number.NaN);
  return Number.isNaN(given) ? Math.floor(Math.random() * 2 ** 31) : given;
}
