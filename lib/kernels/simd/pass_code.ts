/**
 * The WebAssembly module of a network: one forward and backward pass over rows of a batch.
 *
 * The functions of layers of equal sizes are shared; addresses are their arguments.
 */

import { activationRecords, type Activations, activationsOf } from "../../models/activations.ts";
import { layersOf } from "../../models/layout.ts";
import { bytes, type Code, get, Locals } from "../../wasm/assembler.ts";
import { encodeModule } from "../../wasm/module.ts";
import type { Loss } from "../losses.ts";
import { backwardCode } from "./activation_code.ts";
import { epochsCode } from "./epochs_code.ts";
import { forward, type ForwardCode, type ForwardLocals, vectorsOf } from "./forward_code.ts";
import { callWith, Functions, plus } from "./functions.ts";
import { transformCode, type Transforms } from "./gradient_code.ts";
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
      [vectorsOf(rows, at.vectors), forward(network, at)],
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

/** `run(parameters, inputs, targets, rows, total)`: see `encodePass`. */
export function passCode(network: NetworkCode): FunctionCode {
  const [parameters, inputs, targets, rows, total] = [0, 1, 2, 3, 4];
  const locals = new Locals(5);
  const at = { parameters, inputs: get(inputs), vectors: locals.add("i32") };
  const body: Code = [
    [vectorsOf(rows, at.vectors), forward(network, at)],
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

function backward({ shape, layout, functions }: NetworkCode, at: ForwardLocals): Code {
  const { rowStride, gradients } = layout;
  const last = layout.layers.length - 1;
  const activations = activationsOf(shape.activation, last);
  const vectors = get(at.vectors);
  return layersOf(shape.sizes).map(({ inputs, outputs, weight, bias }, index) => {
    const own = layout.layers[index];
    const x = index === 0 ? at.inputs : inWorkspace(layout.layers[index - 1].outputs);
    const delta = inWorkspace(own.delta);
    const derivative = functions.indexOf(
      `backward ${activations[index]} ${outputs}`,
      () =>
        backwardCode(index === last ? null : activationRecords[activations[index]].vector, {
          units: outputs,
          rowStride,
        }),
    );
    const weightGradient = functions.indexOf(
      `weight gradient ${inputs} ${outputs}`,
      () => weightGradientCode({ inputs, outputs, rowStride }),
    );
    const inputGradient = functions.indexOf(
      `input gradient ${inputs} ${outputs}`,
      () =>
        productCode({
          units: inputs,
          inner: outputs,
          unitStride: bytes,
          innerStride: inputs * bytes,
          bias: null,
          rowStride,
        }),
    );
    return [
      callWith(
        derivative,
        inWorkspace(own.preActivations),
        inWorkspace(gradients + bias * bytes),
        vectors,
      ),
      callWith(weightGradient, delta, x, inWorkspace(gradients + weight * bytes), vectors),
      index === 0 ? [] : callWith(
        inputGradient,
        plus(at.parameters, weight * bytes),
        delta,
        inWorkspace(layout.layers[index - 1].delta),
        vectors,
      ),
    ];
  }).reverse();
}
