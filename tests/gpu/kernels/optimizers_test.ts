/** WGSL of optimizer steps: the state vectors of each kind. No adapter is needed. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  stateAt,
  stateVectorsOf,
  stepCode,
  stepKindOf,
  stepKinds,
  stepRules,
} from "../../../gpu/kernels/optimizers.ts";
import { optimizerStep } from "../../../gpu/wgsl.ts";
import { createOptimizer, optimizerNames } from "../../../lib/kernels/optimizer_names.ts";
import { stateVectorCount } from "../../../lib/kernels/optimizer_step.ts";

const state = stateAt((vector) => `memory[${vector}]`);

Deno.test("each kind of step has the same number of state vectors in kernels, in its WGSL function and on the CPU", () => {
  for (const name of optimizerNames) {
    const optimizer = createOptimizer(name);
    const kind = stepKindOf(optimizer);
    assertEquals(stateVectorsOf([kind]), stateVectorCount(optimizer), name);
    const { name: rule, stateVectors } = stepRules[kind];
    const [, parameters] = optimizerStep.match(new RegExp(`fn ${rule}\\(([^)]*)\\)`)) ?? [];
    assertEquals(parameters.split("ptr<function, vec4f>").length - 1, stateVectors, rule);
  }
});

Deno.test("a step reads, passes and writes all state vectors, for any number of them", () => {
  for (const count of [0, 1, 2, 3, 5]) {
    const rules = { ...stepRules, rmsprop: { name: "step_new", stateVectors: count } };
    for (const kinds of [["rmsprop"], ["descent", "rmsprop"]] as const) {
      const code = stepCode(kinds, state, { rules });
      const vectors = Array.from({ length: count }, (_, vector) => vector);
      const pointers = vectors.map((vector) => `, &state${vector}`).join("");
      assertStringIncludes(code, `next = step_new(own, parameter, gradient${pointers});`);
      for (const vector of vectors) {
        assertStringIncludes(code, `var state${vector} = memory[${vector}];`);
        assertStringIncludes(code, `memory[${vector}] = state${vector};`);
      }
      assertEquals(code.match(/var state/g)?.length ?? 0, count);
    }
  }
  assertEquals(stateVectorsOf(stepKinds), 2);
});
