/** WebAssembly code of the forward pass of a network, layer by layer. */

import {
  type Activation,
  activationRecords,
  type Activations,
  activationsOf,
} from "../../models/activations.ts";
import { layersOf } from "../../models/layout.ts";
import { bytes, type Code, flatten, get, i32, lanes, Locals, set } from "../../wasm/assembler.ts";
import { activateCode } from "./activation_code.ts";
import { callWith, type Functions, plus } from "./functions.ts";
import { productCode } from "./product_code.ts";
import { inWorkspace } from "./workspace.ts";

/** A network, where its layers are, and the module that computes it. */
export interface ForwardCode {
  readonly shape: { readonly sizes: readonly number[]; readonly activation: Activations };
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
export function forward(network: ForwardCode, at: ForwardLocals): Code {
  const { shape: { sizes, activation }, layout: { layers } } = network;
  const activations = activationsOf(activation, sizes.length - 2);
  return layersOf(sizes).map((layer, index) => {
    const x = index === 0 ? at.inputs : inWorkspace(layers[index - 1].outputs);
    // Undefined for the last layer.
    const own = { ...layers[index], activation: activations[index] as Activation | undefined };
    return layerCode(network, { layer, own, x, at });
  });
}

/** Code of an activation of so many bytes or fewer is part of the product that it is applied to. */
const shortCode = 64;

function layerCode(
  { layout: { rowStride }, functions }: ForwardCode,
  { layer: { inputs, outputs, weight, bias }, own, x, at }: {
    layer: ReturnType<typeof layersOf>[number];
    own: { preActivations: number; outputs: number; activation: Activation | undefined };
    x: Code;
    at: ForwardLocals;
  },
): Code {
  const { activation } = own;
  const vector = activation && activationRecords[activation].vector;
  const distance = own.outputs - own.preActivations;
  const fused = vector && flatten(vector.value(new Locals(1), 0)).length <= shortCode;
  const product = functions.indexOf(
    `product ${inputs} ${outputs} ${fused ? activation : ""}`,
    () =>
      productCode({
        ...{ units: outputs, inner: inputs, rowStride },
        unitStride: inputs * bytes,
        innerStride: bytes,
        bias: (bias - weight) * bytes,
        activation: fused ? vector.value : undefined,
        activatedAt: fused ? distance : 0,
      }),
  );
  const to = inWorkspace(own.preActivations);
  const vectors = get(at.vectors);
  const computed = callWith(product, plus(at.parameters, weight * bytes), x, to, vectors);
  if (!vector || fused) return computed;
  const activate = functions.indexOf(
    `activate ${activation} ${outputs}`,
    () => activateCode(vector, { units: outputs, rowStride }, distance),
  );
  return [computed, callWith(activate, to, vectors)];
}
