import { AT_FULL_RATE, flowsWith } from './flows-with.ts';

/** A list that somebody has signed, so that these tests stand whatever the real lists say. */
const SIGNED = `
spec: 1
language: en
reviewed: { by: A reader, on: '2026-11-01' }
kinds:
  self_harm: [want to die, it all to stop]
  violence: [(beats|hits) me]
  child: []
  threat: []
never: [(dont|not) want to die]
examples:
  hit: [I want to die, I want it all to stop, he hits me, he beats me]
  miss: [I dont want to die]
`;
/** The number of the listening line, called and verified of late. */
export const LINE = '0800723253';

/** The flows of the tests with signed words of danger and a helpline that may be named. */
export function dangerFlows({ reviewed = true } = {}): string {
  return flowsWith({
    ...AT_FULL_RATE,
    'programmes/demo-kenya.yaml': (before) =>
      before
        .replace('messages_a_second: 20', 'messages_a_second: 100')
        .replace('rhythm:', 'helplines: [ke_listening]\nrhythm:'),
    'risk/en.yaml': reviewed ? SIGNED : SIGNED.replace(/reviewed: .*/u, 'reviewed: null'),
    'helplines/ke.yaml': (before) =>
      before
        .replace('verified_on: null', "verified_on: '2026-11-01'")
        .replace('verified_by: null', 'verified_by: A caller'),
  });
}
