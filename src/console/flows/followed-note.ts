import type { FileChanges } from '../../flow/edit/draft-files.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Words } from '../frame/words.ts';
import type { Followed } from '../try/follow-examples.ts';
import { exampleName } from '../try/kept-transcripts.ts';

/** How many examples went with a change, one of them by its name, and how many others go differently now. */
export type FollowedCount = { count: number; left: number; name?: string | undefined };
/**
 * How they went with it: they show new words, they say a new text, a question stands elsewhere in them, they come by it no more, they give the
 * same answers at other digits, wait another time, or they were made of an answer that is gone and went with it.
 */
type Way = 'reworded' | 'told' | 'moved' | 'passed' | 'ordered' | 'waiting' | 'withdrawn';

/** Examples that go with an edit, and what the address of the next page says of it. */
export type FollowedEdit = { changes: FileChanges; query: Record<string, string> };

/** What is to be said of it goes with the address of the next page. */
export function followedQuery(
  way: Way,
  examples: { names: ReadonlySet<string>; left: number },
): Record<string, string> {
  const { names, left } = examples;
  const [one] = names;
  const name = one === undefined ? '' : `.${exampleName(one)}`;
  return { [way]: `${names.size}.${left}${name}` };
}

/** The same of new words, where there are some. */
export function rewordedQuery(examples: Followed | undefined): Record<string, string> {
  if (examples === undefined) return {};
  return followedQuery('reworded', {
    names: new Set(examples.changes.keys()),
    left: examples.left,
  });
}

export function followedIn(way: Way, query: URLSearchParams): FollowedCount | undefined {
  const counts = /^(\d{1,4})\.(\d{1,4})(?:\.([a-z0-9][a-z0-9-]*))?$/u;
  const parts = counts.exec(query.get(way) ?? '');
  if (parts === null) return undefined;
  return { count: Number(parts[1]), left: Number(parts[2]), name: parts[3] };
}

/** Says what the console did with the kept examples, leads to one of them, and to what is left to be looked at. */
export function followedNote(
  w: Words,
  flow: string,
  way: Way,
  followed: FollowedCount | undefined,
): Html {
  if (followed === undefined) return nothing;
  const { count, left, name } = followed;
  if (count + left === 0) return nothing;
  return html`<div class="note ${left === 0 ? '' : 'warn'}" role="status">
    ${
      count === 0
        ? nothing
        : html`<p>${w(`read.examples_${way}`, { count })}
            ${openLink(w, flow, name, count)}</p>`
    }
    ${
      left === 0
        ? nothing
        : html`<p>${count === 0 ? w('read.examples_differ', { count: left }) : w('read.examples_left', { count: left })}
            <a href="/console/flows/${flow}/try#kept">${w('read.examples_look')}</a></p>`
    }
  </div>`;
}

/** Leads to one of the examples that were changed. */
export function openLink(w: Words, flow: string, name: string | undefined, count: number): Html {
  if (name === undefined) return nothing;
  return html`<a href="${examplePath(flow, name)}">${w('read.examples_open', { count })}</a>`;
}

/** Where an example is read. */
export function examplePath(flow: string, name: string): string {
  return `/console/flows/${flow}/file?file=${encodeURIComponent(`transcripts/${name}.txt`)}`;
}
