import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** One file of the flows takes as long as a hundred others: it begins first, so that at the end no core waits for it alone. */
export class FlowsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project }: TestSpecification) => (project.name === 'flows' ? 0 : 1);
    const { sort } = BaseSequencer.prototype;
    const sorted = await sort.call(this, files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}
