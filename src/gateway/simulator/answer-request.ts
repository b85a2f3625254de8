import type { Context } from 'hono';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { never } from '../../base/assert.ts';
import { pause } from '../../base/clock.ts';
import type { AnswerRule } from './behaviour.ts';
import type { RecipientResult } from './accept-request.ts';
import type { Workings } from './workings.ts';

export type GatewayContext = Context<{ Bindings: HttpBindings }>;
type Body = { SMSMessageData: { Message: string; Recipients: RecipientResult[] } };

const CREATED = 201;
/** Statuses that Hono's types allow for a rule's number are narrower than ours, so answers are plain Responses. */
const JSON_TYPE = { 'content-type': 'application/json' };

const REFUSING = new Set<AnswerRule['answer']>(['redirect', 'throttled', 'invalid_sender']);

/** Whether a rule lets the messages through before it spoils the answer. */
export function ruleAccepts(rule: AnswerRule | undefined): boolean {
  if (rule === undefined) return true;
  return 'accepts' in rule ? rule.accepts : !REFUSING.has(rule.answer);
}

/** Answers a send request, spoilt as the rule says. */
export async function answerRequest(
  workings: Workings,
  c: GatewayContext,
  body: Body,
  rule: AnswerRule | undefined,
): Promise<Response> {
  if (rule === undefined) return sent(body);
  if (rule.answer === 'slow') {
    await pause(rule.delayMs, workings.closing);
    return sent(body);
  }
  if (rule.answer === 'hang') await untilClosed(workings.closing);
  return spoiltAnswer(workings, c, body, rule);
}

function spoiltAnswer(
  { closing }: Workings,
  c: GatewayContext,
  body: Body,
  rule: Exclude<AnswerRule, { answer: 'slow' }>,
): Response {
  switch (rule.answer) {
    case 'trickle':
      return trickle(JSON.stringify(body), rule.everyMs, closing);
    case 'no_parts':
    case 'number_missing':
    case 'number_respelt':
      return sent(spoiltBody(body, rule.answer));
    case 'server_error':
      return html(rule.status);
    case 'hang':
    case 'reset':
      return cut(c);
    case 'not_json':
      return new Response('<html>OK</html>', {
        status: CREATED,
        headers: { 'content-type': 'text/html' },
      });
    case 'ok_200':
      return new Response(JSON.stringify(body), { status: 200, headers: JSON_TYPE });
    case 'redirect':
      return new Response(null, { status: rule.status, headers: { location: rule.location } });
    case 'throttled':
      return new Response('{"error":"failed"}', { status: 429, headers: JSON_TYPE });
    case 'invalid_sender':
      return sent({ SMSMessageData: { Message: 'InvalidSenderId', Recipients: [] } });
    default:
      return never(rule, 'answer rule');
  }
}

/** The usual answer: 201; or 409 when every recipient is refused for the time of day (Nigeria, section 2.3). */
function sent(body: Body): Response {
  const { Recipients } = body.SMSMessageData;
  const daytimeOnly = Recipients.length > 0 && Recipients.every((each) => each.statusCode === 409);
  const headers = { ...JSON_TYPE, server: 'akka-http/10.2.10' };
  return new Response(JSON.stringify(body), { status: daytimeOnly ? 409 : CREATED, headers });
}

/** Answers that are well-formed and yet say less than, or other than, what was asked. */
function spoiltBody(body: Body, how: 'no_parts' | 'number_missing' | 'number_respelt'): Body {
  const { Message, Recipients } = body.SMSMessageData;
  const respelt = (each: RecipientResult) => ({ ...each, number: each.number.replace('+', '') });
  const partless = (each: RecipientResult) => ({ ...each, messageParts: undefined });
  const changed =
    how === 'number_missing'
      ? Recipients.slice(1)
      : Recipients.map(how === 'no_parts' ? partless : respelt);
  return { SMSMessageData: { Message, Recipients: changed } };
}

function html(status: number): Response {
  const page = `<html><head><title>${status}</title></head></html>`;
  return new Response(page, { status, headers: { 'content-type': 'text/html' } });
}

/** One byte after the other: a limit between bytes never fires on this, only one over the whole call. */
function trickle(text: string, everyMs: number, closing: AbortSignal): Response {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await pause(everyMs, closing);
      if (at >= bytes.length || closing.aborted) return controller.close();
      controller.enqueue(bytes.subarray(at, (at += 1)));
    },
  });
  return new Response(stream, { status: CREATED, headers: JSON_TYPE });
}

function untilClosed(closing: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (closing.aborted) return resolve();
    closing.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Resets the connection (RST), so that the caller cannot know what became of its request. */
function cut(c: GatewayContext): Response {
  c.env.incoming.socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}
