import { parse } from 'yaml';
import { z } from 'zod';

/** A YAML file as plain data. */
export type Tree = z.infer<ReturnType<typeof z.json>>;
export type Branches = { [key: string]: Tree };
export type TreePath = readonly string[];

export function treeOf(source: string): Tree {
  return z.json().parse(parse(source));
}

/** The keys and values of a mapping; none where it is something else. */
export function branchesOf(tree: Tree | undefined): Branches {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree) ? tree : {};
}

export function treeAt(tree: Tree | undefined, [first, ...rest]: TreePath): Tree | undefined {
  if (first === undefined) return tree;
  if (Array.isArray(tree)) return treeAt(tree[Number(first)], rest);
  const branches = branchesOf(tree);
  return Object.hasOwn(branches, first) ? treeAt(branches[first], rest) : undefined;
}

/** A copy with another value there; without one, the key is left out. */
export function treeWith(tree: Tree, [first, ...rest]: TreePath, value: Tree | undefined): Tree {
  if (first === undefined) return value ?? null;
  if (Array.isArray(tree)) {
    const index = Number(first);
    const changed = changedAt(tree[index], rest, value);
    return tree.flatMap((one, at) => (at !== index ? [one] : changed === undefined ? [] : changed));
  }
  const branches = { ...branchesOf(tree) };
  const changed = changedAt(branches[first], rest, value);
  if (changed === undefined) delete branches[first];
  else branches[first] = changed;
  return branches;
}

function changedAt(tree: Tree | undefined, rest: TreePath, value: Tree | undefined) {
  return rest.length === 0 ? value : treeWith(tree ?? {}, rest, value);
}

/** As a file: JSON is YAML. */
export function sourceOf(tree: Tree): string {
  return JSON.stringify(tree, undefined, 1);
}
