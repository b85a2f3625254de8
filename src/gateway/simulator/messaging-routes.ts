import { Hono } from 'hono';
import type { HttpBindings } from '@hono/node-server';
import { z } from 'zod';
import { newSecret } from '../../base/ids.ts';
import { type SendRequest, acceptRequest, answerBody } from './accept-request.ts';
import { type GatewayContext, answerRequest, ruleAccepts } from './answer-request.ts';
import { reachesPhone, reportOn, reportOnce } from './delivery-reports.ts';
import type { Phones } from './phones.ts';
import type { Workings } from './workings.ts';

/** The default sender of an account without one (docs/africastalking.md section 2.1). */
const DEFAULT_SENDER = 'AFRICASTKNG';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const TOKEN_SECONDS = 3_600;

/** Requests to the send endpoints: a cut one never arrived whole and so was never counted as a message. */
export type Arrivals = { whole: number; cut: number };

/** The part of Africa's Talking that the service calls (sections 2 and 9). */
export function messagingRoutes(workings: Workings, phones: Phones, arrivals: Arrivals) {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const tokens = new Set<string>();
  const isKnown = (c: GatewayContext, username: string | undefined) =>
    (c.req.header('apikey') === workings.account.apiKey ||
      tokens.has(c.req.header('authtoken') ?? '')) &&
    username === workings.account.username;

  app.post('/version1/messaging', async (c) => {
    const body = await wholeBody(c, arrivals);
    if (body === undefined) return c.body(null, 400);
    if (!c.req.header('content-type')?.startsWith(FORM_TYPE)) return wrongType();
    const form = new URLSearchParams(body);
    const missing = ['username', 'to', 'message'].find((field) => !form.get(field));
    if (!isKnown(c, form.get('username') ?? workings.account.username)) return unauthorised();
    if (missing !== undefined) return missingField(missing);
    const to = (form.get('to') ?? '').split(',').filter((each) => each !== '');
    const request = {
      to,
      text: form.get('message') ?? '',
      from: form.get('from') ?? DEFAULT_SENDER,
      enqueue: form.get('enqueue') !== '0',
    };
    return take(workings, phones, c, request);
  });

  app.post('/version1/messaging/bulk', async (c) => {
    const body = await wholeBody(c, arrivals);
    if (body === undefined) return c.body(null, 400);
    if (!c.req.header('content-type')?.startsWith('application/json')) return wrongType();
    const read = BulkRequest.safeParse(parseJson(body));
    if (!isKnown(c, read.data?.username ?? workings.account.username)) return unauthorised();
    if (!read.success) return missingField(String(read.error.issues[0]?.path[0] ?? 'body'));
    const { phoneNumbers: to, message: text, senderId: from, enqueue } = read.data;
    return take(workings, phones, c, { to, text, from, enqueue: enqueue !== 0 });
  });

  app.get('/version1/messaging', (c) => {
    if (!isKnown(c, c.req.query('username'))) return unauthorised();
    const after = Number(c.req.query('lastReceivedId') ?? '0');
    return c.json({
      SMSMessageData: { Messages: phones.receivedAfter(Number.isNaN(after) ? 0 : after) },
    });
  });

  app.get('/version1/user', (c) => {
    if (!isKnown(c, c.req.query('username'))) return unauthorised();
    const { balance } = workings.faults.current();
    return c.json({ UserData: { balance: `${workings.account.currency} ${balance.toFixed(2)}` } });
  });

  app.post('/auth-token/generate', async (c) => {
    const read = z.object({ username: z.string() }).safeParse(parseJson(await c.req.text()));
    if (!isKnown(c, read.data?.username)) return unauthorised();
    const token = newSecret();
    tokens.add(token);
    return c.json({ token, lifetimeInSeconds: TOKEN_SECONDS });
  });
  return app;
}

const BulkRequest = z.object({
  username: z.string(),
  message: z.string().min(1),
  senderId: z.string().min(1),
  phoneNumbers: z.array(z.string()),
  enqueue: z.union([z.literal(0), z.literal(1)]).optional(),
});

/** The body, once its last byte is here; undefined when the caller broke off. */
async function wholeBody(c: GatewayContext, arrivals: Arrivals): Promise<string | undefined> {
  const body = await c.req.text().catch(() => undefined);
  const whole = body !== undefined && c.env.incoming.complete;
  arrivals[whole ? 'whole' : 'cut'] += 1;
  return whole ? body : undefined;
}

async function take(
  workings: Workings,
  phones: Phones,
  c: GatewayContext,
  request: SendRequest,
): Promise<Response> {
  const rule = workings.faults.answerFor(request.to);
  if (rule !== undefined) workings.note('fault', 'None', rule.answer);
  const taken = ruleAccepts(rule) ? request : { ...request, to: [] };
  const acceptance = acceptRequest(workings, taken);
  for (const message of acceptance.accepted) {
    const plan = workings.faults.deliveryFor(message.to);
    if (reachesPhone(plan)) phones.receive(message);
    if (plan.early) await reportOnce(workings, message, plan, 0);
    void reportOn(workings, message, plan, plan.early ? 1 : 0);
  }
  return answerRequest(workings, c, answerBody(workings, acceptance), rule);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const TEXT_TYPE = { 'content-type': 'text/plain; charset=UTF-8' };

function unauthorised(): Response {
  const headers = { ...TEXT_TYPE, 'www-authenticate': 'Basic realm="api",charset=UTF-8' };
  return new Response('The supplied authentication is invalid', { status: 401, headers });
}

function missingField(field: string): Response {
  return new Response(`Request is missing required form field '${field}'`, {
    status: 400,
    headers: TEXT_TYPE,
  });
}

function wrongType(): Response {
  const why = `The request's Content-Type is not supported. Expected:\n${FORM_TYPE}`;
  return new Response(why, { status: 415, headers: TEXT_TYPE });
}
