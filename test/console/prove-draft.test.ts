import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/base/refusal.ts';
import { withMend } from '../../src/console/flows/certain-mend.ts';
import { createProofThread } from '../../src/console/flows/proof-thread.ts';
import { proveDraft } from '../../src/console/flows/prove-draft.ts';

const FLOWS = join(import.meta.dirname, '..', '..', 'flows');
const parts = { flowsFolder: FLOWS };

/** The files of a shipped flow, some written otherwise. */
function draftOf(flow: string, edits: Readonly<Record<string, (text: string) => string>> = {}) {
  const paths = readdirSync(join(FLOWS, flow), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.\w+$/u.test(name))
    .map((name) => `${flow}/${name}`);
  return new Map(
    paths.map((path) => {
      const text = readFileSync(join(FLOWS, path), 'utf8');
      return [path, edits[path.slice(flow.length + 1)]?.(text) ?? text];
    }),
  );
}

describe('a draft is proved', () => {
  test('as it stands, against the other flows as they are', async () => {
    const { report, release, screens, costs } = await proveDraft(
      parts,
      'feedback',
      draftOf('feedback'),
    );
    expect(report.errors).toBe(0);
    expect(release?.flow).toBe('feedback');
    expect(screens.length).toBeGreaterThan(10);
    expect(costs.length).toBeGreaterThan(0);
  });

  test('with the step of a finding, and the mend that takes it away', async () => {
    const files = draftOf('check-in', {
      'flow.yaml': (text) => text.replace('to: how', 'to: haw'),
    });
    const { findings, release } = await proveDraft(parts, 'check-in', files);
    const [wrong] = findings.filter(({ severity }) => severity === 'error');
    expect(wrong).toMatchObject({ code: 'no_such_step', steps: ['begin'] });
    expect(release).toBeUndefined();
    if (wrong?.certain === undefined) throw new Error('a misspelt step has a certain mend');
    const mended = await proveDraft(parts, 'check-in', withMend(files, wrong.certain));
    expect(mended.report.errors).toBe(0);
  });

  const BARE = '{ means: unkind, to: call_you }';
  const WITH = '{ means: unkind, to: call_you, do: { group: report_unkind } }';
  test.each([
    ['by itself', BARE, BARE.replace(' }', ', do: { follow_up: group_not_right } }')],
    ['before what else is done', WITH, WITH.replace('do: {', 'do: { follow_up: asked_to_talk,')],
    ['behind it', WITH, WITH.replace('unkind }', 'unkind, follow_up: group_not_right }')],
  ])(
    'with a request that an answer opens before her yes to it, %s, and the mend that takes it away',
    async (_, right, wrong) => {
      const files = draftOf('group', { 'flow.yaml': (text) => text.replace(WITH, wrong) });
      const { findings } = await proveDraft(parts, 'group', files);
      const found = findings.filter(({ code }) => code === 'asked_too_late');
      expect(found.map(({ severity }) => severity)).toEqual([
        wrong.includes('asked_to_talk') ? 'warning' : 'error',
      ]);
      const [certain] = found.flatMap((one) => one.certain ?? []);
      const mended = certain && withMend(files, certain).get('group/flow.yaml');
      if (wrong.includes('asked_to_talk')) expect(mended).toBeUndefined();
      else expect(mended).toContain(right);
    },
  );

  test('without a word against what an answer says that fetches a person, in every language', async () => {
    const noted = (language: string) =>
      / {2}person_noted: (.*)/u.exec(
        readFileSync(join(FLOWS, 'phrases', `${language}.yaml`), 'utf8'),
      );
    const languages = readdirSync(join(FLOWS, 'phrases')).map((name) => name.slice(0, 2));
    const files = draftOf(
      'feedback',
      Object.fromEntries(
        languages.map((language) => [
          `${language}.yaml`,
          (text: string) => text.replace(/( {2}thanks: ).*/u, `$1${noted(language)?.[1] ?? ''}`),
        ]),
      ),
    );
    expect(files.get('feedback/en.yaml')).toContain('Somebody will be told');
    const { findings } = await proveDraft(parts, 'feedback', files);
    const wordy = ['long_sentence', 'many_sentences', 'reading_grade', 'long_word'];
    const said = findings.filter(({ code }) => wordy.includes(code));
    expect(said.filter(({ steps }) => steps.includes('thanks'))).toEqual([]);
  });

  test('with every step that says a text in which something is wrong', async () => {
    const files = draftOf('feedback', {
      'en.yaml': (text) => text.replace(/: (\w+)/u, ': $1').replace('?', '!?'),
    });
    const { findings } = await proveDraft(parts, 'feedback', files);
    const shouts = findings.filter(({ code }) => code === 'exclamation');
    expect(shouts[0]?.place).toMatchObject({ flow: 'feedback', language: 'en' });
    expect(shouts[0]?.steps.length).toBeGreaterThan(0);
  });

  test('where it is new, and where nothing of it can be read', async () => {
    const files = new Map([['brand-new/flow.yaml', 'spec: 1\nflow: [']]);
    const { findings, release } = await proveDraft(parts, 'brand-new', files);
    expect(findings.map(({ code }) => code)).toContain('yaml');
    expect(release).toBeUndefined();
  });
});

describe('the thread of proofs', () => {
  const shipped = FLOWS;

  test('refuses what an editor asked before, when she asks something newer', async () => {
    const thread = createProofThread({ folder: FLOWS, shipped });
    const files = draftOf('feedback');
    const first = thread.prove('feedback', files, 'anna');
    const [second, third] = [
      thread.prove('feedback', files, 'anna'),
      thread.prove('feedback', files, 'anna'),
    ];
    await expect(second).rejects.toMatchObject({ code: 'conflict' });
    expect((await first).report.errors).toBe(0);
    expect((await third).report.errors).toBe(0);
    await thread.close();
  });

  test('is given up where a proof takes too long, and starts anew for the next', async () => {
    const thread = createProofThread({ folder: FLOWS, shipped, proveMs: 1 });
    const files = draftOf('feedback');
    await expect(thread.prove('feedback', files)).rejects.toMatchObject({ code: 'invalid' });
    await expect(thread.prove('feedback', files)).rejects.toMatchObject({ code: 'invalid' });
    await thread.close();
  });

  test('refuses what it was asked when it dies, and lets no more wait than it can take', async () => {
    const file = new URL(`data:text/javascript,${encodeURIComponent('process.exit(1)')}`);
    const dying = createProofThread({ folder: FLOWS, shipped, file });
    await expect(dying.prove('feedback', new Map())).rejects.toMatchObject({ code: 'invalid' });
    const thread = createProofThread({ folder: FLOWS, shipped });
    const all = Array.from({ length: 40 }, () => thread.prove('feedback', new Map()));
    const settled = Promise.allSettled(all);
    await thread.close();
    const codes = (await settled).map((one) =>
      one.status === 'rejected' && one.reason instanceof Refusal ? one.reason.code : 'proved',
    );
    expect(codes.filter((code) => code === 'limit').length).toBe(7);
  });
});
