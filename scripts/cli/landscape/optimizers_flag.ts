/** The flag of several optimizers with their learning rates: `sgd:0.05,adam:0.01`. */

import {
  createOptimizer,
  type Optimizer,
  type OptimizerName,
  optimizerNames,
} from "../../../mod.ts";
import { checkChoice, checkNumber, validationMessage } from "../../../lib/check.ts";
import type { Flag } from "../flags/flags.ts";

const ACTION = "read the flags";

/** An optimizer, and the name of its run. */
export interface NamedOptimizer {
  readonly name: string;
  readonly optimizer: Optimizer;
}

/** Optimizers; as text they can be read again. */
export class OptimizerList {
  /** @param entries Names with learning rates, all different */
  constructor(private readonly entries: readonly (readonly [OptimizerName, number])[]) {}

  /** The optimizers, named by what differs. */
  get named(): NamedOptimizer[] {
    return this.entries.map(([name, learningRate]) => {
      const isAlone = this.entries.filter(([other]) => other === name).length === 1;
      const optimizer = createOptimizer(name, { learningRate });
      return { name: isAlone ? name : `${name} ${learningRate}`, optimizer };
    });
  }

  toString(): string {
    return this.entries.map(([name, rate]) => `${name}:${rate}`).join(",");
  }
}

/** The learning rates of optimizers without one of their own. */
const usualRate = (name: OptimizerName) =>
  ["sgd", "momentum", "nesterov"].includes(name) ? 0.05 : 0.01;

/**
 * The flag.
 *
 * @param options Its help line, and its default as it would be typed
 */
export function optimizersFlag(
  { help, default: typed }: { help: string; default: string },
): Flag<OptimizerList> {
  const allowed = "optimizers with learning rates, such as sgd:0.5,momentum,adam:0.01";
  const read = (text: string, name: string) => {
    const entries = text.split(",").map((part) => {
      const [own, rate, ...rest] = part.trim().toLowerCase().split(":");
      if (rest.length > 0) throw new RangeError(validationMessage(ACTION, name, allowed, text));
      const optimizer = checkChoice(ACTION, `each of ${name}`, own, optimizerNames);
      if (rate === undefined) return [optimizer, usualRate(optimizer)] as const;
      const value = rate.trim() === "" ? NaN : Number(rate);
      const bounds = { above: 0, maximum: 1e30 };
      const found = Number.isNaN(value) ? rate : value;
      return [optimizer, checkNumber(ACTION, `each rate of ${name}`, found, bounds)] as const;
    });
    const list = new OptimizerList(entries);
    if (new Set(entries.map(String)).size === entries.length) return list;
    throw new RangeError(validationMessage(ACTION, name, `different ${allowed}`, text));
  };
  return {
    ...{ help, placeholder: "NAME[:RATE],…", allowed, range: "", read },
    default: read(typed, "--optimizers"),
  };
}
