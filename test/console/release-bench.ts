import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { openDraft, saveEdit } from '../../src/console/flows/open-draft.ts';
import { proveDraft } from '../../src/console/flows/prove-draft.ts';
import type { Role, Staff } from '../../src/console/frame/route.ts';
import { SESSION } from '../../src/console/frame/router.ts';
import { publish, type Published } from '../../src/release/publish.ts';
import { stageOf } from '../../src/release/stages.ts';
import type { TestDatabase } from '../world/database.ts';
import { consoleBench, enterStaff, staffWith } from './console-bench.ts';

const FLOW = 'feedback';
const EN = `${FLOW}/en.yaml`;
const AT = `/console/flows/${FLOW}`;

/** One flow, and everybody who brings it on its way: each signed in at the same time. */
export async function releaseBench(database: TestDatabase) {
  const people = new Map<string, Staff>();
  const bench = await consoleBench(database, {
    started: true,
    signedIn: (token) => Promise.resolve(people.get(token ?? '')),
  });
  const { parts } = bench;
  const somebody = async (...roles: Role[]): Promise<Staff> => {
    const staff = staffWith(roles);
    await enterStaff(parts.pool, staff);
    people.set(staff.sessionId, staff);
    return staff;
  };
  const editor = await somebody('editor');
  const reviewer = await somebody('reviewer');
  const peer = await somebody('peer_reviewer');
  const admin = await somebody('admin');
  const cookieOf = ({ sessionId }: Staff) => ({ cookie: `${SESSION}=${sessionId}` });

  /** Presses a button as somebody; what is then said on top. Several may press at once. */
  const press = async (
    staff: Staff,
    path: string,
    form: Record<string, string> = {},
  ): Promise<string> => {
    const answer = await bench.app.request(`http://127.0.0.1${AT}/${path}`, {
      method: 'POST',
      headers: {
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
        ...cookieOf(staff),
      },
      body: new URLSearchParams(form).toString(),
    });
    expect(answer.status).toBe(303);
    return /mazano_said=([^;]*)/u.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? '';
  };
  const shown = async (staff: Staff, view = 'release'): Promise<string> => {
    const headers = cookieOf(staff);
    const answer = await bench.app.request(`http://127.0.0.1${AT}/${view}`, { headers });
    expect(answer.status).toBe(200);
    return answer.text();
  };
  const draft = async () => {
    const open = await openDraft({ parts, now: parts.clock.now() }, FLOW);
    if (open === undefined) throw new Error('the flow is there');
    return open;
  };
  const edit = async (from: string | RegExp, to: string, staff = editor): Promise<void> => {
    const asking = { parts, staff, now: parts.clock.now() };
    const saved = await saveEdit(asking, FLOW, (await draft()).revision, (files) => {
      expect((files.get(EN) ?? '').search(from)).not.toBe(-1);
      return new Map([...files, [EN, (files.get(EN) ?? '').replace(from, to)]]);
    });
    expect(saved.kind).toBe('saved');
  };
  /** Calls English so, and gets everybody to agree; what they agreed to. */
  const agreed = async (words: string): Promise<string> => {
    await edit(/^name: .*$/mu, `name: ${words}`);
    await press(editor, 'review', { kind: 'sent' });
    for (const language of ['en', 'sw'])
      await press(reviewer, 'review', { kind: 'signed', language });
    await press(peer, 'review', { kind: 'peer_approved' });
    expect(await press(admin, 'review', { kind: 'approved' })).toBe('release.done_approved');
    return /name="content" value="([^"]+)"/u.exec(await shown(admin))?.[1] ?? '';
  };
  const stages = () => stageOf(parts.pool, FLOW, parts.clock.now());
  return {
    bench,
    parts,
    somebody,
    editor,
    reviewer,
    peer,
    admin,
    press,
    hurried: bench.hurried,
    shown,
    draft,
    edit,
    agreed,
    stages,
  };
}

export type ReleaseBench = Awaited<ReturnType<typeof releaseBench>>;

/** Releases files at once, past the way and its transcripts, which have tests of their own. */
export async function releases(
  { parts }: ReleaseBench,
  files: ReadonlyMap<string, string>,
): Promise<Published> {
  const { pool, keyring } = parts;
  const prove = async (flow: string, own: ReadonlyMap<string, string>) => {
    const { release } = await proveDraft(parts, flow, own);
    return { errors: [], definition: release?.definition };
  };
  const order = { flow: FLOW, files, by: 'one', approvedBy: 'another', now: parts.clock.now() };
  return publish({ pool, keyring, practice: false, prove }, order);
}

/** So many people in the middle of a version. */
export async function standAt(
  { parts }: ReleaseBench,
  place: { version: number; step: string; people: number },
): Promise<void> {
  const { version, step, people } = place;
  const now = parts.clock.now();
  for (let count = 0; count < people; count += 1) {
    const [id, bytes] = [newId(), randomBytes(32)];
    await parts.pool.run(
      (db) => db`
        with p as (
          insert into phone (id, number_index, suppress_index, number_sealed, wrapped_key, created_at)
          values (${id}, ${bytes}, ${bytes}, ${bytes}, ${bytes}, ${now}) returning id)
        insert into conversation (phone_id, turn, flow, version, step, language, channel, asked_at, expires_at)
        select id, 1, ${FLOW}, ${version}, ${step}, 'en', 'sms', ${now}, ${now} from p`,
    );
  }
}
