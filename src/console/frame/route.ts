import type { Answer } from './answer.ts';
import type { ConsoleParts } from './parts.ts';
import type { Language, Words } from './words.ts';

/** What somebody who works in the console may do; a person can have several. */
export const ROLES = [
  'admin',
  'editor',
  'translator',
  'reviewer',
  'peer_reviewer',
  'supervisor',
  'counsellor',
  'monitor',
] as const;
export type Role = (typeof ROLES)[number];

/** Whoever is signed in. */
export type Staff = {
  id: string;
  /** How colleagues see her; never a member's name. */
  name: string;
  roles: readonly Role[];
  language: Language;
  theme: 'auto' | 'light' | 'dark';
  /** The safeguarding lead, who alone may ask for a reveal. */
  isLead: boolean;
  sessionId: string;
};

/** Who may use a route: anybody at all, whoever is signed in, or those with one of these roles. */
export type May = 'anybody' | 'signed_in' | readonly Role[];

/** One page or act. What stands in no route is denied [rel P55]. */
export type Route = {
  method: 'GET' | 'POST';
  /** As Hono reads it, below `/console`: `/members/:member`. */
  path: string;
  may: May;
  /** Whether what the path names is hers; false is answered like a page that is not there. */
  owns?: (ask: Ask) => Promise<boolean>;
  /** A script asks this again and again: a page that was left open is nobody who is here, and keeps no session [rel P60]. */
  asksAlone?: true;
  answer: (ask: Ask) => Promise<Answer> | Answer;
};

/** A file that came with a form, as text. */
export type Upload = { name: string; text: string };

/** One request, read and allowed. */
export type Ask = {
  parts: ConsoleParts;
  /** @throws AssertionError on a page for anybody when nobody is signed in; there use `signedIn` */
  staff: Staff;
  signedIn: Staff | undefined;
  w: Words;
  language: Language;
  now: Date;
  /** Its path with `/console` in front. */
  path: string;
  /** A named part of the path; empty where the route has none of that name. */
  param: (name: string) => string;
  query: URLSearchParams;
  /** Of a form; empty for a GET. */
  form: URLSearchParams;
  upload: (name: string) => Upload | undefined;
  /** What came, as it came: for JSON. */
  body: string;
  cookie: (name: string) => string | undefined;
  header: (name: string) => string | undefined;
  /** Where a request came from, for limits on tries; not for logs. */
  address: string;
  /** True over HTTPS, where cookies are bound to it. */
  secure: boolean;
};

/** Whether one of these roles is hers. */
export function has(staff: Pick<Staff, 'roles'> | undefined, roles: readonly Role[]): boolean {
  return staff !== undefined && staff.roles.some((role) => roles.includes(role));
}

/** Whether somebody, or nobody, may use a route. */
export function mayUse(may: May, staff: Pick<Staff, 'roles'> | undefined): boolean {
  if (may === 'anybody') return true;
  if (may === 'signed_in') return staff !== undefined;
  return has(staff, may);
}
