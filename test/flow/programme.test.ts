import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contactOpening } from '../../src/flow/contact-hours.ts';
import { parseProgramme } from '../../src/flow/programme.ts';
import { WEEKDAYS, type ContactHours } from '../../src/flow/programme-times.ts';

const shipped = readdirSync('flows/programmes').map((file) => file.replace('.yaml', ''));
const kenya = readFileSync('flows/programmes/demo-kenya.yaml', 'utf8');
const everyDay: ContactHours = { from: '08:00', to: '19:00', days: [...WEEKDAYS] };

describe('a programme file', () => {
  test.each(shipped)('%s ships and is right', (name) => {
    const source = readFileSync(`flows/programmes/${name}.yaml`, 'utf8');
    const parsed = parseProgramme({ file: `${name}.yaml`, source });
    expect(parsed).toMatchObject({ ok: true, value: { programme: name, reserve: 0.15 } });
  });

  const changed = (from: string | RegExp, to: string) => {
    const parsed = parseProgramme({ file: 'p.yaml', source: kenya.replace(from, to) });
    return parsed.ok ? [] : parsed.findings;
  };

  test.each([
    ['time_zone: Africa/Nairobi', 'time_zone: Africa/Nairoby', 'bad_value', /IANA/],
    ['time_zone: Africa/Nairobi', "time_zone: '+03:00'", 'bad_value', /IANA/],
    ["to: '19:00'", "to: '07:00'", 'bad_value', /after `from`/],
    ["sender: '22340'", 'sender: Mazano', 'bad_value', /receive a STOP/],
    ['channels: sms+ussd', 'channels: sms_only', 'bad_value', /SMS only/],
    [/service_code.*\n/, '', 'bad_value', /people dial it/],
    ['default_language: en', 'default_language: sn', 'bad_value', /one of `languages`/],
    ['[en, sw]', '[en, en]', 'bad_value', /each once/],
    ['home: menu', 'hme: menu', 'unknown_key', /`home`, `join`/],
    [/reserve.*\n/, '', 'missing', /a share/],
    [/escalation:\n( .*\n)+/, '', 'missing', /`escalation:`/],
    ['  call_within: 4h', '  call_within: soon', 'bad_value', /such as `4h`/],
    ['rhythm: { check-in: 7d,', 'rhythm: { chek-in: 7d,', 'bad_value', /not among `flows`/],
    ['purposes: [check_ins,', 'purposes: [checks,', 'bad_value', /check_ins/],
    [/reply_price.*\n/, '', 'missing', /`free`, or a price/],
    ['name: Mazano Circle', 'name: A name that is far too long', 'bad_value', /at most 20/],
  ])('%s → %s is refused in words', (from, to, code, mend) => {
    const findings = changed(from, to);
    expect(findings.map((finding) => finding.code)).toContain(code);
    expect(findings.map((finding) => finding.mend).join('\n')).toMatch(mend);
  });

  test('all mistakes are told at once, each with its line', () => {
    const parsed = parseProgramme({ file: 'p.yaml', source: 'spec: 2\nname: 5\nextra: 1\n' });
    expect(parsed.ok ? 0 : parsed.findings.length).toBeGreaterThan(10);
    expect(parsed).toMatchObject({ ok: false });
    const lines = parsed.ok ? [] : parsed.findings.map((finding) => finding.line);
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
    expect(lines).toContain(3);
  });
});

describe('contact hours', () => {
  const zones: [zone: string, now: string, opensAt: string][] = [
    ['Africa/Nairobi', '2027-01-01T17:00:00Z', '2027-01-02T05:00:00Z'],
    ['Africa/Harare', '2027-01-01T17:00:00Z', '2027-01-02T06:00:00Z'],
    ['Asia/Kolkata', '2027-01-01T13:30:00Z', '2027-01-02T02:30:00Z'],
    ['America/Lima', '2027-01-02T00:00:00Z', '2027-01-02T13:00:00Z'],
    // Cairo: summer time from the last Friday of April, midnight, to the last Thursday of October.
    ['Africa/Cairo', '2027-04-29T18:00:00Z', '2027-04-30T05:00:00Z'],
    ['Africa/Cairo', '2027-10-28T18:00:00Z', '2027-10-29T06:00:00Z'],
    // Casablanca: an hour back during Ramadan (2026-02-15 to 03-22).
    ['Africa/Casablanca', '2026-02-14T20:00:00Z', '2026-02-15T08:00:00Z'],
    ['Africa/Casablanca', '2026-03-21T20:00:00Z', '2026-03-22T07:00:00Z'],
    ['Europe/London', '2027-03-27T20:00:00Z', '2027-03-28T07:00:00Z'],
    ['Europe/London', '2027-10-30T20:00:00Z', '2027-10-31T08:00:00Z'],
  ];
  test.each(zones)('in %s, at %s they open at %s', (timeZone, now, opensAt) => {
    expect(contactOpening({ timeZone, contactHours: everyDay }, new Date(now))).toEqual({
      open: false,
      opensAt: new Date(opensAt),
    });
  });

  test('a day without hours is passed over', () => {
    const contactHours = { ...everyDay, days: WEEKDAYS.slice(0, 5) };
    const friday = new Date('2027-01-01T17:00:00Z');
    expect(contactOpening({ timeZone: 'Africa/Harare', contactHours }, friday)).toEqual({
      open: false,
      opensAt: new Date('2027-01-04T06:00:00Z'),
    });
  });

  test('an hour that happens twice counts its quieter reading', () => {
    // 2027-10-31 in London: 01:30 comes at 00:30Z and again at 01:30Z.
    const contactHours: ContactHours = { ...everyDay, from: '01:30', to: '03:00' };
    const at = (now: string) =>
      contactOpening({ timeZone: 'Europe/London', contactHours }, new Date(now));
    expect(at('2027-10-31T00:45:00Z').open).toBe(false);
    expect(at('2027-10-31T01:30:00Z').open).toBe(true);
  });

  test('open means within the hours of that clock, closed names the very next opening', () => {
    const names = [...new Set(zones.map(([zone]) => zone))];
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2029, 0) }),
        (timeZone, nowMs) => {
          const programme = { timeZone, contactHours: everyDay };
          const local = (ms: number) =>
            Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
          const opening = contactOpening(programme, new Date(nowMs));
          expect(opening.open).toBe(local(nowMs).hour >= 8 && local(nowMs).hour < 19);
          if (opening.open) return;
          const opensMs = opening.opensAt.getTime();
          expect(local(opensMs).toPlainTime().toString()).toBe('08:00:00');
          expect(opensMs - nowMs).toBeGreaterThan(0);
          expect(opensMs - nowMs).toBeLessThanOrEqual(14 * 3_600_000);
        },
      ),
    );
  });
});
