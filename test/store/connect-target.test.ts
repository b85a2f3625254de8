import { expect, test } from 'vitest';
import { readTarget } from '../../src/store/read-target.ts';

const read = (url: string) => readTarget({ url });
const base = 'postgres://ana:p%40ss@db.example:6432/care';

test('a URL gives address, user, password and database', () => {
  expect(read(base)).toEqual({
    address: { host: 'db.example', port: 6432 },
    user: 'ana',
    password: 'p@ss',
    database: 'care',
    tls: 'prefer',
    pooled: false,
  });
});

test('a socket folder can be given in the three ways that libpq knows', () => {
  const address = { path: '/var/run/postgresql/.s.PGSQL.5432' };
  expect(read('postgres:///care?host=/var/run/postgresql&user=ana')).toMatchObject({
    address,
    tls: false,
  });
  expect(read('postgresql://ana@%2Fvar%2Frun%2Fpostgresql/care')).toMatchObject({ address });
  expect(read('postgres://ana@ignored/care?host=/var/run/postgresql')).toMatchObject({ address });
});

test('an IPv6 address loses its brackets', () => {
  expect(read('postgres://ana@[::1]:5433/care').address).toEqual({ host: '::1', port: 5433 });
});

test.each([
  ['disable', false],
  ['allow', 'prefer'],
  ['prefer', 'prefer'],
  ['require', { host: 'db.example', servername: 'db.example', rejectUnauthorized: false }],
  ['verify-full', { host: 'db.example', servername: 'db.example' }],
])('sslmode %s is taken as libpq takes it', (mode, tls) => {
  expect(read(`${base}?sslmode=${mode}`).tls).toEqual(tls);
});

test('sslmode verify-ca checks who signed, not the name', () => {
  const { tls } = read(`${base}?sslmode=verify-ca`);
  expect(tls).toMatchObject({ checkServerIdentity: expect.any(Function) });
  expect(tls).not.toHaveProperty('rejectUnauthorized');
});

test('a pooler is named in the URL', () => {
  expect(read(`${base}?prepare=false`).pooled).toBe(true);
  expect(read(`${base}?pgbouncer=true`).pooled).toBe(true);
});

test.each([
  ['mysql://ana@h/care', 'postgres://user'],
  ['not a url', 'postgres://user'],
  ['postgres:///care', 'one host'],
  ['postgres://ana@one,two/care', 'one host'],
  ['postgres://db.example/care', 'name a user'],
  [`${base}?sslmode=maybe`, 'sslmode "maybe"'],
  [`${base}?options=-crole`, 'setting "options"'],
])('%s is refused in words without its password', (url, words) => {
  expect(() => read(url)).toThrow(
    expect.objectContaining({ name: 'Refusal', message: expect.stringContaining(words) }),
  );
  expect(() => read(url)).not.toThrow('p%40ss');
});
