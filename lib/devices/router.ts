/** A device that leaves some trainings to another, which does them faster. */

import type { Device, TrainingPlan } from "./device.ts";

/** What to leave to the other device, and whom to tell. */
export interface Other {
  /** Whether a training is the other's. */
  isFaster: (plan: TrainingPlan) => boolean;
  /** Opens it, at the first such training; null where that does not work. */
  open: () => Promise<Device | null>;
  /** Told in one line what is done where, and why. */
  onChoice?: (message: string) => void;
}

/** A device that works on `usual`, except for trainings that another is faster at. */
export function withRouter(usual: Device, { isFaster, open, onChoice }: Other): Device {
  let opened: Promise<Device | null> | undefined;

  async function deviceFor(plan: TrainingPlan): Promise<Device> {
    if (!isFaster(plan)) return usual;
    const other = await (opened ??= open().catch(() => null));
    // Of the usual kind it is once it has failed and given way.
    if (!other || other.kind === usual.kind) return usual;
    onChoice?.(
      `Training ${plan.members.length} networks of ${plan.sizes.join("-")} on ${other.name}: ` +
        `${other.reason}.`,
    );
    return other;
  }

  return {
    ...usual,
    start: async (plan, state, watch) => await (await deviceFor(plan)).start(plan, state, watch),
    async [Symbol.asyncDispose]() {
      try {
        await (await opened)?.[Symbol.asyncDispose]();
      } finally {
        await usual[Symbol.asyncDispose]();
      }
    },
  };
}
