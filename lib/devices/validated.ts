/** Checks the arguments and the state of a device before it computes. */

import { checkCount } from "../check.ts";
import { checkOptions } from "../check_shape.ts";
import { checkAdvance, checkPlan, checkSignal, checkState } from "./checks.ts";
import { checkGrid, checkModels, checkOperands, checkPoints } from "./check_evaluation.ts";
import { withDescriptionOf } from "./description.ts";
import type { Device, Session, TrainingPlan, TrainingWatch } from "./device.ts";

/**
 * Returns a device that checks the arguments of its methods, and rejects calls after its disposal. Its
 * sessions do the same, and reject a call while another one is pending.
 *
 * @param inner The device that computes, without checks of its own.
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

/** Returns a session that checks its arguments, and that no other call is pending. */
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
    if (pending) throw new Error(`Cannot ${action} as another call of the session is pending`);
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
          throw new RangeError(`Cannot ${action} as all of its ${plan.epochs} epochs are done`);
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
      // The caller of the pending method receives its error.
      await pending?.catch(() => {});
      onClose();
      await inner.close();
    },
  };
}
