/** One page or file of the console, as it came. */
export type Crawled = { path: string; status: number; type: string; text: string };
/** A form of a page, with what may be typed in it. */
export type CrawledForm = {
  page: string;
  action: string;
  /** Fields that hold what the form sends by itself. */
  fixed: Record<string, string>;
  /** Fields in which somebody writes, with the characters they take. */
  typed: { name: string; most: number }[];
};

type Get = (path: string) => Promise<Response>;

/** Pages of one kind: a list and two of what it lists show how the rest look. */
const OF_A_KIND = 3;
const PAGES_MAX = 400;
const LEFT_OUT = /^\/console\/(?:assets|sign-out)/u;

/** Follows the links of the console from its start page; of many pages of one kind it opens a few. */
export async function crawl(
  get: Get,
  from: readonly string[] = ['/console'],
  ofAKind = OF_A_KIND,
): Promise<Crawled[]> {
  const found = new Map<string, Crawled>();
  const kinds = new Map<string, number>();
  const waiting = [...from];
  while (waiting.length > 0 && found.size < PAGES_MAX) {
    const path = waiting.shift() ?? '';
    const kind = kindOf(path);
    const seen = kinds.get(kind) ?? 0;
    if (found.has(path) || seen >= ofAKind || LEFT_OUT.test(path)) continue;
    kinds.set(kind, seen + 1);
    const response = await get(path);
    const type = response.headers.get('content-type') ?? '';
    const text = await response.text();
    found.set(path, { path, status: response.status, type, text });
    const to = response.headers.get('location');
    if (to !== null) waiting.push(to);
    if (type.startsWith('text/html')) waiting.push(...linksIn(text, path));
  }
  return [...found.values()];
}

/** Ids and languages make pages of one kind. */
function kindOf(path: string): string {
  const { pathname, searchParams } = new URL(path, 'http://127.0.0.1');
  const names = [...searchParams.keys()].toSorted().join('&');
  return `${pathname.replaceAll(/\/[0-9a-f-]{8,}|\/[A-Z0-9]{5,}/gu, '/…').replace(/\/flows\/[\w-]+/u, '/flows/…')}?${names}`;
}

function linksIn(text: string, page: string): string[] {
  return [...text.matchAll(/<a\b[^>]*?\bhref="([^"]+)"/gu)]
    .map(([, href]) => unescaped(href ?? ''))
    .map((href) => new URL(href, `http://127.0.0.1${page}`))
    .filter(({ host, pathname }) => host === '127.0.0.1' && pathname.startsWith('/console'))
    .map(({ pathname, search }) => `${pathname}${search}`);
}

/** The forms of a page that change something. */
export function formsIn({ text, path }: Crawled): CrawledForm[] {
  return [...text.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gsu)].flatMap(
    ([, head = '', body = '']) => {
      if (attribute(head, 'method') !== 'post') return [];
      const action = attribute(head, 'action') ?? path;
      const form: CrawledForm = { page: path, action, fixed: {}, typed: [] };
      for (const [, kind, tag = '', inside = ''] of body.matchAll(
        /<(input|textarea|select|button)\b([^>]*)>(?:((?:(?!<(?:input|textarea|select|button)\b).)*?)<\/(?:textarea|select)>)?/gsu,
      ))
        addField(form, { kind: kind ?? '', tag, inside });
      return [form];
    },
  );
}

function addField(form: CrawledForm, field: { kind: string; tag: string; inside: string }): void {
  const name = attribute(field.tag, 'name');
  if (name === undefined) return;
  const type = attribute(field.tag, 'type') ?? 'text';
  const value = attribute(field.tag, 'value') ?? '';
  if (field.kind === 'select')
    form.fixed[name] = /<option\b[^>]*value="([^"]*)"/u.exec(field.inside)?.[1] ?? '';
  else if (field.kind === 'button' || ['hidden', 'radio', 'checkbox', 'submit'].includes(type))
    form.fixed[name] ??= unescaped(value);
  else if (type !== 'file')
    form.typed.push({ name, most: Number(attribute(field.tag, 'maxlength') ?? '200') });
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\b${name}="([^"]*)"`, 'u').exec(tag)?.[1];
  return found === undefined ? undefined : unescaped(found);
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
