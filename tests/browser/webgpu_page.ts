/**
 * The GPU's kernels held against PyTorch and float64, in a page: what Deno's compiler of WGSL lets
 * pass, a browser's may not, and its adapter is another's.
 *
 * Bundled and opened by check_webgpu.ts. On an adapter that computes on the CPU, kernels for hardware
 * are run as well.
 */

import { assert } from "@std/assert";
import { openGpu, openGpuDevice } from "../../gpu/device.ts";
import type { Gpu } from "../../gpu/gpu.ts";
import { gridPoints } from "../../lib/devices/blocks.ts";
import {
  activationNames,
  adam,
  compareGradients,
  createMlp,
  type Device,
  deviceGradients,
  float64Gradients,
  Generator,
  gradientAt,
  sgd,
} from "../../mod.ts";
import { memberOf, planOf, samplesOf } from "../devices/plans.ts";
import { trainOn } from "../gpu/fused/train_fused.ts";
import { trainLayered } from "../gpu/layered/train_layered.ts";
import { assertTrained, evaluateInFloat64, trainInFloat64 } from "../gpu/oracle.ts";
import { assertClose, noise, textbookMatmul } from "../oracle.ts";
import { alone, sectionNames } from "../training/reference_curves.ts";
import { assertSection, trainSection } from "../training/reference_training.ts";

const tolerance = 1e-4;

/** By name, what is checked; each throws where it finds fault. */
const checks: Readonly<Record<string, (device: Device, gpu: Gpu) => Promise<void>>> = {
  async "PyTorch's curves"(device) {
    for (const section of sectionNames) {
      const generator = new Generator(42);
      const runs = await trainSection(section, alone[section], { device, generator });
      assertSection(section, runs, { expected: alone[section], tolerance });
    }
  },
  async "networks of every activation and both losses"(_, gpu) {
    const sizes = [3, 9, 5];
    const members = activationNames.map((activation) => memberOf(1, { sizes }, { activation }));
    const others = [adam({ learningRate: 0.01 }), sgd({ learningRate: 0.1, momentum: 0.9 })]
      .map((optimizer) => memberOf(2, { sizes }, { optimizer }));
    for (const loss of ["crossEntropy", "meanSquaredError"] as const) {
      const plan = planOf([...members, ...others], { sizes, loss });
      assertTrained(await trainOn(gpu, plan), trainInFloat64(plan), tolerance);
    }
  },
  async "networks that diverge"(_, gpu) {
    const frame = { sizes: [2, 9, 2], epochs: 4 };
    const optimizer = sgd({ learningRate: 1e20 });
    const plan = planOf([memberOf(1, frame, { activation: "relu", optimizer })], frame);
    for (const results of [await trainOn(gpu, plan), await trainLayered(gpu, plan)]) {
      assert(results[0].divergedAtEpoch !== null);
    }
  },
  async "layered training"(_, gpu) {
    const sizes = [3, 70, 40, 5];
    const members = [
      memberOf(1, { sizes }, { optimizer: adam({ learningRate: 0.01 }), activation: "gelu" }),
      memberOf(2, { sizes }, { optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }) }),
    ];
    const plan = planOf(members, { sizes });
    assertTrained(await trainLayered(gpu, plan), trainInFloat64(plan), tolerance);
  },
  async "gradients of every activation"(device) {
    for (const activation of activationNames) {
      const model = createMlp([2, 8, 3], { activation, seed: 3 });
      const batch = { samples: samplesOf([2, 3], 30), loss: "crossEntropy" } as const;
      const gradients = [
        await gradientAt(deviceGradients(model, { device, ...batch })),
        await gradientAt(float64Gradients(model, batch)),
      ] as const;
      for (const { parameter, maxAbsoluteError } of compareGradients(model.sizes, gradients)) {
        assert(maxAbsoluteError < 1e-6, `${activation}, ${parameter}: off by ${maxAbsoluteError}`);
      }
    }
  },
  async "grids"(device) {
    const grid = { x: [-3, 2.5], y: [0.1, 9], size: [70, 50] } as const;
    const points = gridPoints(grid, [0, 50]);
    for (const sizes of [[2, 3], [2, 32, 2], [2, 20, 30, 3], [2, 700, 2]]) {
      const models = [createMlp(sizes, { activation: "tanh" })];
      const outputs = await device.predictGrid(models, grid);
      assertClose(outputs, evaluateInFloat64(models, points), 1e-5, `${sizes}`);
    }
  },
  async "products of the tilings of a GPU"(device) {
    // Tiles of 32, 64 and 128, on software and then on hardware.
    const some = [[5, 6, 7], [120, 71, 124], [254, 255, 256]];
    for (const [rows, inner, columns] of [...some, [920, 16, 922], [1816, 8, 1818]]) {
      const shape = { batch: 1, rows, inner, columns };
      const a = noise(rows * inner, { seed: 1 });
      const b = noise(inner * columns, { seed: 2 });
      const products = await device.matmul({ a, b }, shape);
      assertClose(products, textbookMatmul({ a, b }, shape), 1e-5, `${rows} x ${inner}`);
    }
  },
};

/** Runs all checks: gives the adapter's name, and a line for each that found fault. */
async function check(): Promise<{ adapter: string | null; faults: string[] }> {
  const gpu = await openGpu();
  if (!gpu) return { adapter: null, faults: [] };
  const faults: string[] = [];
  for (const software of new Set([gpu.software, false])) {
    const like = { ...gpu, software };
    const device = openGpuDevice(like, "for a check");
    for (const [name, run] of Object.entries(checks)) {
      try {
        await run(device, like);
      } catch (error) {
        faults.push(`${name}, kernels for ${software ? "software" : "hardware"}: ${error}`);
      }
    }
  }
  gpu.destroy();
  return { adapter: gpu.name, faults };
}

(globalThis as { found?: Promise<unknown> }).found = check();
