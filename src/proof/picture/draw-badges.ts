import { BADGE, badgeHeight, badgeWidth, LINE, type Shape } from './shapes.ts';
import { px, textLines } from './svg-text.ts';

/** From the top of a line to its baseline, in parts of the line's height. */
const BASELINE = 0.78;

/** Badges one below the other, from `y` on; `centre` or the left edge at `x`. */
export function drawBadges(
  badges: Shape['badges'],
  { x, y, centre }: { x: number; y: number; centre?: boolean },
): string {
  let top = y;
  return badges
    .map((badge) => {
      const [width, height] = [badgeWidth(badge), badgeHeight(badge)];
      const left = centre === true ? x - width / 2 : x;
      const drawn = drawBadge(badge, { left, top, width, height });
      top += height + BADGE.gap;
      return drawn;
    })
    .join('');
}

type Box = { left: number; top: number; width: number; height: number };

function drawBadge(badge: Shape['badges'][number], { left, top, width, height }: Box): string {
  const shown = badge.isPerson ? 'badge person' : 'badge';
  const box = `<rect class="${shown}" x="${px(left)}" y="${px(top)}" width="${px(width)}" height="${px(height)}" rx="${px(Math.min(9, height / 2))}"/>`;
  const x = left + BADGE.padX + (badge.isPerson ? BADGE.mark : 0);
  const y = top + BADGE.padY + LINE.badge * BASELINE;
  const mark = badge.isPerson ? drawPerson(left + BADGE.padX, top + height / 2) : '';
  const words = textLines(
    badge.lines,
    badge.isPerson ? 'person-words' : 'badge-words',
    LINE.badge,
    { x, y },
  );
  return `${box}${mark}${words}`;
}

/** A head and shoulders, 10 pixels wide, its middle at `y`. */
function drawPerson(x: number, y: number): string {
  const head = `<circle class="person-mark" cx="${px(x + 5)}" cy="${px(y - 3)}" r="2.6"/>`;
  const at = `${px(x)} ${px(y + 5.5)}`;
  const body = `<path class="person-mark" d="M${at}a5 4.6 0 0 1 10 0z"/>`;
  return `${head}${body}`;
}
