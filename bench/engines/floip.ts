import { createRequire } from 'node:module';
import { z } from 'zod';
import { digitOf, type Engine, LAST, SCREENS } from './menu-of-three.ts';

/** What is used of @floip/flow-runner. */
type Prompt = { value: unknown; config: { prompt: string } };
type Cursor = { prompt?: Prompt } | undefined;
type Floip = {
  FlowRunner: new (context: unknown) => { run(): Promise<Cursor> };
  Contact: new () => unknown;
  createContextDataObjectFor(
    contact: unknown,
    groups: unknown[],
    user: string,
    org: string,
    flows: unknown[],
    language: string,
    mode: string,
    resources: unknown[],
  ): Promise<unknown>;
};
const Library = z.custom<Floip>((value) => typeof value === 'object' && value !== null);

/** The runner kept in memory between two answers, which is its quickest way. */
export function floipEngine(): Engine {
  const floip = Library.parse(createRequire(import.meta.url)('@floip/flow-runner'));
  return { name: '@floip/flow-runner', play: (run) => quietly(() => play(floip, run)) };
}

/** It writes a line at every question, which is not what is measured. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { info } = console;
  console.info = () => undefined;
  try {
    return await work();
  } finally {
    console.info = info;
  }
}

async function play(floip: Floip, run: number): Promise<string> {
  const context = await floip.createContextDataObjectFor(
    new floip.Contact(),
    [],
    'user',
    'org',
    [FLOW],
    'eng',
    'USSD',
    RESOURCES,
  );
  const runner = new floip.FlowRunner(context);
  let cursor = await runner.run();
  for (const index of SCREENS.keys()) {
    const prompt = cursor?.prompt;
    if (prompt === undefined) throw new Error(`no prompt at screen ${index}`);
    prompt.value = `answer_${digitOf(run, index)}`;
    cursor = await runner.run();
  }
  return cursor?.prompt === undefined ? LAST : 'not at the end';
}

const EXITS = (to: string | undefined) => [
  {
    uuid: `exit-${to ?? 'last'}`,
    name: 'Default',
    label: 'Default',
    tag: 'Default',
    default: true,
    config: {},
    ...(to === undefined ? {} : { destination_block: to }),
  },
];
const BLOCKS = SCREENS.map((_, index) => ({
  uuid: `block-${index}`,
  name: `screen_${index}`,
  label: `screen_${index}`,
  type: 'MobilePrimitives.SelectOneResponse',
  config: {
    prompt: `resource-${index}`,
    choices: { answer_1: `resource-${index}-0`, answer_2: `resource-${index}-1` },
  },
  exits: EXITS(index + 1 < SCREENS.length ? `block-${index + 1}` : undefined),
}));
const FLOW = {
  uuid: 'flow',
  name: 'menu of three',
  last_modified: '2027-01-04T08:00:00Z',
  interaction_timeout: 300,
  supported_modes: ['USSD'],
  languages: [{ id: 'eng', iso_639_3: 'eng' }],
  blocks: BLOCKS,
  first_block_id: 'block-0',
};
const RESOURCES = SCREENS.flatMap(({ question, choices }, index) =>
  [question, ...choices].map((value, at) => ({
    uuid: at === 0 ? `resource-${index}` : `resource-${index}-${at - 1}`,
    values: [{ language_id: 'eng', content_type: 'TEXT', modes: ['USSD'], value }],
  })),
);
