import { createKeyring } from '../../src/base/keyring.ts';
import { open } from '../../src/base/seal.ts';
import { sealPlace } from '../../src/engine/situation.ts';
import type { Memory } from '../../src/flow/vocabulary.ts';
import type { Pool } from '../../src/store/connect.ts';
import type { LoggedTurn, Standing } from './replay-log.ts';
import { WORLD_SECRETS } from './running-service.ts';

/** What is sealed with a turn, opened. */
type Kept = { memory: Memory; input?: string; screen?: string; page?: number };
type TurnRow = LoggedTurn & Standing & { screen: string | undefined };
export type MessageRow = {
  seq: number;
  state: string;
  reason: string | null;
  providerId: string | null;
  turn: number | null;
  text: string;
};

/** Everything that the database holds of one phone, opened with the tests' keys. */
export type PhoneLog = {
  id: string;
  number: string;
  turns: TurnRow[];
  /** In the order in which they were queued. */
  messages: MessageRow[];
  texts: { providerId: string; turn: number | null }[];
  /** The row that the next turn would be decided on. */
  stands: Standing & { turn: number };
  purposes: string[];
  language: string | null;
};

const LIMIT = { deadlineMs: 30_000 };

/** Reads with a pool whose statements may take their time. */
export async function readLogs(pool: Pool): Promise<PhoneLog[]> {
  const keyring = createKeyring(WORLD_SECRETS);
  const rows = await pool.run(
    (db) => db<PhoneRow[]>`
    select p.id, p.number_sealed, p.wrapped_key, c.turn, c.flow, c.version, c.step, c.sealed, c.language,
      array(
        select k.purpose from (
          select distinct on (purpose) purpose, act from consent
          where consent.phone_id = p.id order by purpose, seq desc
        ) k
        where k.act = 'given'
      ) as purposes
    from phone p join conversation c on c.phone_id = p.id`,
    LIMIT,
  );
  const turns = await pool.run(
    (db) => db<SealedTurn[]>`
    select phone_id, turn, channel, event, flow, version, step, sealed from turn order by phone_id, turn`,
    LIMIT,
  );
  const messages = await pool.run(
    (db) => db<SealedMessage[]>`
    select id, phone_id, seq::int, state, reason, provider_id, turn, text_sealed from message
    order by seq`,
    LIMIT,
  );
  const texts = await pool.run(
    (db) => db<{ phoneId: string; providerId: string; turn: number | null }[]>`
    select phone_id, provider_id, turn from inbound`,
    LIMIT,
  );
  const of = <T extends { phoneId: string }>(all: readonly T[]) =>
    Map.groupBy(all, ({ phoneId }) => phoneId);
  const byPhone = { turns: of(turns), messages: of(messages), texts: of(texts) };
  return rows.map((row) => {
    const { id, turn, flow, version, step } = row;
    const key = keyring.openKey(id, row.wrappedKey);
    const keptOf = (sealed: Buffer | null, number: number): Kept =>
      sealed === null
        ? { memory: {} }
        : JSON.parse(open(key, sealPlace(id, number), sealed).toString());
    return {
      id,
      number: open(key, `phone.number:${id}`, row.numberSealed).toString(),
      turns: (byPhone.turns.get(id) ?? []).map(({ sealed, phoneId: _phone, ...logged }) => {
        const { memory, input, screen } = keptOf(sealed, logged.turn);
        return { ...logged, memory, input, screen };
      }),
      messages: (byPhone.messages.get(id) ?? []).map(
        ({ textSealed, phoneId: _phone, ...message }) => ({
          ...message,
          text: open(key, `message.text:${message.id}`, textSealed).toString(),
        }),
      ),
      texts: byPhone.texts.get(id) ?? [],
      stands: { turn, flow, version, step, memory: keptOf(row.sealed, turn).memory },
      purposes: row.purposes,
      language: row.language,
    };
  });
}

type PhoneRow = {
  id: string;
  numberSealed: Buffer;
  wrappedKey: Buffer;
  turn: number;
  flow: string | null;
  version: number | null;
  step: string | null;
  sealed: Buffer | null;
  language: string | null;
  purposes: string[];
};
type SealedTurn = Pick<TurnRow, 'turn' | 'channel' | 'event' | 'flow' | 'version' | 'step'> & {
  phoneId: string;
  sealed: Buffer | null;
};
type SealedMessage = Omit<MessageRow, 'text'> & { id: string; phoneId: string; textSealed: Buffer };
