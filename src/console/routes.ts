import type { Route } from './frame/route.ts';
import { askedRoutes } from './translate/asked-page.ts';
import { auditRoutes } from './audit/routes.ts';
import { catchUpRoutes } from './flows/catch-up-page.ts';
import { chooseRoutes } from './flows/choose-page.ts';
import { counsellorRoutes } from './counsellors/routes.ts';
import { expiryRoutes } from './expiry/routes.ts';
import { flowListRoutes } from './flows/list/routes.ts';
import { givenUpRoutes } from './flows/given-up.ts';
import { followUpRoutes } from './follow-ups/routes.ts';
import { groupRoutes } from './groups/routes.ts';
import { homeRoutes } from './home/routes.ts';
import { invitationRoutes } from './invitations/routes.ts';
import { meRoutes } from './me/routes.ts';
import { memberRoutes } from './members/routes.ts';
import { proofRoutes } from './flows/proof-routes.ts';
import { publishRoutes } from './flows/publish-acts.ts';
import { readingRoutes } from './flows/reading-page.ts';
import { readRoutes } from './flows/read/routes.ts';
import { releaseRoutes } from './flows/release-page.ts';
import { reportRoutes } from './reports/routes.ts';
import { revealRoutes } from './reveals/routes.ts';
import { reviewActRoutes } from './flows/review-acts.ts';
import { reviewsRoutes } from './flows/reviews-page.ts';
import { sendingRoutes } from './sending/routes.ts';
import { settingsRoutes } from './settings/routes.ts';
import { signInRoutes } from './sign-in/routes.ts';
import { sinceRoutes } from './flows/since-page.ts';
import { staffRoutes } from './people/routes.ts';
import { startRoutes } from './start/routes.ts';
import { translateRoutes } from './translate/routes.ts';
import { tryRoutes } from './try/routes.ts';

/** Everything the console answers. What is not here is denied; each has its row in test/console/matrix.tsv. */
export const ROUTES: readonly Route[] = [
  ...homeRoutes,
  ...askedRoutes,
  ...auditRoutes,
  ...catchUpRoutes,
  ...chooseRoutes,
  ...counsellorRoutes,
  ...expiryRoutes,
  ...flowListRoutes,
  ...followUpRoutes,
  ...givenUpRoutes,
  ...groupRoutes,
  ...invitationRoutes,
  ...meRoutes,
  ...memberRoutes,
  ...proofRoutes,
  ...publishRoutes,
  ...readingRoutes,
  ...readRoutes,
  ...releaseRoutes,
  ...reportRoutes,
  ...revealRoutes,
  ...reviewActRoutes,
  ...reviewsRoutes,
  ...sendingRoutes,
  ...settingsRoutes,
  ...signInRoutes,
  ...sinceRoutes,
  ...staffRoutes,
  ...startRoutes,
  ...translateRoutes,
  ...tryRoutes,
];
