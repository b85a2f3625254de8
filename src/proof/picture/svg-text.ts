/** A text as it may stand in XML: nothing of it is markup, and what XML does not allow is gone. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\uFFFE\uFFFF]/gu, ' ')
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

type Place = { x: number; y: number; anchor?: 'middle' };

/** Lines of text, the first with its baseline at `y`. */
export function textLines(
  lines: readonly string[],
  className: string,
  lineHeight: number,
  { x, y, anchor }: Place,
): string {
  const anchored = anchor === undefined ? '' : ` text-anchor="${anchor}"`;
  return lines
    .map((line, index) => {
      const at = `x="${px(x)}" y="${px(y + index * lineHeight)}"`;
      return `<text class="${className}" ${at}${anchored}>${escapeXml(line)}</text>`;
    })
    .join('');
}

/** A number of pixels, short and the same everywhere. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
