import type { MovableClock } from './base/clock.ts';
import type { Log } from './base/log.ts';
import { demoRoles } from './demo-work.ts';
import { dutyNow } from './flow/duty-hours.ts';
import type { Programme } from './flow/programme.ts';
import { startSimulator, type Simulator } from './gateway/simulator/start-simulator.ts';
import type { Pool } from './store/connect.ts';
import { saveClockOffset } from './store/sending-state.ts';

/** The stand-in's account: what a programme would have at the gateway. */
export const DEMO_ACCOUNT = { username: 'sandbox', apiKey: 'stand-in' } as const;

/** How far into the duty hours the demo begins, in milliseconds. */
const FIRST_HOUR_MS = 3_600_000;

/** Numbers nobody has, one set for each country that ships. */
const PHONES: Readonly<Record<string, readonly string[]>> = {
  KE: ['+254711000111', '+254711000222', '+254711000333'],
  ZW: ['+263771000111', '+263771000222', '+263771000333'],
  MZ: ['+258841000111', '+258841000222', '+258841000333'],
  ZA: ['+27711000111', '+27711000222', '+27711000333'],
  IN: ['+919811000111', '+919811000222', '+919811000333'],
  PE: ['+51911000111', '+51911000222', '+51911000333'],
};

/** The numbers of the demo's phones; none where a country has no set of them. */
export function demoPhones({ country }: Pick<Programme, 'country'>): readonly string[] {
  return PHONES[country] ?? [];
}

export type DemoParts = {
  programme: Programme;
  /** Languages of texts that no native speaker has signed. */
  drafts: readonly string[];
  port: number;
  clock: MovableClock;
  log: Log;
  /** Where the service listens; undefined until it does. */
  callbacks: () => { base: string; secret: string } | undefined;
  moved: (offsetMs: number) => Promise<void>;
  /** Whether somebody of the staff holds every text up. */
  held: () => Promise<'open' | 'quiet' | 'paused'>;
};

/** The gateway's stand-in with its page of phones, for a programme. Only on this machine. */
export function startDemo(parts: DemoParts): Promise<Simulator> {
  const { programme, clock, log, port, callbacks } = parts;
  const { contactHours, timeZone } = programme;
  const phones = demoPhones(programme);
  const city = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone;
  return startSimulator({
    ...DEMO_ACCOUNT,
    port,
    drafts: parts.drafts,
    held: parts.held,
    shortCode: programme.shortCode ?? programme.sender,
    serviceCode: programme.serviceCode,
    currency: programme.smsPrice.currency,
    pricePerSegment: programme.smsPrice.amount,
    clock,
    callbacks,
    place: {
      name: city,
      timeZone,
      textingHours: { from: contactHours.from, until: contactHours.to },
    },
    ...(phones.length > 0 && { phones, roles: demoRoles(phones) }),
    moveClock: async (ms) => {
      clock.moveMs(ms);
      await parts.moved(clock.offsetMs());
    },
    log,
  });
}

/** Its clock begins in duty hours, so that whoever tries it at night does not wait for the morning. */
export async function startInHours(
  owner: Pool,
  { programme, clock }: Pick<DemoParts, 'programme' | 'clock'>,
): Promise<void> {
  const now = clock.now();
  const duty = dutyNow(programme, now);
  if (duty.open) return;
  clock.moveMs(duty.opensAt.getTime() - now.getTime() + FIRST_HOUR_MS);
  await owner.run((db) => saveClockOffset(db, clock.offsetMs()));
}
