/** Something that a page says: a text between tags, or an attribute that is read out. */
export type Said = { text: string; language: string };

const TOKEN = /<!--.*?-->|<!doctype[^>]*>|<(\/?)([a-z][a-z0-9-]*)((?:"[^"]*"|[^">])*)>|[^<]+/gisu;
const VOID = new Set(['meta', 'link', 'input', 'img', 'br', 'hr', 'col', 'source', 'wbr']);
/** What is no text of a page: code, and what somebody writes. */
const SILENT = new Set(['script', 'style', 'code', 'pre', 'kbd', 'samp', 'textarea']);
const SPOKEN = ['title', 'aria-label', 'alt', 'placeholder', 'data-copied', 'data-says'];

/** What a page says, each with the language that its place is marked with. */
export function saidOn(page: string): Said[] {
  const said: Said[] = [];
  const open: { name: string; language: string; isSilent: boolean }[] = [];
  for (const [token, closing, tag = '', head = ''] of page.matchAll(TOKEN)) {
    const name = tag.toLowerCase();
    const around = open.at(-1) ?? { name: '', language: '', isSilent: false };
    if (name === '') {
      if (!token.startsWith('<!') && !around.isSilent)
        said.push({ text: plain(token), language: around.language });
    } else if (closing === '/') {
      const at = open.findLastIndex((each) => each.name === name);
      if (at >= 0) open.splice(at);
    } else {
      const language = attribute(head, 'lang') ?? around.language;
      const spoken = around.isSilent ? [] : SPOKEN.map((each) => attribute(head, each));
      for (const text of spoken) if (text !== undefined) said.push({ text: plain(text), language });
      if (!VOID.has(name) && !head.endsWith('/'))
        open.push({ name, language, isSilent: around.isSilent || SILENT.has(name) });
    }
  }
  return said.filter(({ text }) => text !== '');
}

function attribute(head: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`, 'u').exec(head)?.[1];
}

function plain(text: string): string {
  const letters: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' };
  return text
    .replaceAll(/&(?:#(\d+)|(\w+));/gu, (whole, code: string | undefined, word: string) =>
      code === undefined ? (letters[word] ?? whole) : String.fromCodePoint(Number(code)),
    )
    .replaceAll(/\s+/gu, ' ')
    .trim();
}
