/** What every device does before it computes: checks its arguments, and that it is still in use. */

import { checkChoice, checkCount } from "../check.ts";
import { activationNames } from "../models/activations.ts";
import {
  checkBatch,
  checkGrid,
  checkLength,
  checkModels,
  checkOperands,
  checkPlan,
  checkPoints,
} from "./checks.ts";
import type { Device } from "./device.ts";

/**
 * A device whose methods check what they are handed, and fail once it has been disposed of.
 *
 * @param inner What computes; it may take its arguments on trust.
 */
export function validated(inner: Device): Device {
  let disposed = false;

  async function use<Result>(action: string, check: () => void, work: () => Promise<Result>) {
    if (disposed) throw new Error(`Cannot ${action} as the device has been disposed of`);
    check();
    return await work();
  }

  return {
    // Read anew each time, as a device that is lost may be replaced by another.
    get kind() {
      return inner.kind;
    },
    get name() {
      return inner.name;
    },
    get software() {
      return inner.software;
    },
    get reason() {
      return inner.reason;
    },
    train: (plan, watch = {}) =>
      use("train", () => checkPlan(plan), () => inner.train(plan, watch)),
    predict: (models, inputs) =>
      use("predict", () => {
        checkModels("predict", models);
        checkPoints("predict", models[0], inputs);
      }, () => inner.predict(models, inputs)),
    predictGrid: (models, grid, watch) =>
      use("predict the grid", () => {
        checkModels("predict the grid", models);
        checkGrid("predict the grid", models[0], grid);
      }, () => inner.predictGrid(models, grid, watch)),
    gradients: (model, batch) =>
      use("compute gradients", () => {
        checkModels("compute gradients", [model]);
        checkBatch("compute gradients", batch, model.sizes);
      }, () => inner.gradients(model, batch)),
    matmul: (operands, shape) =>
      use(
        "multiply",
        () => checkOperands("multiply", operands, shape),
        () => inner.matmul(operands, shape),
      ),
    activate: (activation, x) =>
      use("activate", () => {
        checkChoice("activate", "activation", activation, activationNames);
        checkCount("activate", "the length of x", x.length);
      }, () => inner.activate(activation, x)),
    activateBackward: (activation, { x, upstream }) =>
      use("activate backward", () => {
        checkChoice("activate backward", "activation", activation, activationNames);
        checkCount("activate backward", "the length of x", x.length);
        checkLength("activate backward", "upstream", upstream, x.length);
      }, () => inner.activateBackward(activation, { x, upstream })),
    async [Symbol.asyncDispose]() {
      if (disposed) return;
      disposed = true;
      await inner[Symbol.asyncDispose]();
    },
  };
}
