/**
 * What comes of playing. A draft may show a value that is not known yet, which the proof tells and a talk cannot say: then
 * nothing comes of it.
 */
export function ifPlayed<T>(play: () => T): T | undefined {
  try {
    return play();
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
