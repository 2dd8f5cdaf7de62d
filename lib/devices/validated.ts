/** Checks the arguments and the state of a device before it computes. */

import { checkCount } from "../check.ts";
import { checkOptions } from "../check_shape.ts";
import { checkAdvance, checkPlan, checkSignal, checkState } from "./checks.ts";
import { checkGrid, checkModels, checkOperands, checkPoints } from "./check_evaluation.ts";
import { withDescriptionOf } from "./description.ts";
import type { Device, Session, TrainingPlan, TrainingWatch } from "./device.ts";

/**
 * Returns a device that checks the arguments of its methods, and rejects calls after its disposal, also
 * those that are pending then. Its sessions do the same, and reject a call while another one is pending.
 *
 * @param inner The device that computes, without checks of its own.
 */
export function validated(inner: Device): Device {
  const life = createLife();
  const sessions = new Set<Session>();

  async function use<Result>(action: string, check: () => void, work: () => Promise<Result>) {
    life.checkInUse(action);
    check();
    return await life.during(action, work);
  }

  return withDescriptionOf(() => inner, {
    start: (plan, state, watch = {}) =>
      use("start the training", () => {
        checkPlan(plan);
        if (state !== undefined) checkState(plan, state);
        checkWatch("start the training", watch);
      }, async () => {
        const started = await inner.start(plan, state, life.heeding(watch));
        const onClose = () => sessions.delete(session);
        const session = validatedSession(started, { plan, life, onClose });
        sessions.add(session);
        return session;
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
      }, () => inner.predictGrid(models, grid, life.heeding(watch))),
    matmul: (operands, shape) =>
      use(
        "multiply",
        () => checkOperands("multiply", operands, shape),
        () => inner.matmul(operands, shape),
      ),
    async [Symbol.asyncDispose]() {
      if (life.isOver) return;
      await life.end();
      await Promise.all([...sessions].map((session) => session.close()));
      await inner[Symbol.asyncDispose]();
    },
  });
}

/** The time in which a device can be used, and what is under way on it. */
interface Life {
  /** Whether the device has been disposed of. */
  readonly isOver: boolean;
  /** Throws if it has been disposed of. */
  checkInUse(action: string): void;
  /** Does a piece of work, which fails if the device is disposed of before its end. */
  during<Result>(action: string, work: () => Promise<Result>): Promise<Result>;
  /** Options whose signal is aborted at the end too. */
  heeding<Options extends Pick<TrainingWatch, "signal">>(options: Options): Options;
  /** Aborts what is under way, and waits for it. */
  end(): Promise<void>;
}

function createLife(): Life {
  const ending = new AbortController();
  const running = new Set<Promise<unknown>>();

  function checkInUse(action: string): void {
    if (!ending.signal.aborted) return;
    throw new Error(`Cannot ${action} as the device has been disposed of`);
  }

  return {
    get isOver() {
      return ending.signal.aborted;
    },
    checkInUse,
    async during(action, work) {
      const mine = work();
      running.add(mine);
      try {
        const result = await mine;
        checkInUse(action);
        return result;
      } catch (error) {
        if (error === ending.signal.reason) checkInUse(action);
        throw error;
      } finally {
        running.delete(mine);
      }
    },
    heeding(options) {
      const { signal } = options;
      const both = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal;
      return { ...options, signal: both };
    },
    async end() {
      ending.abort();
      await Promise.allSettled(running);
    },
  };
}

function checkWatch(action: string, watch: Pick<TrainingWatch, "signal">): void {
  checkSignal(action, checkOptions(action, watch, ["signal"]).signal);
}

/** Returns a session that checks its arguments, and that no other call is pending. */
function validatedSession(
  inner: Session,
  { plan, life, onClose }: { plan: TrainingPlan; life: Life; onClose: () => void },
): Session {
  let pending: Promise<unknown> | undefined;
  let closed = false;

  async function use<Result>(action: string, work: () => Promise<Result>): Promise<Result> {
    life.checkInUse(action);
    if (closed) throw new Error(`Cannot ${action} as the session has been closed`);
    if (pending) throw new Error(`Cannot ${action} as another call of the session is pending`);
    const mine = life.during(action, work);
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
        return await inner.advance(epochs, life.heeding(options));
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
