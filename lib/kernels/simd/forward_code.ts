/** WebAssembly code of the forward pass of a network, layer by layer. */

import { type Activation, activationRecords } from "../../models/activations.ts";
import { layersOf } from "../../models/layout.ts";
import { type Code, get, i32, set } from "../../wasm/assembler.ts";
import { activateCode } from "./activation_code.ts";
import { callWith, type Functions, plus } from "./functions.ts";
import { productCode } from "./product_code.ts";
import { inWorkspace } from "./workspace.ts";

const bytes = 4;
const lanes = 4;

/** A network, where its layers are, and the module that computes it. */
export interface ForwardCode {
  readonly shape: { readonly sizes: readonly number[]; readonly activation: Activation };
  /** Offsets in the workspace, in bytes; the outputs of a layer may replace its pre-activations. */
  readonly layout: {
    readonly rowStride: number;
    readonly layers: readonly { preActivations: number; outputs: number }[];
  };
  readonly functions: Functions;
}

/** The locals with the address of the parameters and the number of vectors, and the inputs' address. */
export interface ForwardLocals {
  readonly parameters: number;
  readonly vectors: number;
  readonly inputs: Code;
}

/** The number of vectors that hold `rows` rows. */
export const vectorsOf = (rows: number, vectors: number): Code => [
  [plus(rows, lanes - 1), i32.constant(2), i32.shiftRight, set(vectors)],
];

/** Computes all layers. The last one has no activation. */
export function forward({ shape, layout, functions }: ForwardCode, at: ForwardLocals): Code {
  const { rowStride } = layout;
  const record = activationRecords[shape.activation].vector;
  return layersOf(shape.sizes).map(({ inputs, outputs, weight, bias }, index) => {
    const product = functions.indexOf(`product ${inputs} ${outputs}`, () =>
      productCode({
        units: outputs,
        inner: inputs,
        unitStride: inputs * bytes,
        innerStride: bytes,
        bias: (bias - weight) * bytes,
        rowStride,
      }));
    const own = layout.layers[index];
    const x = index === 0 ? at.inputs : inWorkspace(layout.layers[index - 1].outputs);
    const vectors = get(at.vectors);
    const to = inWorkspace(own.preActivations);
    return [
      callWith(product, plus(at.parameters, weight * bytes), x, to, vectors),
      index === layout.layers.length - 1 ? [] : callWith(
        functions.indexOf(
          `activate ${outputs}`,
          () =>
            activateCode(record, { units: outputs, rowStride }, own.outputs - own.preActivations),
        ),
        to,
        vectors,
      ),
    ];
  });
}
