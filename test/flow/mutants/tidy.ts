import type { Written } from './mutant.ts';
import { branchesOf, type Tree, treeAt, treeWith } from './tree.ts';

/** The places in a step, as it is written, that name the step to go to. */
export function targetPaths(step: Tree | undefined): string[][] {
  const own = branchesOf(step);
  const paths = ['to', 'back', 'unclear', 'else'].map((key) => [key]);
  const inside = (key: string) => Object.keys(branchesOf(own[key])).map((name) => [key, name]);
  const cases = Array.isArray(own['branch']) ? own['branch'].map((_, at) => String(at)) : [];
  const all = [
    ...paths,
    ...inside('choices').map((path) => [...path, 'to']),
    ['yes', 'to'],
    ['no', 'to'],
    ...cases.map((at) => ['branch', at, 'to']),
    ...inside('silence'),
  ];
  return all.filter((path) => typeof treeAt(step, path) === 'string');
}

/** The same folder without the steps, texts and names of answers that nothing uses any more. */
export function tidy(written: Written): Written {
  const flow = treeWith(written.flow, ['steps'], reachable(written.flow));
  const used = { texts: usedTexts(flow), choices: usedLabels(flow), answers: usedLabels(flow) };
  const texts = new Map<string, Tree>();
  for (const [language, before] of written.texts) {
    let after = before;
    for (const [section, wanted] of Object.entries(used))
      for (const id of Object.keys(branchesOf(treeAt(before, [section]))))
        if (!wanted.has(id)) after = treeWith(after, [section, id], undefined);
    texts.set(language, after);
  }
  return { ...written, flow, texts };
}

function reachable(flow: Tree): Tree {
  const steps = branchesOf(treeAt(flow, ['steps']));
  const open = new Set([treeAt(flow, ['start'])].filter((id) => typeof id === 'string'));
  for (const id of open)
    for (const path of targetPaths(steps[id])) {
      const target = treeAt(steps[id], path);
      if (typeof target === 'string') open.add(target);
    }
  return Object.fromEntries(Object.entries(steps).filter(([id]) => open.has(id)));
}

function usedTexts(flow: Tree): Set<Tree | undefined> {
  const steps = Object.values(branchesOf(treeAt(flow, ['steps'])));
  const fields = Object.values(branchesOf(treeAt(flow, ['memory'])));
  return new Set([
    treeAt(flow, ['foot']),
    treeAt(flow, ['foot_values']),
    ...steps.flatMap((step) => [treeAt(step, ['ask']), treeAt(step, ['say'])]),
    ...fields.map((field) => treeAt(field, ['coded'])),
  ]);
}

/** Names of answers, and of the values of fields, which texts may show. */
function usedLabels(flow: Tree): Set<Tree | undefined> {
  const steps = Object.values(branchesOf(treeAt(flow, ['steps'])));
  const fields = Object.values(branchesOf(treeAt(flow, ['memory'])));
  return new Set([
    ...fields.flatMap((field) => (Array.isArray(field) ? field : [])),
    ...steps.flatMap((step) => {
      const keys = ['yes', 'no', 'back'].filter((key) => treeAt(step, [key]) !== undefined);
      const choices = Object.values(branchesOf(treeAt(step, ['choices'])));
      return [...keys, ...choices.map((choice) => treeAt(choice, ['means']))];
    }),
  ]);
}
