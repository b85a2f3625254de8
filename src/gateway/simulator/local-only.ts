import { createMiddleware } from 'hono/factory';

const HERE = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/**
 * Turns away other sites that a browser on this machine has open: a name of theirs that was pointed at 127.0.0.1
 * (DNS rebinding), and requests that their pages make. Neither could read phones, but both could press keys.
 */
export const localOnly = createMiddleware(async (c, next) => {
  const host = c.req.header('host') ?? '';
  const origin = c.req.header('origin');
  if (!HERE.test(host)) return c.text('This page is for this machine only.', 403);
  if (origin !== undefined && origin !== `http://${host}`)
    return c.text('Another site asked.', 403);
  return next();
});
