/** Draws of the first models of a training: what equal networks share is computed once. */

import { arrayBlocks } from "../array_blocks.ts";
import { type DataDescription, descriptionOf } from "../data_description.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { headOf } from "../kernels/losses.ts";
import { type ParameterDraw, parameterDraw } from "../models/initializers.ts";
import { parameterCount } from "../models/layout.ts";
import { classesOf, type Mlp } from "../models/mlp.ts";
import { Generator, seedGenerator } from "../random/torch.ts";
import type { NetworkSettings } from "./spec.ts";

/** A model before training, and the generator from which its orders are drawn next. */
interface DrawnModel {
  readonly model: Mlp;
  /** The training's generator, or one for all networks with a seed: it is valid until the next draw. */
  readonly generator: Generator;
}

/** What equal networks share: the model without its parameters, and the draw of these. */
interface Kind {
  readonly network: NetworkSettings;
  readonly rest: Omit<Mlp, "parameters">;
  readonly count: number;
  readonly draw: ParameterDraw;
}

/** Creates a function that draws the next network's model. */
export function createDrawing(
  { generator, data }: { readonly generator: Generator; readonly data: Dataset },
): (network: NetworkSettings) => DrawnModel {
  const seeded = new Generator(0);
  const allocate = arrayBlocks(Float32Array);
  const kindOf = createKinds(data);

  function generatorOf(seed: number | undefined): Generator {
    if (seed === undefined) return generator;
    seedGenerator(seeded, seed);
    return seeded;
  }

  return (network) => {
    const own = generatorOf(network.seed);
    if (network.model) {
      const head = headOf(network.loss);
      const description = descriptionFor(data, { sizes: network.sizes, head });
      return { model: { ...network.model, head, ...description }, generator: own };
    }
    const { rest, count, draw } = kindOf(network);
    const parameters = allocate(count);
    draw(own, parameters);
    return { model: { ...rest, parameters }, generator: own };
  };
}

function createKinds(data: Dataset): (network: NetworkSettings) => Kind {
  const kinds = new Map<string, Kind>();
  let last: Kind | undefined;
  return (network) => {
    if (last && isSameKind(last.network, network)) return last;
    const { sizes, activation, initializer = "torch", loss } = network;
    const key = JSON.stringify([sizes, activation, initializer, loss]);
    const head = headOf(loss);
    last = kinds.get(key) ?? {
      network,
      rest: { sizes: [...sizes], activation, head, ...descriptionFor(data, { sizes, head }) },
      count: parameterCount(sizes),
      draw: parameterDraw(sizes, initializer),
    };
    kinds.set(key, last);
    return last;
  };
}

/** Whether two networks are certainly of one kind: lists of activations are compared by identity alone. */
const isSameKind = (one: NetworkSettings, other: NetworkSettings) =>
  haveSameSizes(one, other) && one.activation === other.activation &&
  one.initializer === other.initializer && one.loss === other.loss;

/** Whether two networks have the same sizes. */
export function haveSameSizes(
  { sizes: one }: { readonly sizes: readonly number[] },
  { sizes: other }: { readonly sizes: readonly number[] },
): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}

/** The description of the data, with names for all classes of a network: it may have more outputs. */
function descriptionFor(data: Dataset, network: Pick<Mlp, "sizes" | "head">): DataDescription {
  const { targetNames, classNames, ...description } = descriptionOf(data);
  if (data.task === "regression") return { targetNames, ...description };
  if (classNames === undefined) return description;
  const classes = classesOf(network);
  const more = Array.from({ length: classes }, (_, label) => classNames[label] ?? `class ${label}`);
  return { ...description, classNames: more };
}
