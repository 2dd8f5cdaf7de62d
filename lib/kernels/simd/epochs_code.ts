/** WebAssembly code of whole epochs of a network: order, training, and scores of the test samples. */

import {
  bytes,
  call,
  type Code,
  copyBytes,
  f64,
  get,
  i32,
  increase,
  Locals,
  loopWhile,
  set,
  vectorBytes,
  when,
} from "../../wasm/assembler.ts";
import { f32x4, stopAddress } from "../../wasm/vectors.ts";
import { parameterCount } from "../../models/layout.ts";
import { scoreOffsets } from "./loss_code.ts";
import { rateBytes } from "./optimizer_code.ts";
import { factorBytes } from "./optimizer_factors.ts";
import {
  addScore,
  quotient,
  resetScore,
  smaller,
  type TrainShape,
  unlessStopped,
} from "./train_code.ts";
import { inWorkspace, type PassLayout } from "./workspace.ts";

const { constant } = i32;

/** The arguments of `epochs`, in order: addresses and counts. */
export const epochArguments = [
  // Of the network: its parameters, optimizer state, and the optimizer's factors (see `factorBytes`).
  ...["parameters", "state", "factors"],
  // The samples as they are, and their order in each epoch; where that is 0, the seeds of the orders and
  // a buffer for one.
  ...["inputs", "targets", "orders", "seeds", "order", "count", "batchSize"],
  // Adam's corrections of all steps, and their learning rates; 0 where those are constant.
  ...["corrections", "rates"],
  // The weights of the samples; 0 where all are 1.
  "weights",
  // The samples to score after each epoch, in blocks.
  ...["testInputs", "testTargets", "testCount"],
  // How many epochs, and where their scores go: `scoreBytes` each.
  ...["epochs", "scores"],
  // For each epoch 1 if the parameters after it are kept, or 0 where none are; and where they go.
  ...["keeps", "kept"],
] as const;

/** Four float64 an epoch: sums of losses and counts of correct samples, in training and in the test. */
export const scoreBytes = 32;

type Argument = typeof epochArguments[number];
type Calls = { shuffle: number; train: number; score: number };

/**
 * Trains a network for whole epochs: see `epochArguments`. It ends after an epoch whose training loss is
 * not finite, without a score of its test, and in the middle of one if the word at `stopAddress` is not 0.
 */
export function epochsCode(shape: TrainShape, layout: PassLayout, calls: Calls) {
  const locals = new Locals(epochArguments.length);
  const at = Object.fromEntries(epochArguments.map((name, index) => [name, index])) as Record<
    Argument,
    number
  >;
  const [current, part] = [locals.add("i32"), locals.add("i32")];
  const lossSum = locals.add("f64");
  const score = inWorkspace(layout.score);
  const ordered: Code = [
    [get(at.orders), set(current)],
    when([get(at.orders), constant(0), i32.equal], [
      [get(at.seeds), i32.load(), get(at.count), get(at.order), inWorkspace(layout.words)],
      [call(calls.shuffle), get(at.order), set(current)],
    ]),
  ];
  const trained: Code = [
    [resetScore(score), get(at.parameters), get(at.state), get(at.inputs), get(at.targets)],
    [get(current), get(at.count), get(at.batchSize), get(at.corrections), get(at.rates)],
    [get(at.weights), call(calls.train)],
    [score, f64.load(scoreOffsets.lossSum), set(lossSum)],
  ];
  const tested = testCode({ locals, at, part, shape, layout, calls });
  const steps = quotient(get(at.count), get(at.batchSize));
  const moved: Code = [
    increase(at.scores, constant(scoreBytes)),
    increase(at.seeds, constant(bytes)),
    when(get(at.orders), increase(at.orders, [get(at.count), constant(bytes), i32.multiply])),
    increase(at.corrections, [steps, constant(vectorBytes), i32.multiply]),
    when(get(at.rates), increase(at.rates, [steps, constant(rateBytes), i32.multiply])),
    when(get(at.keeps), increase(at.keeps, constant(bytes))),
    [get(at.epochs), constant(1), i32.subtract, set(at.epochs)],
  ];
  const size = constant(parameterCount(shape.sizes) * bytes);
  const kept = when(get(at.keeps), [
    when([get(at.keeps), i32.load()], [
      [get(at.kept), get(at.parameters), size, copyBytes],
      increase(at.kept, size),
    ]),
  ]);
  const stopped: Code = [constant(0), i32.load(stopAddress)];
  const finite: Code = [get(lossSum), get(lossSum), f64.subtract, f64.constant(0), f64.equal];
  const body: Code = [
    copyFactors(at.factors, layout),
    loopWhile(get(at.epochs), [
      [ordered, trained],
      when([stopped, constant(0), i32.equal], [
        storeScore(at.scores, 0, score),
        when(finite, tested),
      ]),
      [kept, moved],
      when([stopped, finite, constant(0), i32.equal, i32.or], [constant(0), set(at.epochs)]),
    ]),
  ];
  return { locals, body };
}

/** Writes a score as two float64 numbers. */
const storeScore = (scores: number, offset: number, score: Code): Code => [
  [get(scores), score, f64.load(scoreOffsets.lossSum), f64.store(offset)],
  [get(scores), score, i32.load(scoreOffsets.correct), f64.fromInteger, f64.store(offset + 8)],
];

/** Scores the test samples block by block. */
function testCode(
  { locals, at, part, shape, layout, calls }: {
    locals: Locals;
    at: Record<Argument, number>;
    part: number;
    shape: TrainShape;
    layout: PassLayout;
    calls: Calls;
  },
): Code {
  const [inputs, targets, left] = locals.several("i32", 3);
  const { sizes, rows } = shape;
  const block = (width: number) => constant(width * layout.rowStride);
  return [
    resetScore(inWorkspace(layout.score)),
    [get(at.testInputs), set(inputs), get(at.testTargets), set(targets)],
    [get(at.testCount), set(left)],
    loopWhile(unlessStopped(left), [
      [smaller(get(left), constant(rows)), set(part)],
      [get(at.parameters), get(inputs), get(targets), get(part), call(calls.score)],
      addScore(locals, shape, layout),
      increase(inputs, block(sizes[0])),
      increase(targets, block(sizes[sizes.length - 1])),
      [get(left), get(part), i32.subtract, set(left)],
    ]),
    storeScore(at.scores, 16, inWorkspace(layout.score)),
  ];
}

/** Copies the network's factors to the workspace, where the code writes those that change. */
function copyFactors(factors: number, { factors: to }: PassLayout): Code {
  return Array.from({ length: factorBytes / vectorBytes }, (_, index) => [
    [inWorkspace(to), get(factors), f32x4.load(index * vectorBytes)],
    f32x4.store(index * vectorBytes),
  ]);
}
