import { expect, test } from 'vitest';
import { configHelp, readConfig, typedIn } from '../src/config.ts';

const KEY = Buffer.alloc(32, 'k').toString('base64');
const LIVE = {
  AT_API_KEY: 'a-key-of-the-gateway',
  WEBHOOK_SECRET: 'w'.repeat(22),
  KEY_WRAP: KEY,
  KEY_INDEX: KEY,
  KEY_SUPPRESS: KEY,
  KEY_AUDIT: KEY,
};

test.each([
  [{ PORT: 'abc' }, 'PORT=abc must be a whole number from 0 to 65535'],
  [{ PORT: '70000' }, 'PORT=70000 must be a whole number from 0 to 65535'],
  [{ PORT: '-1' }, 'PORT=-1 must be a whole number'],
  [{ PORT: '80.5' }, 'PORT=80.5 must be a whole number'],
  [{ PORT: '1e3' }, 'PORT=1e3 must be a whole number'],
  [{ SEND_SLOTS: 'many' }, 'SEND_SLOTS=many must be a whole number from 1 to 64'],
  [{ SEND_SLOTS: '0' }, 'SEND_SLOTS=0 must be a whole number from 1 to 64'],
  [{ SEND_SLOTS: '65' }, 'SEND_SLOTS=65 must be a whole number from 1 to 64'],
  [{ MODE: 'x' }, 'MODE=x must be one of all, web, worker'],
  [{ MODE: 'web' }, 'MODE=web needs AT_API_KEY'],
  [{ HOST: 'http://here' }, 'HOST=http://here must be an address of this machine'],
  [{ FLOWS_DIR: '/nowhere' }, 'FLOWS_DIR=/nowhere must be a folder of flows'],
  [{ DATA_DIR: 'package.json' }, 'DATA_DIR=package.json must be a folder'],
  [{ DATABASE_URL: 'localhost:5432' }, 'DATABASE_URL must read postgres://user:password@'],
  [{ DATABASE_URL_WEB: 'mysql://a@b/c' }, 'DATABASE_URL_WEB must read postgres://'],
  [{ AT_BASE_URL: 'ftp://here' }, 'AT_BASE_URL must be an address such as https://'],
  [{ AT_BASE_URL: 'https://here/version1' }, 'AT_BASE_URL must be an address such as https://'],
  [{ KEY_WRAP: 'c2hvcnQ=' }, 'KEY_WRAP must be 32 random bytes in base64: openssl rand -base64 32'],
  [{ KEY_WRAP: `${KEY},${KEY}` }, 'KEY_WRAP takes one key, or the new one and the former one'],
  [{ WEBHOOK_SECRET: 'short' }, 'WEBHOOK_SECRET must be at least 22 letters'],
  [{ WEBHOOK_SECRET: 'a,b,c' }, 'WEBHOOK_SECRET takes one secret, or two with a comma'],
  [{ AT_API_KEY: 'a-key' }, 'these must be set too: WEBHOOK_SECRET, KEY_WRAP, KEY_INDEX'],
])('%o is refused in words that say what to write', (env, words) => {
  expect(() => readConfig(env)).toThrow(expect.objectContaining({ name: 'Refusal' }));
  expect(() => readConfig(env)).toThrow(words);
});

test('all wrong settings are named at once, in words of ours', () => {
  const wrong = { PORT: 'abc', MODE: 'x', SEND_SLOTS: '', DATABASE_URL: 'nowhere' };
  expect(() => readConfig(wrong)).toThrow(
    'These settings are wrong:\n' +
      '  PORT=abc must be a whole number from 0 to 65535\n' +
      '  DATABASE_URL must read postgres://user:password@host:port/database\n' +
      '  MODE=x must be one of all, web, worker\n' +
      'npm start -- --help lists them all.',
  );
});

test.each(['KEY_WRAP', 'KEY_AUDIT', 'WEBHOOK_SECRET', 'DATABASE_URL', 'DATABASE_URL_SENDER'])(
  'a wrong %s is not repeated: terminals are recorded',
  (name) => {
    const read = () => readConfig({ ...LIVE, [name]: 'hunter2' });
    expect(read).toThrow(name);
    expect(read).not.toThrow('hunter2');
  },
);

test('what is not set, empty or blank holds its usual value; a blank at the end is none of the value', () => {
  const usual = { PORT: 8080, SEND_SLOTS: 8, MODE: 'all', PROGRAMME: 'demo-kenya', demo: true };
  expect(readConfig({})).toMatchObject(usual);
  expect(readConfig({ PORT: '', SEND_SLOTS: '  ', MODE: '' })).toMatchObject(usual);
  expect(readConfig({ ...LIVE, PORT: '8090\n', KEY_WRAP: `${KEY}\n`, MODE: 'web' })).toMatchObject({
    PORT: 8090,
    KEY_WRAP: [Buffer.alloc(32, 'k')],
    MODE: 'web',
    demo: false,
  });
});

test('--help names every command and shows what holds when a setting is not set', () => {
  const help = configHelp();
  for (const command of ['start', 'test'])
    expect(help).toMatch(new RegExp(`^  npm ${command} `, 'mu'));
  for (const command of ['check', 'invite', 'reset', 'pause', 'requests', '-s flows', '-s talk'])
    expect(help).toMatch(new RegExp(`^  npm run ${command} `, 'mu'));
  expect(help).toMatch(/^ {2}npm run -s bench -- /mu);
  for (const usual of ['(8080)', '(data)', '(all)', '(demo-kenya)', '(flows)', '(sandbox)', '(8)'])
    expect(help).toContain(usual);
});

test('a folder that was typed is seen from where npm was called, else from where the command runs', () => {
  expect(typedIn({ INIT_CWD: '/home/me/village' })).toBe('/home/me/village');
  expect(typedIn({})).toBe(process.cwd());
});
