/** The rows of the bench: what is timed, for the lab and for its peer. */

import {
  createMlp,
  type Device,
  makeMoons,
  sgd,
  standardScale,
  toSamples,
  train,
  trainTestSplit,
} from "../../mod.ts";
import type { Contenders } from "./measure.ts";
import type { Peer, PeerBackend } from "./peer.ts";

/** One row: a piece of work, and how much of it there is. */
export interface BenchRow {
  readonly name: string;
  /** How many units of work one run is. */
  readonly work: number;
  readonly unit: string;
  readonly contenders: Contenders<"lab" | PeerBackend>;
}

const seed = 42;
const batchSize = 64;
const moons = standardScale(makeMoons(600, { noise: 0.25, seed }));
const { train: data } = trainTestSplit(moons, { testSize: 0.3, seed, stratify: true });
const stepsPerEpoch = Math.ceil(data.samples / batchSize);

/** All rows. */
export function benchRows(device: Device, peer: Peer): BenchRow[] {
  const trainings = { device, peer };
  return [
    trainingRow(trainings, { sizes: [2, 32, 2], epochs: 150, learningRate: 0.05, members: 1 }),
    trainingRow(trainings, { sizes: [2, 64, 64, 2], epochs: 120, learningRate: 0.01, members: 1 }),
    trainingRow(trainings, { sizes: [2, 256, 256, 2], epochs: 5, learningRate: 0.01, members: 1 }),
    trainingRow(trainings, { sizes: [2, 32, 2], epochs: 20, learningRate: 0.05, members: 16 }),
    gridRow(trainings, { sizes: [2, 64, 64, 2], side: 200 }),
    gridRow(trainings, { sizes: [2, 64, 64, 2], side: 500 }),
  ];
}

function trainingRow(
  { device, peer }: { device: Device; peer: Peer },
  { sizes, epochs, learningRate, members }: {
    sizes: number[];
    epochs: number;
    learningRate: number;
    members: number;
  },
): BenchRow {
  const steps = epochs * stepsPerEpoch;
  const specs = Array.from({ length: members }, () => ({
    sizes,
    optimizer: sgd({ learningRate }),
  }));
  const samples = toSamples(data, data.classes);
  const fit = (backend: PeerBackend) => async () => {
    for (let member = 0; member < members; member++) {
      await peer.fit(backend, { sizes, learningRate, epochs, batchSize, samples });
    }
  };
  const networks = members === 1 ? "" : `${members} networks, `;
  return {
    name: `train ${sizes.join("-")}, ${networks}${steps.toLocaleString("en")} steps`,
    work: steps * members,
    unit: "network-steps",
    contenders: {
      lab: async () => void await train(specs, { device, data, epochs, batchSize, seed }),
      cpu: fit("cpu"),
      wasm: fit("wasm"),
    },
  };
}

function gridRow(
  { device, peer }: { device: Device; peer: Peer },
  { sizes, side }: { sizes: number[]; side: number },
): BenchRow {
  const model = createMlp(sizes, { seed });
  const points = new Float32Array(side * side * 2);
  for (let at = 0; at < points.length; at++) {
    const cell = at % 2 === 0 ? (at >> 1) % side : Math.floor((at >> 1) / side);
    points[at] = -3 + 6 * cell / (side - 1);
  }
  const grid = { x: [-3, 3], y: [-3, 3], size: [side, side] } as const;
  return {
    name: `grid ${side} x ${side} on ${sizes.join("-")}`,
    work: side * side,
    unit: "points",
    contenders: {
      lab: async () => void await device.predictGrid([model], grid),
      cpu: () => peer.predict("cpu", sizes, points),
      wasm: () => peer.predict("wasm", sizes, points),
    },
  };
}
