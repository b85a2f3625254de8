import { phrase, type Phrases } from './phrases.ts';

/** The care text for a phone that others may read: it names nothing, and asks whether somebody shall call. */
export function careText(
  phrases: Phrases,
  language: string,
  serviceCode: string | undefined,
): string {
  return serviceCode === undefined
    ? phrase(phrases, language, 'care', {})
    : phrase(phrases, language, 'care_dial', { service_code: serviceCode });
}
