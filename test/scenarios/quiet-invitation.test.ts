import { describe, expect, test } from 'vitest';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import { invite } from '../../src/engine/invite.ts';
import { textSaysStop } from '../../src/engine/take-sms.ts';
import { readPhones } from '../../src/store/read-phones.ts';
import { withoutPiece } from '../world/mutant.ts';
import { world, type World } from '../world/world.ts';
import { joins, outbox } from './joined.ts';

const ASKED = 'We send nothing until you answer.';
const INVITATION = 'If you do nothing, we will not text again';

describe('an invitation that waits for the morning', () => {
  test.each(['wrong number', 'please do not text me', 'hello'])(
    'does not leave once its number has written "%s", answered or not [req C5]',
    async (text) => {
      const w = await invitedAtNight();
      await w.phone.texts(text);
      const heard = w.phone.heard();
      await w.clock.advance({ hours: 24 });
      expect(w.phone.heard()).toEqual(heard);
      expect(await outbox(w)).toContain('invitation cancelled heard');
    },
  );

  test('nor one that is entered while a refusal stands unanswered', async () => {
    const w = await world();
    await w.phone.texts('wrong number');
    expect(w.phone.lastHeard()).toContain(ASKED);
    await w.clock.advance({ hours: 24 * 10 });
    expect(await invites(w)).toBe('invited');
    await w.clock.advance({ hours: 24 });
    expect(w.phone.heard()).toHaveLength(1);
  });

  test('mutant: a gate that does not ask who has written lets it leave', async () => {
    const prepare = withoutPiece(
      'open_for_send',
      'c.offer is not null or c.heard_at >= m.created_at',
      'false',
    );
    const w = await invitedAtNight({ prepare });
    await w.phone.texts('wrong number');
    await w.clock.advance({ hours: 24 });
    expect(w.phone.lastHeard()).toContain(INVITATION);
  });
});

describe('a START', () => {
  const rowOf = async (w: World, change: string) => {
    const numberIndex = w.service.setting.keyring.numberIndex(w.phone.number);
    const now = w.clock.now();
    const lookup = { ord: 0, numberIndex, fetched: false, now, ...NO_TEXT };
    let row;
    // Rolled back: no sweep of the service sees it.
    await w.db
      .transact(async (tx) => {
        await tx.unsafe(change);
        [row] = await readPhones(tx, [lookup]);
        throw new RolledBack();
      })
      .catch((error: unknown) => {
        if (!(error instanceof RolledBack)) throw error;
      });
    return row;
  };

  test('waits until a wrong number leads to nobody, and gets nothing back from a STOP that was replayed', async () => {
    const w = await world();
    await joins(w.phone);
    await w.phone.texts('STOP');
    const stopWithdrawnAt: unknown = expect.any(Date);
    expect(await rowOf(w, 'select 1')).toMatchObject({ stopWithdrawnAt, stopTook: true });
    const wrong = (
      unlinked: string,
    ) => `insert into wrong_number (stop_seq, phone_id, at, unlinked_at)
      select seq, phone_id, now(), ${unlinked} from stop_request`;
    expect(await rowOf(w, wrong('null'))).toMatchObject({ stopWithdrawnAt: null });
    expect(await rowOf(w, wrong('now()'))).toMatchObject({ stopWithdrawnAt });
    const replayed = await rowOf(w, "update stop_request set provider = 'replay'");
    expect(replayed).toMatchObject({ stopWithdrawnAt, stopTook: false });
  });
});

test('a DELETE that is fetched a day late is the STOP that it is', async () => {
  const { setting } = (await world()).service;
  for (const text of ['DELETE', 'delete everything', 'STOP'])
    expect([text, textSaysStop(text, setting)]).toEqual([text, true]);
  expect(textSaysStop('hello', setting)).toBe(false);
});

const NO_TEXT = {
  provider: undefined,
  providerId: undefined,
  contentHash: undefined,
  sentAt: undefined,
  timerId: undefined,
};

class RolledBack extends Error {
  override readonly name = 'RolledBack';
}

async function invitedAtNight(options: Parameters<typeof world>[0] = {}): Promise<World> {
  const w = await world(options);
  await w.clock.advance({ hours: 12 });
  expect(await invites(w)).toBe('invited');
  await w.clock.settle();
  return w;
}

function invites({ service, phone }: World): Promise<string> {
  const number = parsePhoneNumber(phone.number);
  if (number === undefined) throw new Error('not a number');
  return invite(service.setting, service.pools.web, number, 'test');
}
