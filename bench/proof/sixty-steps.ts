import type { FlowFolder } from '../../src/flow/flow-sources.ts';

const STEPS = 60;
export const LANGUAGES = ['en', 'sn', 'sw', 'pt', 'es', 'nd'] as const;

/**
 * A flow of sixty steps as a programme might write it: of ten steps six ask, one of them for a number, two say something
 * and two branch, on memory and on what is known of the person.
 */
export function sixtySteps(): FlowFolder {
  const steps = Array.from({ length: STEPS }, (_, index) => stepOf(index)).join('');
  const head = [
    'spec: 1',
    'flow: sixty',
    'version: 1',
    'purpose: check_ins',
    'start: step_0',
    'expires: 14d',
    'foot: foot',
    'foot_values: foot_values',
    'memory:',
    '  mood: [good, so_so, low]',
    '  pages: { number: 1 to 5 }',
    'steps:\n',
  ].join('\n');
  return {
    name: 'sixty',
    flow: { file: 'sixty/flow.yaml', source: `${head}${steps}` },
    texts: LANGUAGES.map((language) => ({
      language,
      file: `sixty/${language}.yaml`,
      source: textsIn(language),
    })),
    transcripts: [],
  };
}

function nameOf(index: number): string {
  return index < STEPS ? `step_${index}` : 'end';
}

function stepOf(index: number): string {
  const id = `  ${nameOf(index)}:\n    `;
  const next = nameOf(index + 1);
  switch (index % 10) {
    case 3:
    case 8:
      return `${id}say: text_${index}\n    to: ${next}\n`;
    case 4:
      return `${id}branch:\n      - { when: { memory: mood, is: good }, to: ${nameOf(index + 2)} }\n      - { when: { member: call_if_silent }, to: ${next} }\n    else: ${next}\n`;
    case 9:
      return `${id}branch:\n      - { when: { memory: pages, at_least: 3 }, to: ${next} }\n      - { when: { consented: evaluation }, to: end }\n    else: ${next}\n`;
    case 6:
      return `${id}ask: text_${index}\n    answer: { number: 1 to 5 }\n    save: pages\n    back: ${nameOf(index - 1)}\n    to: ${next}\n`;
    default:
      return questionOf(id, index, next);
  }
}

function questionOf(id: string, index: number, next: string): string {
  const lines = ['good', 'so_so', 'low'].map(
    (means, at) => `      ${at + 1}: { means: ${means}, save: mood, to: ${next} }\n`,
  );
  const back = index === 0 ? '' : `    back: ${nameOf(0)}\n`;
  const silence = `    silence: { 48h: ${next} }\n`;
  return `${id}ask: text_${index}\n    choices:\n${lines.join('')}${back}${silence}`;
}

function textsIn(language: string): string {
  const ids = Array.from({ length: STEPS }, (_, index) => index).filter(
    (index) => index % 10 !== 4 && index % 10 !== 9,
  );
  const said = ids.map(
    (index) =>
      `  text_${index}: "Hello from {programme}. Part ${index} of ${language}: how was it"\n`,
  );
  return [
    `spec: 1\nlanguage: ${language}\nname: ${language}\nreviewed: null\ntexts:\n`,
    ...said,
    '  foot: 9 a person 88 stop\n  foot_values: 99 a person, STOP ends\n',
    `choices: { good: Good ${language}, so_so: So so ${language}, low: Low ${language}, back: Back ${language} }\n`,
  ].join('');
}
