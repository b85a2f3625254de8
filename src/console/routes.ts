import { auditRoutes } from './audit/routes.ts';
import { staffRoutes } from './people/routes.ts';
import type { Route } from './frame/route.ts';
import { homeRoutes } from './home/routes.ts';
import { meRoutes } from './me/routes.ts';
import { sendingRoutes } from './sending/routes.ts';
import { signInRoutes } from './sign-in/routes.ts';

/** Everything the console answers. What is not here is denied; each has its row in test/console/matrix.tsv. */
export const ROUTES: readonly Route[] = [
  ...homeRoutes,
  ...sendingRoutes,
  ...signInRoutes,
  ...meRoutes,
  ...auditRoutes,
  ...staffRoutes,
];
