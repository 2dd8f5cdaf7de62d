/** Full-batch gradient descents of many small networks by generated WebAssembly code, in float64. */

import { type DescentProblem, descentScales } from "../descent.ts";
import { descentLayout, encodeDescent } from "./descent_code.ts";
import { WasmMemory } from "./memory.ts";
import { computeParts, type PartsOptions } from "./parts.ts";

const floatBytes = 4;

/** Networks that differ in their learning rates alone. */
export class SimdDescent {
  readonly #memory = new WasmMemory();
  readonly #fixed: { samples: number; weights: number; workspace: number; end: number };

  constructor(readonly problem: DescentProblem) {
    const copyOf = (values: Float64Array) => {
      const copy = this.#memory.doubles(values.length);
      copy.set(values);
      return copy.byteOffset;
    };
    const [samples, weights] = [problem.samples, problem.weights].map(copyOf);
    const workspace = this.#memory.floats(descentLayout(problem).size / floatBytes);
    const end = workspace.byteOffset + workspace.byteLength;
    this.#fixed = { samples, weights, workspace: workspace.byteOffset, end };
  }

  /**
   * The losses of networks before each step, mean squared errors; NaN once they are not finite.
   *
   * @param rates The learning rates of each network: those of W₀ and W₁.
   * @returns A row of losses for each network.
   * @throws {Error} if a worker fails, or what `pause` throws
   */
  async losses(
    rates: readonly (readonly [input: number, output: number])[],
    options: PartsOptions,
  ): Promise<Float64Array[]> {
    const { features, outputs, steps } = this.problem;
    const { rows, hidden, gradient } = descentScales(this.problem);
    const memory = this.#memory;
    const { samples, weights, workspace, end } = this.#fixed;
    memory.release(end);
    const pairs = Math.ceil(rates.length / 2);
    const factors = memory.doubles(4 * pairs);
    const sums = memory.doubles(2 * pairs * steps).fill(NaN);
    const parts = Array.from({ length: pairs }, (_, pair) => {
      // The last of an odd number of networks is computed in both lanes.
      const [one, other] = [rates[2 * pair], rates[2 * pair + 1] ?? rates[2 * pair]];
      factors.set([one[0], other[0]].map((rate) => rate * gradient * hidden), 4 * pair);
      factors.set([one[1], other[1]].map((rate) => rate * gradient), 4 * pair + 2);
      const [own, losses] = [factors.subarray(4 * pair), sums.subarray(2 * pair * steps)];
      return [0, samples, rows, weights, own.byteOffset, losses.byteOffset, steps];
    });
    const modules = [{
      name: `descent ${features} ${outputs}`,
      encode: () => encodeDescent({ features, outputs, hidden }),
    }];
    const workspaceBytes = descentLayout(this.problem).size;
    const work = { memory, modules, name: "descend", workspace, workspaceBytes, parts, later: 0 };
    await computeParts(work, options);
    return rates.map((_, index) => {
      const first = 2 * steps * (index >> 1) + (index & 1);
      return finiteStart(
        Float64Array.from(
          { length: steps },
          (_, step) => sums[first + 2 * step] / (rows * outputs),
        ),
      );
    });
  }
}

/** The losses up to the first one that is not finite, whatever the other network of a pair goes on to. */
function finiteStart(losses: Float64Array): Float64Array {
  const end = losses.findIndex((loss) => !Number.isFinite(loss));
  return end < 0 ? losses : losses.fill(NaN, end);
}
