/**
 * The WebAssembly module of a network: one forward and backward pass over rows of a batch.
 *
 * The functions of layers of equal sizes are shared; addresses are their arguments.
 */

import { activationRecords, type Activations, activationsOf } from "../../models/activations.ts";
import { type Layer, layersOf } from "../../models/layout.ts";
import { bytes, type Code, get, Locals } from "../../wasm/assembler.ts";
import { encodeModule } from "../../wasm/module.ts";
import type { Loss } from "../losses.ts";
import { backwardCode, readsPreActivations } from "./activation_code.ts";
import { epochsCode } from "./epochs_code.ts";
import { forward, type ForwardCode, type ForwardLocals, vectorsOf } from "./forward_code.ts";
import { callWith, Functions, plus } from "./functions.ts";
import { transformCode, type Transforms } from "./gradient_code.ts";
import { hiddenCode, hiddenName, narrowUnits } from "./hidden_code.ts";
import { gatherCode, trainCode } from "./train_code.ts";
import { weightGradientCode } from "./weight_gradient_code.ts";
import { inWorkspace, layoutOf, type PassLayout } from "./workspace.ts";
import { lossCode } from "./loss_code.ts";
import { stepCode } from "./optimizer_code.ts";
import { type RuleName } from "./optimizer_factors.ts";
import { shuffleCode } from "./shuffle_code.ts";
import { type FunctionCode, productCode } from "./product_code.ts";

/** What a module is for. */
export interface PassShape {
  readonly sizes: readonly number[];
  /** The most rows of one pass, a multiple of four. */
  readonly rows: number;
  readonly activation: Activations;
  readonly loss: Loss;
  /** The optimizer's code; without it the module does not train. */
  readonly rule?: RuleName;
  /** What is done to the gradients before a step. */
  readonly transforms?: Transforms;
  /** Whether the pre-activations and the deltas of all layers are in their buffers after a pass. */
  readonly keepsLayers?: boolean;
}

/** The name of a module: modules of the same name are the same. */
export const passName = ({ sizes, rows, activation, loss, rule, transforms }: PassShape) =>
  `${sizes} ${rows} ${activation} ${loss} ${rule} ${JSON.stringify(transforms)}`;

/**
 * Encodes the module of a network, with these exports besides the functions of its layers:
 *
 * - `pass(parameters, inputs, targets, rows, total)` adds to the gradients and to the batch's score those
 *   of `rows` rows, of a batch of `total` rows, at these addresses.
 * - `score(parameters, inputs, targets, rows)` adds the scores of rows to the batch's score.
 * - `train`, `shuffle` and `epochs`, with an optimizer: see `trainCode`, `shuffleCode`, `epochsCode`.
 */
export function encodePass(shape: PassShape): Uint8Array<ArrayBuffer> {
  const functions = new Functions();
  const layout = layoutOf(shape);
  const network: NetworkCode = { shape, layout, functions };
  const pass = functions.indexOf("pass", () => passCode(network));
  const score = functions.indexOf("score", () => {
    const [parameters, inputs, targets, rows] = [0, 1, 2, 3];
    const locals = new Locals(4);
    const at = { parameters, inputs: get(inputs), vectors: locals.add("i32") };
    const body: Code = [
      [vectorsOf(rows, at.vectors), forward(kept(network), at)],
      scored(network, { targets, rows }),
    ];
    return { locals, body };
  });
  const { rule } = shape;
  if (rule) {
    const gather = functions.indexOf("gather", () => gatherCode(shape, layout));
    const step = functions.indexOf("step", () => stepCode(rule));
    const own = { ...shape, rule };
    const { sizes, transforms } = shape;
    const transform = transforms &&
      functions.indexOf("transform", () => transformCode({ sizes, transforms }));
    const calls = { gather, pass, step, transform };
    const train = functions.indexOf("train", () => trainCode(own, layout, calls));
    const shuffle = functions.indexOf("shuffle", shuffleCode);
    functions.indexOf("epochs", () => epochsCode(own, layout, { shuffle, train, score }));
  }
  return encodeModule(functions.all);
}

/** The network whose activations replace the pre-activations that nothing reads. */
function kept({ shape, layout, functions }: NetworkCode): ForwardCode {
  const activations = activationsOf(shape.activation, layout.layers.length - 1);
  const layers = layout.layers.map((layer, index) => {
    const own = activationRecords[activations[index]]?.vector;
    const isRead = !own || shape.keepsLayers || readsPreActivations(own);
    return isRead ? layer : { ...layer, preActivations: layer.outputs };
  });
  return { shape, layout: { ...layout, layers }, functions };
}

/** `run(parameters, inputs, targets, rows, total)`: see `encodePass`. */
export function passCode(network: NetworkCode): FunctionCode {
  const [parameters, inputs, targets, rows, total] = [0, 1, 2, 3, 4];
  const locals = new Locals(5);
  const at = { parameters, inputs: get(inputs), vectors: locals.add("i32") };
  const body: Code = [
    [vectorsOf(rows, at.vectors), forward(kept(network), at)],
    scored(network, { targets, rows, total }),
    backward(network, at),
  ];
  return { locals, body };
}

/** Scores rows, and writes the gradient of the outputs if the rows of the whole batch are given. */
function scored(
  { shape: { sizes, loss }, layout, functions }: NetworkCode,
  { targets, rows, total }: { targets: number; rows: number; total?: number },
): Code {
  const width = sizes[sizes.length - 1];
  const { rowStride, layers, batchScore } = layout;
  const last = layers[layers.length - 1];
  const gradient = total !== undefined;
  const code = functions.indexOf(
    gradient ? "loss and gradient" : "loss",
    () => lossCode({ loss, width, rowStride }, gradient),
  );
  return callWith(
    code,
    inWorkspace(last.preActivations),
    get(targets),
    inWorkspace(last.delta),
    get(rows),
    get(total ?? rows),
    inWorkspace(batchScore),
  );
}

/** A network, where its buffers are, and the module that trains it. */
export interface NetworkCode extends ForwardCode {
  readonly shape: PassShape;
  readonly layout: PassLayout;
}

/** Where the backward pass of a layer reads and writes. */
interface BackwardLayer {
  readonly layer: Layer;
  readonly index: number;
  /** Undefined for the last layer. */
  readonly next: Layer | undefined;
  /** The layer's inputs. */
  readonly x: Code;
}

function backward(network: NetworkCode, at: ForwardLocals): Code {
  const { shape, layout } = network;
  return layersOf(shape.sizes).map((layer, index, all) => {
    const x = index === 0 ? at.inputs : inWorkspace(layout.layers[index - 1].outputs);
    const own = { layer, index, next: all[index + 1] as Layer | undefined, x };
    return [deltaCode(network, own, at), gradientsCode(network, own, at)];
  }).reverse();
}

/** Whether the gradients of a layer's weights and inputs are computed with the deltas of the layer before. */
const isTaken = ({ outputs }: Layer, index: number) => index > 0 && outputs <= narrowUnits;

/** Whether the gradients of a layer's weights are computed with its own deltas. */
const takesInputs = ({ sizes }: PassShape, layer: Layer, index: number) =>
  index < sizes.length - 2 && layer.inputs <= narrowUnits && !isTaken(layer, index);

/** The gradients of a layer's biases, its deltas, and what is computed with them. */
function deltaCode(
  { shape, layout, functions }: NetworkCode,
  { layer, index, next, x }: BackwardLayer,
  at: ForwardLocals,
): Code {
  const { inputs, outputs: units, weight, bias } = layer;
  const { rowStride, gradients, layers } = layout;
  const { preActivations } = layers[index];
  const own = inWorkspace(preActivations);
  const biasGradients = inWorkspace(gradients + bias * bytes);
  const vectors = get(at.vectors);
  const name = next && activationsOf(shape.activation, layers.length - 1)[index];
  const activation = name ? activationRecords[name].vector : null;
  const fromNext = next !== undefined && isTaken(next, index + 1);
  const toInputs = takesInputs(shape, layer, index);
  if (!activation || !next || !fromNext && !toInputs) {
    const code = () => backwardCode(activation, { units, rowStride });
    const derivative = functions.indexOf(`backward ${name} ${units}`, code);
    return callWith(derivative, own, biasGradients, vectors);
  }
  const hidden = {
    ...{ units, rowStride, inputs: toInputs ? inputs : 0, next: fromNext ? next.outputs : 0 },
    stores: shape.keepsLayers === true || index > 0 || !toInputs,
  };
  return callWith(
    functions.indexOf(hiddenName(name!, hidden), () => hiddenCode(activation, hidden)),
    ...[own, x, inWorkspace(gradients + weight * bytes), biasGradients],
    inWorkspace(layers[index + 1].delta),
    plus(at.parameters, next.weight * bytes),
    inWorkspace(gradients + next.weight * bytes),
    vectors,
  );
}

/** The gradients of a layer's weights and inputs, where they are not computed with deltas. */
function gradientsCode(
  { shape, layout, functions }: NetworkCode,
  { layer, index, x }: BackwardLayer,
  at: ForwardLocals,
): Code {
  const { inputs, outputs, weight } = layer;
  const { rowStride, gradients, layers } = layout;
  if (isTaken(layer, index)) return [];
  const delta = inWorkspace(layers[index].delta);
  const vectors = get(at.vectors);
  const weightGradient = () =>
    callWith(
      functions.indexOf(
        `weight gradient ${inputs} ${outputs}`,
        () => weightGradientCode({ inputs, outputs, rowStride }),
      ),
      ...[delta, x, inWorkspace(gradients + weight * bytes), vectors],
    );
  const inputGradient = () => {
    const product = { unitStride: bytes, innerStride: inputs * bytes, bias: null, rowStride };
    return callWith(
      functions.indexOf(
        `input gradient ${inputs} ${outputs}`,
        () => productCode({ units: inputs, inner: outputs, ...product }),
      ),
      plus(at.parameters, weight * bytes),
      ...[delta, inWorkspace(layers[index - 1].delta), vectors],
    );
  };
  return [
    takesInputs(shape, layer, index) ? [] : weightGradient(),
    index === 0 ? [] : inputGradient(),
  ];
}
