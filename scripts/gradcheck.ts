/**
 * Gradient check: do the gradients of backpropagation agree with finite differences?
 *
 * First the notebook's network of nine parameters, in float64 and on the device, with the error of the
 * differences at each step size; then every activation with every loss.
 */

import {
  activationNames,
  centralDifferences,
  compareGradients,
  createMlp,
  type Device,
  deviceGradients,
  figure,
  float64Gradients,
  gradientAt,
  type GradientError,
  type GradientSource,
  type Guide,
  type Line,
  linePanel,
  lossNames,
  type Mlp,
  type SampleMatrix,
} from "../mod.ts";
import type { LabExperiment } from "./cli/experiment.ts";
import { runProgram } from "./cli/command.ts";
import { experimentProgram } from "./cli/experiment_commands.ts";
import { type FigureWords, headed } from "./cli/figure_words.ts";
import type { FigureIn } from "./cli/looks.ts";

const sizes = [2, 2, 1];
const notebookLoss = "meanSquaredError";
const notebookSample = {
  count: 1,
  inputs: Float32Array.of(0.5, -1),
  targets: Float32Array.of(1),
};
/** The half step of the differences, near the best of each precision, and the tolerance of the error. */
const inFloat64 = { epsilon: 1e-5, tolerance: 1e-8 };
const inFloat32 = { epsilon: 2 ** -7, tolerance: 1e-4 };
/** The tolerance of the difference between a float32 and a float64 gradient. */
const betweenPrecisions = 1e-6;
/** Half steps from 1e-1 down to 1e-12, two per decade. */
const epsilons = Array.from({ length: 23 }, (_, index) => 10 ** (-1 - index / 2));

/** One comparison of gradients, as in the JSON. */
interface Check extends GradientError {
  readonly device: string;
  readonly activation: string;
  readonly loss: string;
  /** The reference of the comparison. */
  readonly against: "central differences" | "float64";
  readonly passed: boolean;
}

/** The experiment. Its default seed is that of the notebook, `torch.manual_seed(0)`. */
export const gradcheck: LabExperiment = {
  name: "gradcheck",
  summary: "backpropagation against finite differences, in float64 and on the device",
  files: ["gradcheck.svg"],
  seed: 0,
  logAxes: ["x", "y"],
  series: namesOn,
  async run(lab) {
    const { device, settings: { seed }, output } = lab;
    lab.announce();
    const model = createMlp(sizes, { activation: "tanh", seed });
    const batch = { samples: notebookSample, loss: notebookLoss } as const;
    const exact = float64Gradients(model, batch);
    const onDevice = deviceGradients(model, { device, ...batch });

    const notebook = [
      ...await checkDifferences(exact, { ...inFloat64, loss: notebookLoss }),
      ...await checkDifferences(onDevice, { ...inFloat32, loss: notebookLoss }),
    ];
    const [inDouble, inSingle] = namesOn(device);
    const curves = [
      { name: inDouble, values: await errorsByEpsilon(exact) },
      { name: inSingle, values: await errorsByEpsilon(onDevice) },
    ];
    await lab.draw("gradcheck.svg", () => differencesChart(lab, curves));
    const all = await checkAll(device, seed);

    output.table(
      ["device", "parameter", "max. absolute error", "max. relative error", "passed"],
      notebook.map((check) => [
        check.device,
        check.parameter,
        check.maxAbsoluteError.toExponential(1),
        check.maxRelativeError.toExponential(1),
        verdict([check]),
      ]),
    );
    output.say();
    showAll(all, output);
    return { checks: [...notebook, ...all], takeaways: takeaways(notebook, all, curves) };
  },
};

/** The names of the two curves: by precision. */
function namesOn({ kind }: Device): [float64: string, float32: string] {
  return ["float64", `${kind}, float32`];
}

/** Compares backpropagation with central differences of the same source. */
async function checkDifferences(
  source: GradientSource,
  { epsilon, tolerance, loss }: { epsilon: number; tolerance: number; loss: string },
): Promise<Check[]> {
  const { sizes, activation } = source.model;
  const gradients = [
    await gradientAt(source),
    await centralDifferences(source, { epsilon }),
  ] as const;
  return compareGradients(sizes, gradients).map((error) => ({
    device: source.name,
    ...error,
    activation: [activation].flat().join(", "),
    loss,
    against: "central differences",
    passed: error.maxAbsoluteError < tolerance,
  }));
}

/** For every activation and loss compares float64 with differences, and the device with float64. */
async function checkAll(device: Device, seed: number): Promise<Check[]> {
  const checks: Check[] = [];
  for (const activation of activationNames) {
    for (const loss of lossNames) {
      const model = createMlp([2, 8, 3], { activation, seed });
      const batch = { samples: eightSamples(model), loss };
      const exact = float64Gradients(model, batch);
      checks.push(...await checkDifferences(exact, { ...inFloat64, loss }));
      const gradients = [
        await gradientAt(deviceGradients(model, { device, ...batch })),
        await gradientAt(exact),
      ] as const;
      checks.push(
        ...compareGradients(model.sizes, gradients).map((error): Check => ({
          device: device.kind,
          ...error,
          activation,
          loss,
          against: "float64",
          passed: error.maxAbsoluteError < betweenPrecisions,
        })),
      );
    }
  }
  return checks;
}

/** Eight points on a circle of radius 2, with alternating classes. */
function eightSamples({ sizes }: Mlp): SampleMatrix {
  const count = 8;
  const classes = sizes[sizes.length - 1];
  const inputs = new Float32Array(count * 2);
  const targets = new Float32Array(count * classes);
  for (let sample = 0; sample < count; sample++) {
    inputs[2 * sample] = 2 * Math.cos(sample);
    inputs[2 * sample + 1] = 2 * Math.sin(sample);
    targets[sample * classes + sample % classes] = 1;
  }
  return { count, inputs, targets };
}

/** Computes the largest error of central differences over all parameters, at each step size. */
async function errorsByEpsilon(source: GradientSource): Promise<number[]> {
  const gradient = await gradientAt(source);
  const errors: number[] = [];
  for (const epsilon of epsilons) {
    const differences = await centralDifferences(source, { epsilon });
    const errorsOfAll = compareGradients(source.model.sizes, [gradient, differences]);
    errors.push(Math.max(...errorsOfAll.map(({ maxAbsoluteError }) => maxAbsoluteError)));
  }
  return errors;
}

function differencesChart(lab: FigureWords, curves: readonly Line[]): FigureIn {
  const { words } = lab;
  const series = curves.map((curve) => ({ ...curve, x: epsilons.toReversed(), marker: true }))
    .map((curve) => ({ ...curve, values: Array.from(curve.values).toReversed() }));
  const panel = linePanel(series, {
    xScale: "log",
    yScale: "log",
    xLabel: words.say("step size ε of the differences"),
    yLabel: words.say("largest error of the gradient"),
    guides: slopesBeside(curves[0]),
  });
  const topic = words.say("Finite differences against backpropagation");
  const options = headed(lab, { topic, finding: agreement(lab, curves) });
  return (look) => figure([[panel]], { ...options, ...look });
}

/** A shift of the slopes from the curve, as a factor: half a decade and more. */
const BESIDE = 1 / 12;

/**
 * The slopes that theory expects, beside a curve: the error of large steps grows with the square of the
 * step, that of small ones with its inverse.
 */
function slopesBeside({ values }: Line): Guide[] {
  const slope = (label: string, power: number, [from, to]: readonly [number, number]): Guide[] => {
    const start = BESIDE * values[from];
    const end = start * (epsilons[to] / epsilons[from]) ** power;
    if (!(start > 0 && end > 0)) return [];
    return [{ label, ends: [[epsilons[from], start], [epsilons[to], end]] }];
  };
  return [...slope("∝ ε²", 2, [1, 6]), ...slope("∝ 1/ε", -1, [20, 11])];
}

/** To how many decimals both methods agree at the best step size, in the higher precision. */
function agreement({ words }: FigureWords, [{ values }]: readonly Line[]): string {
  const least = Math.min(...Array.from(values));
  const n = Math.floor(-Math.log10(least));
  return n >= 1 && Number.isFinite(n)
    ? words.say("Backpropagation and finite differences agree to {n} decimals", { n })
    : words.say("Backpropagation and finite differences disagree by {value}", {
      value: words.digits(least.toPrecision(2)),
    });
}

function showAll(checks: readonly Check[], { table }: { table: OutputTable }): void {
  const worst = (of: readonly Check[]) =>
    Math.max(...of.map(({ maxAbsoluteError }) => maxAbsoluteError)).toExponential(1);
  table(
    ["activation", "loss", "float64 against differences", "device against float64", "passed"],
    [...Map.groupBy(checks, ({ activation, loss }) => `${activation} ${loss}`).values()].map(
      (group) => [
        group[0].activation,
        group[0].loss,
        worst(group.filter(({ against }) => against === "central differences")),
        worst(group.filter(({ against }) => against === "float64")),
        verdict(group),
      ],
    ),
  );
}

type OutputTable = Parameters<LabExperiment["run"]>[0]["output"]["table"];

function verdict(checks: readonly Check[]): string {
  return checks.every(({ passed }) => passed) ? "yes" : "NO";
}

function takeaways(
  notebook: readonly Check[],
  all: readonly Check[],
  curves: readonly { name: string; values: readonly number[] }[],
): string[] {
  const checks = [...notebook, ...all];
  const failed = checks.filter(({ passed }) => !passed);
  const worst = Math.max(
    ...notebook.filter(({ device }) => device === "float64").map((check) => check.maxAbsoluteError),
  );
  return [
    failed.length === 0
      ? `All ${checks.length} checks passed.`
      : `${failed.length} of ${checks.length} checks FAILED.`,
    `In float64 backpropagation and differences agree to ${worst.toExponential(1)}.`,
    ...curves.map(({ name, values }) => {
      const least = Math.min(...values);
      const epsilon = epsilons[values.indexOf(least)];
      return `${name}: differences are best at a step of ${epsilon.toExponential(0)}, with an ` +
        `error of ${least.toExponential(1)}; larger steps err by curvature, smaller by rounding.`;
    }),
  ];
}

if (import.meta.main) await runProgram(experimentProgram(gradcheck));
