/** What a programme lacks before texts may go to people. */
export type MissingWhat =
  | 'signed'
  | 'field_test'
  | 'helpline'
  | 'schemes'
  | 'duty_list'
  | 'duty_hours'
  | 'duty_names'
  | 'hearers'
  | 'complaints'
  | 'legal'
  | 'database';

/** `detail`: which language, place or key. `line`: how the command line says it. */
export type Missing = { what: MissingWhat; detail: string; line: string };
