import { readFlowFiles } from '../../src/store/flow-files.ts';
import type { Release } from '../../src/flow/release.ts';

/** The flows that only tests have (test/flows), so that what ships may change its words. */
export async function testFlows(): Promise<Release[]> {
  const { releases, findings } = await readFlowFiles('test/flows');
  if (findings.length > 0) throw new Error('the flows of the tests have no finding');
  return releases;
}
