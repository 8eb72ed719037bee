import type { CheckName, Finding } from './finding.ts';
import type { Subject } from './subject.ts';

/** A piece of a check that is done in one go. */
export type Step = () => Finding[] | Promise<Finding[]>;

/** One kind of thing that is looked at. */
export interface Check {
  readonly name: CheckName;
  /** Whether a quick verification does it too. */
  readonly quick: boolean;
  /** The steps it takes; none when it has nothing to look at. */
  plan(subject: Subject): Promise<readonly Step[]> | readonly Step[];
}
