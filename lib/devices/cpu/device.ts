/** The CPU device: the lab's own kernels, in WebAssembly where that is there. */

import { float32 } from "../../kernels/floats.ts";
import type { Network } from "../../kernels/network.ts";
import { createNetwork } from "../../kernels/plain_network.ts";
import { canGenerate, createSimdNetwork } from "../../kernels/simd/network.ts";
import {
  defaultWorkers,
  usualStartTime,
  WorkerCrew,
  type WorkerOptions,
} from "../../kernels/simd/pool.ts";
import type { Device } from "../device.ts";
import { validated } from "../validated.ts";
import { createPlainEvaluation, createSimdEvaluation, type Evaluation } from "./evaluate.ts";
import { Kept } from "./kept.ts";
import {
  createPlainMultiplication,
  createSimdMultiplication,
  type Multiplication,
} from "./multiply.ts";
import { startSession } from "./session.ts";

/**
 * Opens the CPU device.
 *
 * @param reason Why it was taken, in one line.
 * @param options `workers`: the number of threads that compute, at most: this one and workers. `startTime`:
 * the milliseconds that a worker takes to start, 0 to start them for any work.
 * @returns The device; dispose of it after use.
 */
export function openCpuDevice(
  reason: string,
  { workers = defaultWorkers(), startTime = usualStartTime() }: {
    workers?: number;
    startTime?: number;
  } = {},
): Device {
  const crew = new WorkerCrew(workers);
  const implementation = chooseImplementation({ crew, startTime });
  const networks = new Kept<Network>();
  return validated({
    kind: "cpu",
    name: implementation.name,
    software: true,
    reason,
    workers,
    // deno-lint-ignore require-await -- What it throws becomes a rejection.
    async start(plan, state) {
      const { sizes, batchSize } = plan;
      const { thing: network, release } = networks.take(
        `${sizes} ${batchSize}`,
        () => implementation.of(sizes).create(sizes, batchSize),
      );
      try {
        return startSession(network, plan, {
          state,
          workers: { crew, startTime },
          onClose: release,
        });
      } catch (error) {
        release();
        throw error;
      }
    },
    predict: (models, inputs) =>
      implementation.of(models[0].sizes).evaluation.predict(models, inputs),
    predictGrid: (models, grid, { signal } = {}) =>
      implementation.of(models[0].sizes).evaluation.grid(models, grid, signal),
    matmul: (operands, shape) => implementation.multiplication.multiply(operands, shape),
    [Symbol.asyncDispose]() {
      networks.clear();
      implementation.clear();
      crew.end();
      return Promise.resolve();
    },
  });
}

/** What computes networks. */
interface Computations {
  create(sizes: readonly number[], batchSize: number): Network;
  readonly evaluation: Evaluation;
}

/** What a device computes with. */
interface Implementation {
  readonly name: string;
  /** What computes networks of these sizes. */
  of(sizes: readonly number[]): Computations;
  readonly multiplication: Multiplication;
  /** Frees what is kept. */
  clear(): void;
}

/** Generated code where WebAssembly is there (`--jitless` takes it away), the plain kernels elsewhere. */
function chooseImplementation(workers: WorkerOptions): Implementation {
  const plain: Computations = {
    create: (sizes) => createNetwork(float32, sizes),
    evaluation: createPlainEvaluation(),
  };
  if (typeof WebAssembly !== "object") {
    return {
      name: "plain kernels, as WebAssembly is off",
      of: () => plain,
      multiplication: createPlainMultiplication(),
      clear: () => plain.evaluation.clear(),
    };
  }
  const simd: Computations = {
    create: createSimdNetwork,
    evaluation: createSimdEvaluation(workers),
  };
  const multiplication = createSimdMultiplication(workers);
  return {
    name: "WebAssembly SIMD kernels",
    of: (sizes) => canGenerate(sizes) ? simd : plain,
    multiplication,
    clear: () => [plain.evaluation, simd.evaluation, multiplication].forEach((one) => one.clear()),
  };
}
