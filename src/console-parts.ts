import type { Hono } from 'hono';
import type { Config } from './config.ts';
import { PROOF_WAITS } from './console/flows/proof-soon.ts';
import type { ConsoleParts } from './console/frame/parts.ts';
import { consoleApp } from './console/frame/router.ts';
import { ROUTES } from './console/routes.ts';
import { quietButton } from './console/sending/quiet.ts';
import { signedInBy } from './console/sign-in/session.ts';
import { localDate } from './engine/local-date.ts';
import { missingItems } from './live-start.ts';
import type { Service } from './service.ts';
import { readStaffing } from './store/duty-places.ts';

/** The console of a running service. */
export function startConsole(
  service: Service,
  { config, phonesPage }: { config: Config; phonesPage: string | undefined },
): Hono {
  const { setting, pools } = service;
  const { keyring, clock, log, programme } = setting;
  const parts: ConsoleParts = {
    setting,
    programme,
    pool: pools.console,
    keyring,
    clock,
    log,
    flowsFolder: config.FLOWS_DIR,
    proofWaits: PROOF_WAITS,
    demo: config.demo,
    phonesPage,
    missing: () => missingNow(service),
  };
  return consoleApp({
    parts,
    routes: ROUTES,
    signedIn: (token, now, isHere) => signedInBy(parts, token, { now, isHere }),
    top: quietButton,
  });
}

/** What was read at the start, and who is entered now. */
async function missingNow({ setting, pools }: Service) {
  const today = localDate(setting.clock.now(), setting.programme.timeZone);
  const staffing = await pools.console.run(readStaffing);
  return missingItems(setting.programme, { ...setting, staffing, today });
}
