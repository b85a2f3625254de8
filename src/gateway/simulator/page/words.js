/** The page's own words; what the phones show comes from the service. */
export const words = await (await fetch('/page/words.json')).json();

/** Fills the {places} of a sentence. */
export function say(sentence, values = {}) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

/** "1 text" or "3 texts". */
export function count(what, n) {
  return n === 1 ? words[`${what}_one`] : say(words[`${what}_many`], { n });
}

/** Makes an element with text or children; nothing is ever read as HTML. */
export function make(tag, { text, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

/** Asks the stand-in. The answer, or undefined when it refused or is not there. */
export async function ask(path, body) {
  try {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}
