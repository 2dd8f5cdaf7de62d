/** How much work to hand to a GPU at once. */

/** What a slice is to take: long enough to hide the wait for it, short of what a driver kills. */
const wanted = 100;
/** Growth from one slice to the next, as the first few are mostly overhead. */
const fastestGrowth = 16;
/** Multiply-adds that any GPU does in a slice's time, in one workgroup and in all of them. */
const minWork = {
  hardware: { group: 1e8, all: 2e9 },
  software: { group: 5e7, all: 1e8 },
};

/** Sizes slices by the time that the last one took. */
export class StepBudget {
  /** Steps of the next slice. */
  steps: number;

  /**
   * @param work Multiply-adds of one step in one workgroup, and how many workgroups there are.
   * @param software Whether the adapter computes on the CPU.
   */
  constructor(work: { step: number; groups: number }, { software }: { software: boolean }) {
    const { group, all } = minWork[software ? "software" : "hardware"];
    const most = Math.min(group / work.step, all / (work.step * work.groups));
    this.steps = Math.max(1, Math.floor(most));
  }

  /** Takes note that `steps` took so many milliseconds. */
  took(milliseconds: number, steps: number): void {
    const factor = Math.min(fastestGrowth, wanted / Math.max(milliseconds, 1));
    this.steps = Math.max(1, Math.floor(steps * factor));
  }
}
