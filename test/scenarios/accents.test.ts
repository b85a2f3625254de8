import { expect, test } from 'vitest';
import { world } from '../world/world.ts';
import { flowsWith } from './flows-with.ts';

const accented = (before: string) =>
  before.replace(/Which language\?/u, 'Olá, não sei. Which language?');
const folding = (before: string) => `${before}fold_accents: [en]\n`;

test('accents leave a text where the programme says so, and only there', async () => {
  const [asked, plain] = ['Ola, nao sei. Which language?', 'Olá, não sei. Which language?'];
  const folded = flowsWith({
    'welcome/en.yaml': accented,
    'programmes/demo-kenya.yaml': folding,
  });
  const w = await world({ flowsFolder: folded });
  await w.phone.texts('JOIN');
  expect(w.phone.lastHeard()).toContain(asked);
  const other = await world({ flowsFolder: flowsWith({ 'welcome/en.yaml': accented }) });
  await other.phone.texts('JOIN');
  expect(other.phone.lastHeard()).toContain(plain);
});
