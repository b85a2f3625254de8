import { Hono } from 'hono';
import { z } from 'zod';
import { never } from '../../base/assert.ts';
import { parsePhoneNumber } from '../../base/phone-number.ts';
import { Refusal } from '../../base/refusal.ts';
import { BehaviourChange } from './behaviour.ts';
import type { Phone } from './phone.ts';
import { showPhone } from './page-state.ts';
import type { Phones } from './phones.ts';
import type { Workings } from './workings.ts';

const Number = z.string().transform((text, c) => {
  const number = parsePhoneNumber(text);
  if (number !== undefined) return number;
  c.addIssue({ code: 'custom', message: 'not a phone number in international form' });
  return z.NEVER;
});
/** Longest text that the page or a test writes: above what the service keeps, so that cutting is tried too. */
const TEXT_MAX = 20_000;
const text = z.string().max(TEXT_MAX);

/** What a hand does with a phone. Numbers come in the body, never in an address. */
const Deed = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('look'), number: Number }),
  z.strictObject({ do: z.literal('text'), number: Number, text }),
  z.strictObject({ do: z.literal('dial'), number: Number, code: text.optional() }),
  z.strictObject({ do: z.literal('reply'), number: Number, text }),
  z.strictObject({ do: z.literal('cancel'), number: Number }),
  z.strictObject({ do: z.literal('dismiss'), number: Number }),
  z.strictObject({ do: z.literal('opt_out'), number: Number, sender: z.string().optional() }),
  z.strictObject({ do: z.literal('opt_in'), number: Number, sender: z.string().optional() }),
]);
type Deed = z.infer<typeof Deed>;

/** Longest single move of the demo's clock: 31 days, in milliseconds. */
const MOVE_MAX_MS = 31 * 86_400_000;

/** For the page, and for tests whose stand-in is another process. Answers in JSON. */
export function controlRoutes(
  workings: Workings,
  phones: Phones,
  moveClock?: (ms: number) => unknown,
) {
  const app = new Hono();
  app.onError((error, c) => {
    if (error instanceof Refusal) return c.json({ error: error.message }, 409);
    if (error instanceof z.ZodError) return c.json({ error: z.prettifyError(error) }, 400);
    if (error instanceof SyntaxError) return c.json({ error: 'not JSON' }, 400);
    throw error;
  });
  app.get('/control/behaviour', (c) => c.json(workings.faults.current()));
  app.post('/control/behaviour', async (c) => {
    workings.faults.set(BehaviourChange.parse(await c.req.json()));
    return c.json(workings.faults.current());
  });
  app.post('/control/behaviour/clear', (c) => {
    workings.faults.clear();
    return c.json(workings.faults.current());
  });
  app.get('/control/messages', (c) => {
    const after = z.coerce
      .number()
      .int()
      .catch(0)
      .parse(c.req.query('after') ?? 0);
    return c.json({ messages: workings.ledger.messages.slice(Math.max(0, after)) });
  });
  app.post('/control/phone', async (c) => {
    const deed = Deed.parse(await c.req.json());
    const phone = phones.phone(deed.number);
    const result = await perform(phone, deed);
    return c.json({ result, phone: showPhone(phone) });
  });
  app.post('/control/clock', async (c) => {
    const { ms } = z
      .strictObject({ ms: z.number().int().min(0).max(MOVE_MAX_MS) })
      .parse(await c.req.json());
    if (moveClock === undefined) throw new Refusal('forbidden', 'This clock cannot be moved.');
    await moveClock(ms);
    workings.ledger.emit({ type: 'clock' });
    return c.json({ now: workings.clock.now() });
  });
  return app;
}

async function perform(phone: Phone, deed: Deed): Promise<object | undefined> {
  switch (deed.do) {
    case 'text':
      return phone.texts(deed.text);
    case 'dial':
      return deed.code === undefined ? phone.dials() : phone.dialsCode(deed.code);
    case 'reply':
      return phone.replies(deed.text);
    case 'opt_out':
      await phone.optsOut(deed.sender);
      return undefined;
    case 'opt_in':
      phone.optsIn(deed.sender);
      return undefined;
    case 'cancel':
      phone.cancels();
      return undefined;
    case 'dismiss':
      phone.dismisses();
      return undefined;
    case 'look':
      return undefined;
    default:
      return never(deed, 'deed');
  }
}
