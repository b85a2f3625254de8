/**
 * JSON lines with event names and ids only. A value is a number, a boolean, or a short string of the characters that
 * ids, codes and names of ours have; anything else becomes "[withheld]", so that no number, name, text or path gets in.
 */
type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;
export type Log = {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields & { error?: never }, cause?: unknown): void;
};

const SAFE_VALUE = /^[A-Za-z0-9_.:-]{0,64}$/;
/** Eight digits in a row may be a phone number; ids of ours are hexadecimal groups that the UUID form shows. */
const LIKE_A_NUMBER = /\d{7,}/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function createLog(write: (line: string) => void, now: () => Date): Log {
  const line = (level: string, event: string, fields: LogFields = {}) => {
    const entry: Record<string, unknown> = { at: now().toISOString(), level, event };
    for (const [key, value] of Object.entries(fields))
      if (value !== undefined) entry[key] = safe(value);
    write(`${JSON.stringify(entry)}\n`);
  };
  return {
    info: (event, fields) => line('info', event, fields),
    warn: (event, fields) => line('warn', event, fields),
    error: (event, fields, cause) => line('error', event, { ...fields, ...causeFields(cause) }),
  };
}

/** Of an error only its kind and code are logged: messages of drivers and SDKs hold queries, numbers and texts. */
function causeFields(cause: unknown): LogFields {
  if (!(cause instanceof Error)) return {};
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
  return { error: cause.name, code, where: ownFrame(cause.stack) };
}

function ownFrame(stack: string | undefined): string | undefined {
  const frame = /\/src\/([a-z/-]+\.ts:\d+)/.exec(stack ?? '')?.[1];
  return frame?.replaceAll('/', '.');
}

function safe(value: string | number | boolean): string | number | boolean {
  if (typeof value !== 'string') return value;
  if (UUID.test(value)) return value;
  return SAFE_VALUE.test(value) && !LIKE_A_NUMBER.test(value) ? value : '[withheld]';
}
