/** Each experiment as a command of its own on TensorFlow.js and WebGPU, compared with the CPU. */

import { assert, assertEquals } from "@std/assert";
import type { ExperimentRecord } from "../../scripts/cli/experiment.ts";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { gpuTest } from "../gpu/adapter.ts";
import { assertClose } from "../oracle.ts";
import { finite, jsonOf } from "./tasks.ts";

const quick = ["--samples", "60", "--epochs", "2", "--batch-size", "16"];
/** The flags of each experiment, and its number of runs. */
const experiments: Readonly<Record<string, readonly [flags: string[], runs: number]>> = {
  activations: [[...quick, "--animate", "--frames", "2"], 3],
  initialization: [quick, 3],
  depth: [quick, 7],
  optimizers: [quick, 6],
  gradcheck: [[], 0],
};

/** The tolerances of `tests/scripts/reference_test.ts`, and of WebGPU's curves. */
const tolerances = { tfjs: 1e-5, webgpu: 1e-4 };

async function assertSameOn(device: keyof typeof tolerances, name: string): Promise<void> {
  const [flags, count] = experiments[name];
  await withFolder(async (folder) => {
    const [expected, found] = await Promise.all(
      ["cpu", device].map((each) =>
        jsonOf<ExperimentRecord>(name, `${folder}/${each}`, [...flags, "--device", each])
      ),
    );
    assertEquals([found.experiment, found.device.kind], [name, device]);
    assertEquals([found.runs.length, expected.runs.length], [count, count]);
    for (const [index, run] of found.runs.entries()) {
      const { name, status, trainLoss, testLoss } = expected.runs[index];
      assertEquals([run.name, run.status], [name, status]);
      for (const [own, other] of [[run.trainLoss, trainLoss], [run.testLoss, testLoss]]) {
        assertClose(finite(own), finite(other), tolerances[device], name);
      }
    }
    if (name === "gradcheck") {
      assert(found.checks && found.checks.length > 100);
      assert(found.checks.every(({ passed }) => passed));
    }
    const files = namesIn(`${folder}/${device}`);
    assertEquals(files, namesIn(`${folder}/cpu`));
    const figures = files.filter((file) => file.endsWith(".svg"));
    const inFolder = (path: string) => path.replace(/^.*(cpu|tfjs|webgpu)\//, "");
    assertEquals(found.figures.map(inFolder), expected.figures.map(inFolder));
    for (const figure of figures) {
      assert(!/NaN|undefined/.test(Deno.readTextFileSync(`${folder}/${device}/${figure}`)), figure);
    }
  });
}

for (const name of Object.keys(experiments)) {
  const title = (device: string) =>
    `deno task ${name} --device ${device} computes what the CPU does`;
  Deno.test(title("tfjs"), () => assertSameOn("tfjs", name));
  gpuTest(title("webgpu"), () => assertSameOn("webgpu", name));
}
