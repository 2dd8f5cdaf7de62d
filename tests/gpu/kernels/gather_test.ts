import { assertEquals } from "@std/assert";
import {
  elementwiseGrid,
  gatherKernel,
  gatherUniform,
  stepWords,
} from "../../../gpu/kernels/step.ts";
import { noise } from "../../oracle.ts";
import { gpuTest } from "../adapter.ts";
import { narrow, runKernel } from "../run_kernel.ts";

gpuTest(
  "each member's rows are its samples in order, and the padding between members is not written",
  async (gpu) => {
    const [members, count, before] = [3, 50, 11];
    for (const rows of [1, 2, 42, 43, 50]) {
      for (const width of [1, 2, 3]) {
        const samples = noise(count * width, { seed: rows });
        const order = Uint32Array.from(
          { length: before + members * rows },
          (_, at) => (at * 17 + rows) % count,
        );
        const stride = rows * width + 2;
        const [gathered] = await runKernel(gpu, gatherKernel, {
          buffers: {
            batch: gatherUniform({ members, rows, width, stride }),
            step: stepWords([{ orderAt: before, scoreAt: 5, correctionAt: 6, epoch: 0 }]),
            order,
            samples,
            rows: new Float32Array(members * stride).fill(7),
          },
          grid: elementwiseGrid(members * rows * width, narrow),
          read: ["rows"],
        });
        const expected = Array.from({ length: members * stride }, (_, at) => {
          const [member, within] = [Math.floor(at / stride), at % stride];
          if (within >= rows * width) return 7;
          const sample = order[before + member * rows + Math.floor(within / width)];
          return samples[sample * width + within % width];
        });
        assertEquals([...gathered], expected);
      }
    }
  },
);
