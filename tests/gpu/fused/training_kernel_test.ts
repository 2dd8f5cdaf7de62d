/** The fused training kernel of a shape: which networks have one, and what is in workgroup memory. */

import { assert, assertEquals } from "@std/assert";
import { trainingKernel } from "../../../gpu/fused/training_kernel.ts";
import type { TrainingShape } from "../../../gpu/fused/training_shape.ts";

/** The limits that WebGPU reports on an NVIDIA H200, and those that it guarantees. */
const limits = {
  h200: { maxComputeWorkgroupStorageSize: 49152, maxComputeInvocationsPerWorkgroup: 1024 },
  least: { maxComputeWorkgroupStorageSize: 16384, maxComputeInvocationsPerWorkgroup: 256 },
};

/** Generates the kernel by tiles of one shape. */
function kernelOf(
  sizes: readonly number[],
  { software = false, on = "h200", batchSize = 64, ...changes }: Partial<TrainingShape> & {
    readonly software?: boolean;
    readonly on?: keyof typeof limits;
  } = {},
) {
  const shape: TrainingShape = {
    sizes,
    batchSize,
    loss: "crossEntropy",
    activations: ["relu"],
    steps: ["adam"],
    epoch: { samples: 420, steps: Math.ceil(420 / batchSize), tests: 180 },
    ...changes,
  };
  return trainingKernel(shape, { software, limits: limits[on] }, ["tiles"]);
}

/** The code of a kernel that must exist. */
function codeOf(...args: Parameters<typeof kernelOf>): string {
  const program = kernelOf(...args);
  assert(program, `no kernel of ${args[0].join("-")}`);
  return program.kernel.code;
}

/** The rows of a block, as the code declares them. */
const rowsOf = (code: string) => Number(/^const rows = (\d+)u;/m.exec(code)![1]);

/** The bytes of the variables in workgroup memory; WebGPU counts multiples of 16 of each. */
function workgroupBytes(code: string, threads: number): number {
  const rows = rowsOf(code);
  const counts: Record<string, number> = { rows, scorers: Math.min(threads, rows) };
  const sizes = { vec4f: 16, u32: 4 };
  const variables = code.matchAll(/var<workgroup> \w+: (?:array<(\w+), (\w+)>|u32);/g);
  return variables.reduce((sum, [, type = "u32", count = "1"]) => {
    const bytes = sizes[type as keyof typeof sizes] * (counts[count] ?? Number(count));
    return sum + 16 * Math.ceil(bytes / 16);
  }, 0);
}

Deno.test("a batch of 64 of 2-64-64-2 keeps its weights in 48 KiB of workgroup memory", () => {
  const code = codeOf([2, 64, 64, 2]);
  assertEquals(rowsOf(code), 32);
  assert(code.includes("var<workgroup> parameters: array<vec4f, 1185>"));
  assert(!code.includes("var<workgroup> optimizer_state"));
  assert(!code.includes("var<workgroup> running"));
});

Deno.test("blocks have 32 rows if two of them fit, and otherwise 64 if the weights then fit", () => {
  assertEquals(rowsOf(codeOf([2, 32, 32, 2])), 32);
  assertEquals(rowsOf(codeOf([2, 128, 2])), 32);
  assertEquals(rowsOf(codeOf([2, 32, 32, 32, 2])), 64);
  assertEquals(rowsOf(codeOf([2, 128, 128, 2])), 32);
});

Deno.test("64 rows are no reason to move activations or the network out of workgroup memory", () => {
  const spills = (code: string) => [...code.matchAll(/state\[state_at \+ \d+u \+ \(?row/g)].length;
  for (const on of ["h200", "least"] as const) {
    for (const sizes of [[2, 128, 4, 64, 2], [2, 8, 40, 2], [2, 16, 32, 32, 2]]) {
      const few = kernelOf(sizes, { on, batchSize: 32 });
      const many = kernelOf(sizes, { on, batchSize: 64 });
      const name = `${sizes.join("-")}, ${on}`;
      assertEquals(many === null, few === null, `${name}: kernel of 64 and of 32`);
      if (!few || !many) continue;
      assert(
        spills(many.kernel.code) <= spills(few.kernel.code),
        `${name}: activations in the buffer`,
      );
    }
  }
});

Deno.test("the rows and threads of a block do not depend on the other activations of an ensemble", () => {
  for (const on of ["h200", "least"] as const) {
    for (const sizes of [[2, 4, 4, 16, 2], [2, 32, 24, 2], [2, 20, 24, 24, 2]]) {
      const alone = kernelOf(sizes, { on, activations: ["relu"] });
      const together = kernelOf(sizes, { on, activations: ["relu", "mish"] });
      const of = (program: typeof alone) =>
        program && [rowsOf(program.kernel.code), program.threads];
      assertEquals(of(together), of(alone), `${sizes.join("-")}, ${on}`);
    }
  }
});

Deno.test("a smaller batch is one block, and so is every batch on a software adapter", () => {
  assertEquals(rowsOf(codeOf([2, 32, 32, 2], { batchSize: 17 })), 20);
  assertEquals(rowsOf(codeOf([2, 32, 32, 2], { batchSize: 420, software: true })), 420);
});

Deno.test("workgroup memory is enough for what the code declares in it", () => {
  const hidden = [[], [5], [64], [128], [33, 7], [64, 64], [96, 96], [128, 128], [32, 32, 32]];
  for (const on of ["h200", "least"] as const) {
    for (const batchSize of [1, 6, 32, 33, 64, 420]) {
      for (const widths of hidden) {
        for (const activations of [["relu"], ["mish", "relu"]] as const) {
          const sizes = [2, ...widths, 3];
          for (const software of [false, true]) {
            const program = kernelOf(sizes, { on, batchSize, activations, software });
            if (!program) continue;
            const bytes = workgroupBytes(program.kernel.code, program.threads);
            const limit = limits[on].maxComputeWorkgroupStorageSize;
            assert(bytes <= limit, `${sizes.join("-")}, ${batchSize}: ${bytes} of ${limit}`);
          }
        }
      }
    }
  }
});

Deno.test("networks too large for a workgroup have no kernel", () => {
  assertEquals(kernelOf([2, 4096, 2]), null);
  assertEquals(kernelOf([2, 8, 8, 8, 8, 2]), null);
  assert(kernelOf([2, 32, 2]));
});

Deno.test("batches of any length have a kernel on hardware, and on a CPU if their sums fit", () => {
  const ofRows = (batchSize: number, software: boolean) =>
    kernelOf([1, 2], { batchSize, software, epoch: { samples: batchSize, steps: 1, tests: 0 } });
  assert(ofRows(1e6, false));
  assert(ofRows(1000, true));
  assertEquals(ofRows(49152 / 4, true), null);
});
