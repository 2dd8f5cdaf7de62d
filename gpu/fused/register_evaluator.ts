/**
 * Evaluation in registers: each thread computes all layers for some points, and shares only the
 * parameters with its workgroup.
 *
 * For each output of a layer a thread reads a row of weights, and multiplies it with the inputs of all
 * its points, which are in variables or at constant indices. This matters on a CPU, where eight threads
 * are the lanes of a vector. A variable or constant index is read as one vector, but a computed index as
 * eight scalars. A weight therefore costs eight reads, and is used for as many points as possible.
 */

import { lines, range } from "../codegen.ts";
import { type AdapterLimits, threadsFor } from "./adapter_limits.ts";
import { type PaddedLayer, type PaddedLayout, parameterBytes } from "./layout.ts";
import type { Evaluator } from "./tiled_evaluator.ts";

/** Multiply-adds per second on two cores, by the number of vectors of four points per thread. */
const speeds = { 1: 9e9, 2: 15e9 } as const;
const vectorChoices = [1, 2] as const;
/** The maximum number of outputs of a network: each has separate code that stores it for each point. */
const maxOutputs = 16;
/** The maximum number of multiply-adds in the code: the time to compile grows with its square. */
const maxCode = 1200;
/** Seconds to compile, per squared multiply-add; a fifth, because the device and Mesa cache kernels. */
const compilation = 2.4e-6 / 5;

/**
 * Returns the evaluator, or null if another one is better: on hardware, whose threads have too few
 * registers, for too much code to compile, or for too many parameters for workgroup memory.
 *
 * @param points The number of points to evaluate.
 * @param memory The bytes of workgroup memory.
 */
export function registerEvaluator(
  layout: PaddedLayout,
  { points, memory, ...adapter }: AdapterLimits & {
    readonly points: number;
    readonly memory: number;
  },
): Evaluator | null {
  if (!adapter.software || parameterBytes(layout) > memory) return null;
  if (lastOf(layout).outputs > maxOutputs) return null;
  const choices = vectorChoices.filter((vectors) => codeLength(layout, vectors) <= maxCode);
  if (choices.length === 0) return null;
  const work = points *
    layout.layers.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  const cost = (vectors: typeof vectorChoices[number]) =>
    compilation * codeLength(layout, vectors) ** 2 + work / speeds[vectors];
  const vectors = choices.reduce((best, choice) => cost(choice) < cost(best) ? choice : best);
  const threads = threadsFor(1, adapter);
  return {
    code: registerCode(layout, vectors),
    rows: 4 * vectors * threads,
    threads,
    iterations: hiddenOf(layout).reduce((sum, { outputs }) => sum + outputs + 1, 1),
    bytes: 0,
  };
}

/**
 * The length of the code in multiply-adds; those inside a loop count once. The code that reads one input
 * of the network is as long as three of them.
 */
function codeLength(layout: PaddedLayout, vectors: number): number {
  const hidden = hiddenOf(layout);
  const { inputs, outputs } = lastOf(layout);
  const fetching = 3 * layout.layers[0].inputs;
  const rows = hidden.reduce((sum, { inputs }) => sum + inputs, 0);
  return 4 * vectors * (fetching + (hidden.length > 0 ? rows + outputs : inputs * outputs));
}

/** All layers except the last. */
const hiddenOf = ({ layers }: PaddedLayout) => layers.slice(0, -1);
/** The last layer. */
const lastOf = ({ layers }: PaddedLayout) => layers[layers.length - 1];

/** WGSL of a layer's inputs: input `k` of the thread's vector `v` of four points. */
type Inputs = (k: number, v: number) => string;

/**
 * Generates `fn evaluate_block(kind: u32, block: Block, thread: u32)`.
 *
 * @param vectors The number of vectors of four points that a thread evaluates together.
 */
function registerCode(layout: PaddedLayout, vectors: number): string {
  const hidden = hiddenOf(layout);
  const last = lastOf(layout);
  const each = overVectors(vectors);
  const hiddenArrays = hidden.slice(0, -1).flatMap(({ outputs }, index) =>
    each((v) => `var<private> hidden${index}_${v}: array<vec4f, ${outputs}>;`)
  );
  const outputs = range(last.outputs).flatMap((o) =>
    each((v) => `var output${o}_${v} = vec4f(${biasOf(last, `${o}`)});`)
  );
  const inputsOf = (index: number): Inputs => (k, v) =>
    index === 0 ? `input${k}_${v}` : `hidden${index - 1}_${v}[${k}]`;
  const layers = hidden.map((layer, index) => {
    const store = index < hidden.length - 1
      ? each((v) => `hidden${index}_${v}[j] = h${v};`)
      : range(last.outputs).flatMap((o) => [
        `let weight${o} = ${weightOf(last, `${o}`, "j")};`,
        ...each((v) => `output${o}_${v} += h${v} * weight${o};`),
      ]);
    return hiddenCode(layer, { each, inputs: inputsOf(index), store });
  });
  if (hidden.length === 0) layers.push(directCode(last, { each, inputs: inputsOf(0) }));
  return `
${hiddenArrays.join("\n")}
fn evaluate_block(kind: u32, block: Block, thread: u32) {
  ${lines([...inputCode(layout.layers[0], each), ...outputs])}
${layers.join("\n")}
  ${lines(each((v) => range(4).map((lane) => storeCode(last, v, lane)).join("\n  ")))}
}
`;
}

/** A hidden layer: a loop over its outputs; the code `store` uses each output as `h0`, `h1`, … */
function hiddenCode(
  layer: PaddedLayer,
  { each, inputs, store }: { each: Each; inputs: Inputs; store: readonly string[] },
): string {
  return `  for (var j = 0u; j < ${layer.outputs}u; j++) {
    let bias = ${biasOf(layer, "j")};
    ${lines(each((v) => `var z${v} = vec4f(bias);`))}
    ${
    lines(
      rowCode(layer, {
        row: "j",
        each,
        term: (k, v, weight) => `z${v} += ${inputs(k, v)} * ${weight};`,
      }),
    )
  }
    ${lines(each((v) => `let h${v} = activate(kind, z${v});`))}
    ${lines(store)}
  }`;
}

/** The outputs of a network without hidden layers. */
function directCode(layer: PaddedLayer, { each, inputs }: { each: Each; inputs: Inputs }): string {
  return range(layer.outputs).map((o) =>
    `  {
    ${
      lines(rowCode(layer, {
        row: `${o}u`,
        each,
        term: (k, v, weight) => `output${o}_${v} += ${inputs(k, v)} * ${weight};`,
      }))
    }
  }`
  ).join("\n");
}

/** A row of weights, and a product for each weight and each vector of points. */
function rowCode(
  { weightAt, inputs, inputVectors }: PaddedLayer,
  { row, each, term }: {
    row: string;
    each: Each;
    term: (k: number, v: number, weight: string) => string;
  },
): string[] {
  return range(inputVectors).flatMap((q) => [
    `let w${q} = parameters[${weightAt + q}u + ${row} * ${inputVectors}u];`,
    ...range(Math.min(4, inputs - 4 * q)).flatMap((lane) =>
      each((v) => term(4 * q + lane, v, `w${q}.${"xyzw"[lane]}`))
    ),
  ]);
}

/** A thread's points are a workgroup apart; points beyond the block repeat its last one. */
function inputCode({ inputs, inputVectors }: PaddedLayer, each: Each): string[] {
  const points = each((v) =>
    range(4).flatMap((lane) => [
      `let row${v}_${lane} = thread + ${4 * v + lane}u * threads;`,
      `let point${v}_${lane} = block.first + min(row${v}_${lane}, block.count - 1u);`,
      ...range(inputVectors).map((q) =>
        `let read${v}_${lane}_${q} = input_vector(point${v}_${lane}, ${q}u);`
      ),
    ]).join("\n  ")
  );
  const gathered = range(inputs).flatMap((k) =>
    each((v) => {
      const lanes = range(4).map((lane) => `read${v}_${lane}_${k >> 2}.${"xyzw"[k % 4]}`);
      return `let input${k}_${v} = vec4f(${lanes.join(", ")});`;
    })
  );
  return [...points, ...gathered];
}

function storeCode({ outputs }: PaddedLayer, v: number, lane: number): string {
  const stores = range(outputs).map((o) =>
    `outputs[at${v}_${lane} + ${o}u] = output${o}_${v}.${"xyzw"[lane]};`
  );
  return `let at${v}_${lane} = block.outputs_at + row${v}_${lane} * output_width;
  if (row${v}_${lane} < block.count) { ${stores.join(" ")} }`;
}

/** Reads one component instead of a vector of four: on a CPU that takes a quarter of the loads. */
const biasOf = ({ biasAt }: PaddedLayer, output: string) =>
  `parameters[${biasAt}u + ${output} / 4u][${output} % 4u]`;
const weightOf = ({ weightAt, inputVectors }: PaddedLayer, output: string, input: string) =>
  `parameters[${weightAt}u + ${output} * ${inputVectors}u + ${input} / 4u][${input} % 4u]`;

type Each = (line: (v: number) => string) => string[];
const overVectors = (vectors: number): Each => (line) => range(vectors).map(line);
