/** Whether a reading is digits and nothing else: an answer to a question, where one is open. */
export function isLoneNumber(text: string): boolean {
  return /^\d{1,15}$/u.test(text);
}
