/** `deno task activations` from its data to its figures, which are kept in memory. */

import { type Device, toSvg } from "../../mod.ts";
import { activations } from "../activations.ts";
import { parseFlags } from "../cli/flags.ts";
import { createLab, type Lab, makeLabData } from "../cli/lab.ts";
import { commonFlags, dataFlags, trainingFlags } from "../cli/lab_flags.ts";
import { createOutput } from "../cli/output.ts";
import type { Result } from "./contender.ts";

/** Runs the experiment, and says how long its training and all the rest took. */
export async function drawFigures(device: Device): Promise<Result> {
  const started = performance.now();
  const flags = parseFlags([], {
    ...dataFlags,
    seed: commonFlags.seed,
    out: commonFlags.out,
    batchSize: trainingFlags.batchSize,
  });
  const lab = createLab({
    data: makeLabData(flags),
    device,
    settings: { ...flags, epochs: undefined },
    output: createOutput({ quiet: true }),
    signal: new AbortController().signal,
    announce: () => {},
  });
  const figures: string[] = [];
  let training = 0;
  const watched: Lab = {
    ...lab,
    draw: (_, figure) => void figures.push(toSvg(figure)),
    async train(specs, options) {
      const started = performance.now();
      const runs = await lab.train(specs, options);
      training += (performance.now() - started) / 1000;
      return runs;
    },
  };
  await activations.run(watched);
  if (figures.length !== 2 || !figures.every((svg) => svg.startsWith("<svg"))) {
    throw new Error(`${figures.length} figures came out, and not two`);
  }
  const whole = (performance.now() - started) / 1000;
  return {
    values: new Float32Array(),
    phases: { training, "data, boundaries and drawing": whole - training },
  };
}
