/** The CPU device: the lab's own kernels, in WebAssembly where that is there. */

import { float32 } from "../../kernels/floats.ts";
import { createNetwork, type Network } from "../../kernels/network.ts";
import { createSimdNetwork } from "../../kernels/simd/network.ts";
import { WorkerCrew } from "../../kernels/simd/pool.ts";
import { parameterCount } from "../../models/layout.ts";
import type { Mlp } from "../../models/mlp.ts";
import { gridBlocks, outputsInBlocks, pointBlocks } from "../blocks.ts";
import type { Device } from "../device.ts";
import { validated } from "../validated.ts";
import { multiply } from "./multiply.ts";
import { startSession } from "./session.ts";

/** Networks kept with their memories while they are not in use. */
const keptNetworks = 8;
/** Layers that code is generated for: engines limit the size of a function. */
const maxGenerated = 4000;
/** Points evaluated between two pauses: these at most, fewer where a network is wide. */
const maxPointsAtOnce = 16_384;
/** Multiplications between two pauses, so that Ctrl-C is seen well within a second. */
const productsAtOnce = 5e8;

/**
 * Opens the CPU device.
 *
 * @param reason Why it was taken, in one line.
 * @param options `workers`: the number of workers that train ensembles, at most; `startTime`: the
 * milliseconds that one takes to start.
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
  const { create, name } = chooseNetworks();
  const networks = new NetworkPool(create);
  const outputsAt = ({ sizes, parameters, activation }: Mlp, inputs: Float32Array) => {
    const outputs = new Float32Array(inputs.length / sizes[0] * sizes[sizes.length - 1]);
    const { network, release } = networks.take(sizes);
    network.predict(parameters, { inputs, outputs, activation });
    release();
    return outputs;
  };
  return validated({
    kind: "cpu",
    name,
    software: true,
    reason,
    // deno-lint-ignore require-await -- What it throws becomes a rejection.
    async start(plan, state) {
      const { network, release } = networks.take(plan.sizes, plan.batchSize);
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
    predict(models, inputs) {
      const [{ sizes }] = models;
      const blocks = pointBlocks(inputs, sizes[0], pointsAtOnce(sizes));
      return outputsInBlocks(models, blocks, outputsAt);
    },
    predictGrid(models, grid, { signal } = {}) {
      const blocks = gridBlocks(grid, pointsAtOnce(models[0].sizes));
      return outputsInBlocks(models, blocks, outputsAt, signal);
    },
    // deno-lint-ignore require-await -- What it throws becomes a rejection.
    matmul: async (operands, shape) => multiply(operands, shape),
    [Symbol.asyncDispose]() {
      networks.clear();
      crew.end();
      return Promise.resolve();
    },
  });
}

/** A worker for each processor, where there are workers. */
function defaultWorkers(): number {
  return typeof Worker === "function" ? navigator.hardwareConcurrency : 1;
}

/** Milliseconds that a worker takes to start: inside another one of Deno a second. */
function usualStartTime(): number {
  const { WorkerGlobalScope: scope } = globalThis as { WorkerGlobalScope?: new () => unknown };
  return scope !== undefined && globalThis instanceof scope ? 1000 : 25;
}

type CreateNetwork = (sizes: readonly number[], batchSize?: number) => Network;

/** Generated code where WebAssembly is there (`--jitless` takes it away), the plain kernels elsewhere. */
function chooseNetworks(): { create: CreateNetwork; name: string } {
  return typeof WebAssembly === "object"
    ? {
      create: (sizes, batchSize) =>
        sizes.length > maxGenerated ? createPlain(sizes) : createSimdNetwork(sizes, batchSize),
      name: "WebAssembly SIMD kernels",
    }
    : { create: createPlain, name: "plain kernels, as WebAssembly is off" };
}

const createPlain: CreateNetwork = (sizes) => createNetwork(float32, sizes);

/** Networks that are in use by one caller at a time, and the last few that are not in use. */
class NetworkPool {
  readonly #idle: { key: string; network: Network }[] = [];
  #cleared = false;

  constructor(readonly create: CreateNetwork) {}

  take(sizes: readonly number[], batchSize?: number): { network: Network; release(): void } {
    const key = `${sizes} ${batchSize}`;
    const at = this.#idle.findIndex((one) => one.key === key);
    const network = at < 0 ? this.create(sizes, batchSize) : this.#idle.splice(at, 1)[0].network;
    const release = () => {
      if (!network.release() || this.#cleared) return;
      this.#idle.push({ key, network });
      if (this.#idle.length > keptNetworks) this.#idle.shift();
    };
    return { network, release };
  }

  clear(): void {
    this.#cleared = true;
    this.#idle.length = 0;
  }
}

/** How many points networks of `sizes` are evaluated at between two pauses. */
function pointsAtOnce(sizes: readonly number[]): number {
  const points = Math.ceil(productsAtOnce / parameterCount(sizes));
  return Math.min(maxPointsAtOnce, points);
}
