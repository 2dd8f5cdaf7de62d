/** Validation before a device computes: of its arguments, and that it has not been disposed of. */

import { checkCount } from "../check.ts";
import { checkOptions } from "../check_shape.ts";
import { checkAdvance, checkPlan, checkSignal, checkState } from "./checks.ts";
import { checkGrid, checkModels, checkOperands, checkPoints } from "./check_evaluation.ts";
import { withDescriptionOf } from "./description.ts";
import type { Device, Session, TrainingPlan, TrainingWatch } from "./device.ts";

/**
 * A device whose methods check what they are handed, and fail once it has been disposed of. So do its
 * sessions, which do one piece of work at a time.
 *
 * @param inner What computes; it may take its arguments on trust.
 */
export function validated(inner: Device): Device {
  let disposed = false;
  const sessions = new Set<Session>();

  function checkInUse(action: string): void {
    if (disposed) throw new Error(`Cannot ${action} as the device has been disposed of`);
  }

  async function use<Result>(action: string, check: () => void, work: () => Promise<Result>) {
    checkInUse(action);
    check();
    return await work();
  }

  return withDescriptionOf(() => inner, {
    start: (plan, state, watch = {}) =>
      use("start the training", () => {
        checkPlan(plan);
        if (state !== undefined) checkState(plan, state);
        checkWatch("start the training", watch);
      }, async () => {
        const session = await inner.start(plan, state, watch);
        sessions.add(session);
        return validatedSession(session, {
          plan,
          checkInUse,
          onClose: () => sessions.delete(session),
        });
      }),
    predict: (models, inputs) =>
      use("predict", () => {
        checkModels("predict", models);
        checkPoints("predict", models[0], inputs);
      }, () => inner.predict(models, inputs)),
    predictGrid: (models, grid, watch = {}) =>
      use("predict the grid", () => {
        checkModels("predict the grid", models);
        checkGrid("predict the grid", models[0], grid);
        checkWatch("predict the grid", watch);
      }, () => inner.predictGrid(models, grid, watch)),
    matmul: (operands, shape) =>
      use(
        "multiply",
        () => checkOperands("multiply", operands, shape),
        () => inner.matmul(operands, shape),
      ),
    async [Symbol.asyncDispose]() {
      if (disposed) return;
      disposed = true;
      await Promise.all([...sessions].map((session) => session.close()));
      await inner[Symbol.asyncDispose]();
    },
  });
}

function checkWatch(action: string, watch: Pick<TrainingWatch, "signal">): void {
  checkSignal(action, checkOptions(action, watch, ["signal"]).signal);
}

/** A session that checks what it is handed, and that nothing else is under way in it. */
function validatedSession(
  inner: Session,
  { plan, checkInUse, onClose }: {
    plan: TrainingPlan;
    checkInUse: (action: string) => void;
    onClose: () => void;
  },
): Session {
  let pending: Promise<unknown> | undefined;
  let closed = false;

  async function use<Result>(action: string, work: () => Promise<Result>): Promise<Result> {
    checkInUse(action);
    if (closed) throw new Error(`Cannot ${action} as the session has been closed`);
    if (pending) throw new Error(`Cannot ${action} as the session is still at work`);
    const mine = work();
    pending = mine;
    try {
      return await mine;
    } finally {
      pending = undefined;
    }
  }

  return {
    get epoch() {
      return inner.epoch;
    },
    advance: (epochs, options = {}) =>
      use("advance the training", async () => {
        const action = "advance the training";
        if (inner.epoch === plan.epochs) {
          throw new RangeError(`Cannot ${action} as all of its ${plan.epochs} epochs are trained`);
        }
        checkCount(action, "epochs", epochs, { minimum: 1, maximum: plan.epochs - inner.epoch });
        checkAdvance(action, options, plan.epochs);
        options.signal?.throwIfAborted();
        return await inner.advance(epochs, options);
      }),
    parameters: () => use("read the parameters", () => inner.parameters()),
    state: () => use("read the state", () => inner.state()),
    async close() {
      if (closed) return;
      closed = true;
      // What is under way may fail, of which its caller is told.
      await pending?.catch(() => {});
      onClose();
      await inner.close();
    },
  };
}
