/** An ensemble of networks of equal sizes on the GPU: its parameters, and buffers for a batch. */

import { type Activation, type Activations, activationsOf } from "../../lib/models/activations.ts";
import { type Layer, layersOf } from "../../lib/models/layout.ts";
import type { Arena } from "../arena.ts";
import { unique } from "../codegen.ts";
import type { Gpu } from "../gpu.ts";
import { activationNumber } from "../kernels/activations.ts";
import { padded, parameterStride, strideOf } from "./layout.ts";

/** The parts of a network that a pass uses. */
export interface Member {
  /** The parameters, in the layout of `layersOf`. */
  readonly parameters: Float32Array;
  readonly activation: Activations;
}

/** One layer with the buffers of its pre-activations and activations, `[members × stride]`. */
export interface Stage {
  readonly layer: Layer;
  readonly preActivations: GPUBuffer;
  /** The layer's activations; for the last layer, its pre-activations. */
  readonly outputs: GPUBuffer;
  /** The number of each member's activation in this layer. */
  readonly kinds: GPUBuffer;
}

/** Networks on the GPU. */
export interface Ensemble {
  readonly gpu: Gpu;
  readonly arena: Arena;
  readonly members: number;
  /** The activations that kernels are compiled for: at least those of the members. */
  readonly activations: readonly Activation[];
  /** `[members × stride]` */
  readonly parameters: GPUBuffer;
  /** The number of elements from one member's parameters to the next member's. */
  readonly stride: number;
  readonly stages: readonly Stage[];
}

/**
 * Uploads networks, and allocates buffers for batches of up to `rows` rows.
 *
 * @param activations The activations that kernels are compiled for: those of the members by default.
 */
export function createEnsemble(
  gpu: Gpu,
  arena: Arena,
  { sizes, members, rows, activations }: {
    sizes: readonly number[];
    members: readonly Member[];
    rows: number;
    activations?: readonly Activation[];
  },
): Ensemble {
  const count = members.length;
  const layers = layersOf(sizes);
  const hidden = layers.length - 1;
  const used = members.map(({ activation }) => activationsOf(activation, hidden));
  return {
    gpu,
    arena,
    members: count,
    activations: activations ?? unique(used.flat()),
    parameters: arena.upload("parameters", packed(sizes, members)),
    stride: parameterStride(sizes),
    stages: layers.map((layer, index) => {
      const bytes = 4 * count * strideOf(rows, layer.outputs);
      const preActivations = arena.allocate("pre-activations", bytes);
      const last = index === layers.length - 1;
      return {
        layer,
        preActivations,
        kinds: arena.upload("activation numbers", kindsOf(used, index)),
        outputs: last ? preActivations : arena.allocate("activations", bytes),
      };
    }),
  };
}

/** The numbers of the members' activations in a layer; the last one has none. */
function kindsOf(used: readonly (readonly Activation[])[], layer: number): Uint32Array {
  return Uint32Array.from(used, (own) => layer in own ? activationNumber(own[layer]) : 0);
}

function packed(sizes: readonly number[], members: readonly Member[]): Float32Array {
  const stride = parameterStride(sizes);
  const all = new Float32Array(members.length * stride);
  for (const [index, { parameters }] of members.entries()) all.set(parameters, index * stride);
  return all;
}

/** Each member's part of the data that was read back, without the padding between members. */
export function unpacked(bytes: ArrayBuffer, members: number, length: number): Float32Array[] {
  const stride = padded(length);
  return Array.from(
    { length: members },
    (_, index) => new Float32Array(bytes, 4 * index * stride, length).slice(),
  );
}
