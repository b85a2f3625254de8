import { never } from '../../base/assert.ts';
import type { Workings } from './workings.ts';

/** What a dialled code becomes on the wire. */
export type DialForm = { serviceCode: string; input: string };

/**
 * Reads a code as it is dialled: the service's own, or with a suffix (`*384*77*1#`). In which field a suffix comes is
 * not known, so all three forms are played (at-samples.json, ussd.deepDial). Undefined: the network knows no such code.
 */
export function dialForm({ account, faults }: Workings, code: string): DialForm | undefined {
  const { serviceCode } = account;
  if (serviceCode === undefined) return undefined;
  if (code === serviceCode) return { serviceCode, input: '' };
  const stem = `${serviceCode.slice(0, -1)}*`;
  if (!code.startsWith(stem) || !code.endsWith('#')) return undefined;
  const form = faults.current().ussd.dialForm;
  switch (form) {
    case 'A':
      return { serviceCode, input: code.slice(stem.length, -1) };
    case 'B':
      return { serviceCode: code, input: '' };
    case 'C':
      return { serviceCode, input: code };
    default:
      return never(form, 'dial form');
  }
}
