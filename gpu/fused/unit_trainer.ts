/**
 * Training with one thread per hidden unit: a workgroup of 32 threads trains a network with one hidden
 * layer. A thread keeps the parameters and the optimizer state of up to two units in registers, so that
 * workgroup memory holds only what threads exchange, and as many networks as possible are on the GPU.
 */

import { stateVectorsOf } from "../kernels/optimizers.ts";
import { needsPreActivations } from "../kernels/activations.ts";
import { range } from "../codegen.ts";
import { maxLoopIterations } from "../loop_limits.ts";
import type { AdapterLimits } from "./adapter_limits.ts";
import { divergedMark, type Trainer, type TrainingShape } from "./training_shape.ts";
import { groups, unitCode } from "./unit_code.ts";
import {
  lanes,
  networkVectors,
  runningAt,
  type UnitShape,
  vectorAt,
} from "./unit_parameters_code.ts";

/** The maximum loop iterations of a thread in a block: two loops over groups, and those of the loss. */
const loopsOfBlock = 2 * groups + 4;
const maxInputs = 8;
const maxOutputs = 4;
const maxUnitsPerThread = 2;
/** The inputs and outputs of a thread's units up to which the code of a block is unrolled. */
const maxUnrolled = 8;

/** Returns the trainer, or null unless a network has one small hidden layer, and few inputs and outputs. */
export function unitTrainer(shape: TrainingShape, adapter: AdapterLimits): Trainer | null {
  const { sizes, batchSize, epoch } = shape;
  if (sizes.length !== 3) return null;
  const [inputs, hidden, outputs] = sizes;
  const units = Math.ceil(hidden / lanes);
  if (inputs > maxInputs || outputs > maxOutputs || units > maxUnitsPerThread) return null;
  const parts: UnitShape = {
    ...{ inputs, hidden, outputs, units },
    vectors: Math.ceil((inputs + 1 + outputs) / 4),
    states: stateVectorsOf(shape.steps),
    readsPreActivations: needsPreActivations(shape.activations),
    isUnrolled: shape.activations.length === 1 && units * (inputs + outputs) <= maxUnrolled,
  };
  const perStep = Math.ceil(batchSize / lanes) + Math.ceil(epoch.tests / lanes) + 1;
  const maxSteps = Math.floor(maxLoopIterations(adapter) / (loopsOfBlock * perStep));
  if (maxSteps < 1) return null;
  return {
    code: unitCode(shape, parts),
    threads: lanes,
    stateVectors: runningAt(parts) + lanes,
    maxSteps,
    ...packing(parts),
  };
}

/** Functions that copy a network to its part of `state`, and back. */
function packing(parts: UnitShape): Pick<Trainer, "pack" | "unpack"> {
  const places = placesOf(parts);
  const { length } = places;
  const stride = 4 * networkVectors(parts);
  return {
    pack({ diverged, parameters, optimizerState }, state, at) {
      for (let index = 0; index < length; index++) state[at + places[index]] = parameters[index];
      for (let from = 0, to = at + stride; from < optimizerState.length; from += length) {
        for (let index = 0; index < length; index++) {
          state[to + places[index]] = optimizerState[from + index];
        }
        to += stride;
      }
      if (diverged) state[at + 4 * runningAt(parts) + 3] = divergedMark;
    },
    unpack(state, at, { parameters, optimizerState }) {
      for (let index = 0; index < length; index++) parameters[index] = state[at + places[index]];
      for (let to = 0, from = at + stride; to < optimizerState.length; to += length) {
        for (let index = 0; index < length; index++) {
          optimizerState[to + index] = state[from + places[index]];
        }
        from += stride;
      }
    },
  };
}

/** The place in `state` of each parameter, in the layout of `layersOf`. */
function placesOf(parts: UnitShape): Uint32Array {
  const { inputs, hidden, outputs } = parts;
  const at = (unit: number, slot: number) => 4 * vectorAt(parts, unit, slot >> 2) + slot % 4;
  const units = range(hidden);
  return Uint32Array.from([
    ...units.flatMap((unit) => range(inputs).map((k) => at(unit, k))),
    ...units.map((unit) => at(unit, inputs)),
    ...range(outputs).flatMap((k) => units.map((unit) => at(unit, inputs + 1 + k))),
    ...range(outputs).map((k) => 4 * (networkVectors(parts) - 1) + k),
  ]);
}
