/** Structs that TypeScript packs, compared with the declarations of the shaders that wgsl_reflect reads. */

import { assert, assertEquals } from "@std/assert";
// The package's main file is not a module.
// @ts-types="npm:wgsl_reflect@1.6.0"
import {
  type MemberInfo,
  ResourceType,
  type StructInfo,
  WgslReflect,
} from "npm:wgsl_reflect@1.6.0/wgsl_reflect.module.js";
import { evaluationWords } from "../../../gpu/fused/evaluate.ts";
import { evaluationKernel } from "../../../gpu/fused/evaluation_kernel.ts";
import { distinctOf, memberWords, sliceWords } from "../../../gpu/fused/training_data.ts";
import { trainingKernel } from "../../../gpu/fused/training_kernel.ts";
import { shapeOf } from "../../../gpu/fused/training_shape.ts";
import type { Kernel } from "../../../gpu/kernel.ts";
import {
  gatherKernel,
  gatherUniform,
  optimizeKernel,
  optimizeUniform,
  stepBytes,
  stepWords,
} from "../../../gpu/kernels/step.ts";
import { largeTiling, matmulUniform, tilings } from "../../../gpu/kernels/matmul.ts";
import { createMatmulKernel } from "../../../gpu/kernels/matmul_code.ts";
import { noCorrections } from "../../../gpu/kernels/corrections.ts";
import { optimizerWords, stepKinds, writeOptimizer } from "../../../gpu/kernels/optimizers.ts";
import { scoreAt, scoreBytes, scoreKernel, scoreUniform } from "../../../gpu/kernels/score.ts";
import { adam, sgd } from "../../../lib/kernels/create_optimizer.ts";
import { lossNames } from "../../../lib/kernels/losses.ts";
import { activationNames } from "../../../lib/models/activations.ts";
import { memberOf, planOf } from "../../devices/plans.ts";
import { activationKernel } from "./activation_kernels.ts";

const adapters = [true, false].map((software) => ({
  software,
  limits: { maxComputeWorkgroupStorageSize: 32_768, maxComputeInvocationsPerWorkgroup: 256 },
}));

const plan = planOf([
  memberOf(1, {}, { optimizer: adam({ learningRate: 0.25, beta1: 0.5, beta2: 0.75 }) }),
  memberOf(2, {}, { activation: "mish", optimizer: sgd({ momentum: 0.5, nesterov: true }) }),
], { batchSize: 5 });

/** All kernels of the device, one for each way to generate it. */
const kernels: readonly Kernel[] = [
  ...adapters.flatMap((adapter) => [
    ...[{}, { members: 1e6, epochs: 1e6 }].map((ensemble) =>
      trainingKernel({ ...shapeOf(plan), ...ensemble }, adapter)!.kernel
    ),
    ...(["grid", "points"] as const).flatMap((source) =>
      [[2, 8, 2], [2, 2], [2, 90, 70, 2]].map((sizes) =>
        evaluationKernel({ sizes, activations: ["gelu", "tanh"], source, points: 100 }, adapter)!
          .kernel
      )
    ),
  ]),
  ...[...tilings, largeTiling].flatMap((tiling) =>
    ([
      { kind: "product" },
      { kind: "rowSums" },
      { kind: "activation", activations: activationNames },
      { kind: "derivative", activations: activationNames },
    ] as const).map((finish) => createMatmulKernel(tiling, { finish }))
  ),
  ...lossNames.map(scoreKernel),
  gatherKernel,
  optimizeKernel(stepKinds),
  activationKernel(activationNames),
];

/**
 * A kernel's declarations. The bodies of functions are removed, as the package does not know all operators.
 */
function reflect({ code }: Kernel): WgslReflect {
  let depth = 0;
  let inFunction = false;
  let declarations = "";
  for (const token of code.split(/(\bfn\b|[{}])/)) {
    if (depth === 0 && token === "fn") inFunction = true;
    if (token === "}") depth--;
    if (depth === 0 || !inFunction) declarations += token;
    if (token === "{") depth++;
    if (token === "}" && depth === 0) inFunction = false;
  }
  return new WgslReflect(declarations);
}

function structOf(kernel: Kernel, name: string): StructInfo {
  const struct = reflect(kernel).structs.find((struct) => struct.name === name);
  assert(struct, `${kernel.name} has no struct ${name}`);
  return struct;
}

/** The value at a member's offset, of its declared type. */
function valueAt(words: Uint32Array, { offset, type }: MemberInfo): number | number[] {
  const floats = new Float32Array(words.buffer, words.byteOffset, words.length);
  if (type.name === "u32") return words[offset / 4];
  if (type.name === "f32") return floats[offset / 4];
  assertEquals(type.name, "vec2f");
  return [...floats.subarray(offset / 4, offset / 4 + 2)];
}

/** Asserts that each member of a struct has its value, and that nothing else is packed. */
function assertPacked(
  struct: StructInfo,
  words: Uint32Array,
  expected: Record<string, number | number[]>,
): void {
  const { name, members } = struct;
  assertEquals(members.map((member) => member.name), Object.keys(expected), name);
  // The end of a buffer may be padding.
  const last = members[members.length - 1];
  assert(words.byteLength >= last.offset + last.size, `${name}: ${words.byteLength} bytes packed`);
  assert(words.byteLength <= struct.size, `${name}: ${words.byteLength} of ${struct.size} bytes`);
  for (const member of members) {
    assertEquals(valueAt(words, member), expected[member.name], `${name}.${member.name}`);
  }
}

Deno.test("bindings of kernels are those that they declare", () => {
  const names = new Set<string>();
  for (const kernel of kernels) {
    names.add(kernel.name);
    const declared = reflect(kernel).getBindGroups()[0];
    const uses = Object.values(kernel.bindings);
    assertEquals(declared.length, uses.length, kernel.name);
    for (const [binding, use] of uses.entries()) {
      const { access, resourceType } = declared[binding];
      const declaredUse = resourceType === ResourceType.Uniform ? "uniform" : access;
      const expected = use === "write" ? "read_write" : use;
      assertEquals(declaredUse, expected, `${kernel.name}, ${binding}`);
    }
  }
  assert(names.size > 20, [...names].join("\n"));
});

Deno.test("structs of fused trainings are packed as they are declared", () => {
  const slice = { first: 15, last: 25, firstEpoch: 3, epochs: 2 };
  const words = sliceWords(plan, { slice, steps: { first: 16, last: 24 }, stepsPerEpoch: 5 });
  for (const adapter of adapters) {
    const { kernel } = trainingKernel(shapeOf(plan), adapter)!;
    assertPacked(structOf(kernel, "Slice"), words, {
      members: 2,
      first: 16,
      last: 24,
      first_epoch: 3,
      epochs: 2,
      steps_per_epoch: 5,
      samples: 22,
      batch: 5,
      tests: 9,
      first_test: 22,
      base: 15,
      corrected: 10,
    });
    const member = structOf(kernel, "Member");
    const members = memberWords(plan.members, distinctOf(plan.members));
    assertEquals(members.byteLength, 2 * member.size);
    const second = members.subarray(member.size / 4);
    const [activation, order, optimizer] = member.members;
    assertEquals(
      [activation, order, optimizer].map(({ name }) => name),
      ["activation", "order", "optimizer"],
    );
    assertEquals(valueAt(second, activation), activationNames.indexOf("mish"));
    assertEquals(valueAt(second, order), 1);
    assertPacked(optimizer.type as StructInfo, second.subarray(optimizer.offset / 4), {
      kind: 1,
      corrections: noCorrections,
      learning_rate: Math.fround(0.01),
      weight_decay: 0,
      decay_factor: 1,
      beta1: 0.5,
      beta2: 0,
      epsilon: 0,
      one_minus_beta1: 0.5,
      one_minus_beta2: 1,
      nesterov: 1,
    });
  }
});

Deno.test("the struct of evaluations is packed as it is declared", () => {
  const numbers = { models: 2, first: 3, count: 4, perGroup: 7, groups: 8 };
  const shape = { sizes: [2, 8, 2], activations: ["relu"], points: 100 } as const;
  for (const adapter of adapters) {
    const onGrid = evaluationKernel({ ...shape, source: "grid" }, adapter)!.kernel;
    const grid = { x: [-1, 2], y: [-3, 4], size: [5, 6] } as const;
    const counts = { models: 2, first: 3, count: 4, columns: 5, rows: 6 };
    const groups = { blocks_per_group: 7, groups_per_model: 8 };
    assertPacked(structOf(onGrid, "Evaluation"), evaluationWords({ grid }, numbers), {
      ...counts,
      ...groups,
      minimum: [-1, -3],
      maximum: [2, 4],
    });
    const atPoints = evaluationKernel({ ...shape, source: "points" }, adapter)!.kernel;
    const inputs = new Float32Array(2);
    assertPacked(structOf(atPoints, "Evaluation"), evaluationWords({ inputs }, numbers), {
      ...counts,
      first: 0,
      columns: 1,
      rows: 1,
      ...groups,
      minimum: [0, 0],
      maximum: [0, 0],
    });
  }
});

Deno.test("structs of the general kernels are packed as they are declared", () => {
  const product = {
    ...{ rows: 1, inner: 2, columns: 3, batch: 4 },
    a: { offset: 5, row: 6, inner: 7, batch: 8 },
    b: { offset: 9, inner: 10, column: 11, batch: 12 },
    c: { offset: 13, batch: 14 },
    bias: { offset: 15, batch: 16 },
  };
  assertPacked(structOf(createMatmulKernel(tilings[0]), "Product"), matmulUniform(product), {
    ...{ rows: 1, inner: 2, columns: 3, batch: 4 },
    ...{ a_offset: 5, a_row: 6, a_inner: 7, a_batch: 8 },
    ...{ b_offset: 9, b_inner: 10, b_column: 11, b_batch: 12 },
    ...{ c_offset: 13, c_batch: 14, bias_offset: 15, bias_batch: 16, has_bias: 1 },
  });
  const scored = {
    ...{ members: 1, rows: 2, width: 3, outputStride: 4, targetAt: 5, targetRow: 6 },
    ...{ targetStride: 7, meanOver: 8.5 },
  };
  for (const loss of lossNames) {
    const kernel = scoreKernel(loss);
    assertPacked(structOf(kernel, "Batch"), scoreUniform(scored), {
      ...{ members: 1, rows: 2, width: 3, output_stride: 4, target_at: 5, target_row: 6 },
      ...{ target_stride: 7, mean_over: 8.5 },
    });
    const score = structOf(kernel, "Score");
    assertEquals(score.size, scoreBytes);
    assertEquals(score.members.map(({ name }) => name), ["loss", "correct", "not_finite"]);
    assertEquals(scoreAt(Float32Array.of(0, 0, 0, 1, 2, 0), 1), { lossSum: 1, correct: 2 });
  }
  assertPacked(
    structOf(gatherKernel, "Batch"),
    gatherUniform({ members: 1, rows: 2, width: 3, stride: 4 }),
    { members: 1, rows: 2, width: 3, stride: 4 },
  );
  const optimize = optimizeKernel(stepKinds);
  assertPacked(
    structOf(optimize, "Parameters"),
    optimizeUniform({ members: 1, quads: 2 }),
    { members: 1, quads: 2 },
  );
  const step = stepWords([{ orderAt: 1, scoreAt: 2, correctionAt: 3, epoch: 4 }]);
  for (const kernel of [scoreKernel("crossEntropy"), gatherKernel, optimize]) {
    const struct = structOf(kernel, "Step");
    assertEquals(struct.size, stepBytes);
    assertPacked(struct, step, { order_at: 1, score_at: 2, correction_at: 3, epoch: 4 });
  }
  const settings = adam({ learningRate: 0.25, beta1: 0.5, beta2: 0.75, weightDecay: 0.125 });
  const words = new Uint32Array(optimizerWords);
  writeOptimizer(settings, 6, { words, floats: new Float32Array(words.buffer) });
  assertPacked(structOf(optimize, "Optimizer"), words, {
    ...{ kind: 4, corrections: 6, learning_rate: 0.25, weight_decay: 0.125, decay_factor: 1 },
    ...{ beta1: 0.5, beta2: 0.75, epsilon: Math.fround(1e-8) },
    ...{ one_minus_beta1: 0.5, one_minus_beta2: 0.25, nesterov: 0 },
  });
});
