/** A short code or a number in digits; the length is that of short codes (3) to international numbers (15). */
const TWO_WAY = /^\+?\d{3,15}$/;

/**
 * Whether people can answer texts of this sender. A name of letters cannot be answered, and without a sender the
 * gateway uses its own name, AFRICASTKNG (docs/africastalking.md sections 2.1 and 4).
 */
export function receivesReplies(sender: string | undefined): boolean {
  return sender !== undefined && TWO_WAY.test(sender);
}
