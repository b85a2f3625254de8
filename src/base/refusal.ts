export type RefusalCode = 'not_found' | 'forbidden' | 'conflict' | 'invalid' | 'limit';

/** A rule said no. Its message is written for the person who asked and holds nothing personal. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}
