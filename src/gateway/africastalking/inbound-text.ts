import { INBOUND_TEXT_MAX } from '../../engine/arrivals.ts';

/** Cuts a text to what is kept, never through the middle of a surrogate pair. NUL and all else stays as it came. */
export function cutInboundText(text: string): string {
  if (text.length <= INBOUND_TEXT_MAX) return text;
  const last = text.charCodeAt(INBOUND_TEXT_MAX - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, splitsPair ? INBOUND_TEXT_MAX - 1 : INBOUND_TEXT_MAX);
}
