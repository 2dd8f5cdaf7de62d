/**
 * WGSL that evaluates a block of points in registers, each thread some points of its own.
 *
 * Outputs of a layer are computed one by one, for all points of the thread together. Those of the last
 * hidden layer are not kept at all, but added to the network's outputs right away. Those of others lie
 * in arrays of the module, not of a function: these a CPU would set to zero for each block anew.
 */

import type { PaddedLayer, PaddedLayout } from "./layout.ts";
import { lines, range } from "./codegen.ts";

/** All layers but the last. */
export const hiddenOf = ({ layers }: PaddedLayout) => layers.slice(0, -1);
/** The last layer. */
export const lastOf = ({ layers }: PaddedLayout) => layers[layers.length - 1];

/** Inputs of a layer, as WGSL: input `k` of the thread's four points number `v`. */
type Inputs = (k: number, v: number) => string;

/**
 * `fn evaluate_block(kind: u32, block: Block, thread: u32)`.
 *
 * @param vectors Of four points each, that a thread takes at once.
 */
export function registerCode(layout: PaddedLayout, vectors: number): string {
  const hidden = hiddenOf(layout);
  const last = lastOf(layout);
  const each = overVectors(vectors);
  const kept = hidden.slice(0, -1).flatMap(({ outputs }, index) =>
    each((v) => `var<private> hidden${index}_${v}: array<vec4f, ${outputs}>;`)
  );
  const sums = range(last.outputs).flatMap((o) =>
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
${kept.join("\n")}
fn evaluate_block(kind: u32, block: Block, thread: u32) {
  ${lines([...inputCode(layout.layers[0], each), ...sums])}
${layers.join("\n")}
  ${lines(each((v) => range(4).map((lane) => storeCode(last, v, lane)).join("\n  ")))}
}
`;
}

/** A hidden layer: output after output, `store` making use of each as `h0`, `h1`, … */
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

/** A row of weights, and a term for each of them and each vector of points. */
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

/** The thread's points lie a workgroup apart; those beyond the block are its last once more. */
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

/** One component, and not a vector of which one is taken: on a CPU that is a quarter of the loads. */
const biasOf = ({ biasAt }: PaddedLayer, output: string) =>
  `parameters[${biasAt}u + ${output} / 4u][${output} % 4u]`;
const weightOf = ({ weightAt, inputVectors }: PaddedLayer, output: string, input: string) =>
  `parameters[${weightAt}u + ${output} * ${inputVectors}u + ${input} / 4u][${input} % 4u]`;

type Each = (line: (v: number) => string) => string[];
const overVectors = (vectors: number): Each => (line) => range(vectors).map(line);
