export type LogFigures = {
  /** What broke: lines of the log that name an error behind them. */
  errors: number;
  /** What somebody has to look at (docs/operate.md, "Log"), by its event: how often. */
  alarms: Readonly<Record<string, number>>;
};

/** Counts what the service writes to its log. */
export function createEar(): { line: (line: string) => void; figures: () => LogFigures } {
  const alarms = new Map<string, number>();
  let errors = 0;
  return {
    line(line) {
      if (!line.includes('"level":"error"')) return;
      const [, event = 'unknown'] = /"event":"([a-z_]+)"/u.exec(line) ?? [];
      if (line.includes('"error":')) errors += 1;
      else alarms.set(event, (alarms.get(event) ?? 0) + 1);
    },
    figures: () => ({ errors, alarms: Object.fromEntries(alarms) }),
  };
}
