import { newId } from '../../src/base/ids.ts';
import type { World } from '../world/world.ts';

type Path = 'sms' | 'ussd' | 'delivery' | 'opt-out' | 'ussd-end';

/** Posts a form to the service as the gateway does, once. */
export async function callBack(
  { callbacks }: Pick<World, 'callbacks'>,
  path: Path,
  fields: Readonly<Record<string, string>>,
): Promise<{ status: number; body: string }> {
  const answer = await fetch(`${callbacks.base}/at/${callbacks.secret}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
  return { status: answer.status, body: await answer.text() };
}

/** A text with the gateway's date; resolves when the service has come to rest. */
export async function textDated(
  world: Pick<World, 'callbacks' | 'clock' | 'phone'>,
  text: string,
  at: Date | undefined,
  id: string = newId(),
): Promise<number> {
  const date = at === undefined ? {} : { date: at.toISOString() };
  const fields = { from: world.phone.number, to: '22340', id, text, ...date };
  const { status } = await callBack(world, 'sms', fields);
  await world.clock.settle();
  return status;
}

/** One hop as the gateway sends it. */
export function hop(
  world: Pick<World, 'callbacks' | 'phone'>,
  sessionId: string,
  text: string,
  serviceCode = '*384*4040#',
): Promise<{ status: number; body: string }> {
  const fields = { sessionId, phoneNumber: world.phone.number, text, serviceCode };
  return callBack(world, 'ussd', { ...fields, networkCode: '63902' });
}
