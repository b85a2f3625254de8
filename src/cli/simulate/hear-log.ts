export type LogFigures = {
  /** What broke: lines of the log that name an error behind them. */
  errors: number;
  /** The same by its event. */
  broken: Readonly<Record<string, number>>;
  /** What somebody has to look at (docs/operate.md, "Log"), by its event: how often. */
  alarms: Readonly<Record<string, number>>;
};

/** Counts what the service writes to its log. */
export function createEar(): { line: (line: string) => void; figures: () => LogFigures } {
  const alarms = new Map<string, number>();
  const broken = new Map<string, number>();
  return {
    line(line) {
      if (!line.includes('"level":"error"')) return;
      const [, event = 'unknown'] = /"event":"([a-z_]+)"/u.exec(line) ?? [];
      const counts = line.includes('"error":') ? broken : alarms;
      counts.set(event, (counts.get(event) ?? 0) + 1);
    },
    figures: () => ({
      errors: [...broken.values()].reduce((sum, count) => sum + count, 0),
      broken: Object.fromEntries(broken),
      alarms: Object.fromEntries(alarms),
    }),
  };
}
