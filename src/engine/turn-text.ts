/** What of a turn its HMAC covers: a row of the log of turns, as it is stored. */
export type AuthenticatedTurn = {
  phoneId: string;
  turn: number;
  at: Date;
  event: string;
  flow: string | null;
  version: number | null;
  step: string | null;
  sealed: Buffer | null;
};

export function turnText(turn: AuthenticatedTurn): string {
  const { phoneId, at, event, flow, version, step, sealed } = turn;
  return (
    `turn|${phoneId}|${turn.turn}|${at.toISOString()}|${event}|${flow}|` +
    `${version}|${step}|${sealed?.toString('base64')}`
  );
}
