/** WebAssembly code of the optimizer steps, on four parameters at a time. */

import {
  bytes,
  type Code,
  f32,
  f64,
  get,
  i32,
  increase,
  Locals,
  loopBySteps,
  set,
  when,
} from "../../wasm/assembler.ts";
import { f32x4 } from "../../wasm/vectors.ts";
import {
  decayFactorAt,
  factorNames,
  learningRateAt,
  maxFactors,
  rootCorrectionAt,
  type RuleName,
  stepSizeAt,
} from "./optimizer_factors.ts";
import { vectorWidths } from "./gradient_code.ts";
import type { FunctionCode } from "./product_code.ts";

/** Of the corrections and of the learning rate of one step. */
const correctionBytes = 16;
export const rateBytes = 8;
/** The addresses of the learning rate and of the decoupled weight decay in float64, from the factors'. */
const [exactRateAt, exactDecayAt] = [maxFactors * bytes, maxFactors * bytes + 8];

/** The code of an optimizer: one step of one vector of parameters. */
interface Rule {
  /** The number of state vectors. */
  readonly stateVectors: number;
  step(at: StepLocals): Code;
}

/** The locals of a step; each factor has four equal lanes. It is to set `parameter` and each state vector. */
interface StepLocals {
  readonly parameter: number;
  readonly gradient: number;
  readonly state: readonly number[];
  readonly factor: Readonly<Record<string, number>>;
}

/** `gradient += weightDecay · parameter` */
const coupledDecay = ({ parameter, gradient, factor }: StepLocals): Code => [
  [get(gradient), get(factor.weightDecay), get(parameter), f32x4.multiply, f32x4.add],
  set(gradient),
];

/** `parameter -= learningRate · direction` */
const descend = ({ parameter, factor }: StepLocals, direction: Code): Code => [
  [get(parameter), get(factor.learningRate), direction, f32x4.multiply, f32x4.subtract],
  set(parameter),
];

/** `parameter -= learningRate · gradient / (√square + epsilon)` */
const descendByRoot = (at: StepLocals, square: number): Code => [
  [get(at.parameter), get(at.factor.learningRate), get(at.gradient), f32x4.multiply],
  [get(square), f32x4.squareRoot, get(at.factor.epsilon), f32x4.add, f32x4.divide],
  [f32x4.subtract, set(at.parameter)],
];

/** `average = smoothing · average + addend` */
const smooth = (average: number, smoothing: number, addend: Code): Code => [
  [get(smoothing), get(average), f32x4.multiply, addend, f32x4.add, set(average)],
];

const product = (...factors: number[]): Code => [
  factors.map((factor, index) => [get(factor), index > 0 ? f32x4.multiply : []]),
];

const rules: Readonly<Record<RuleName, Rule>> = {
  sgd: {
    stateVectors: 0,
    step: (at) => [coupledDecay(at), descend(at, get(at.gradient))],
  },
  momentum: {
    stateVectors: 1,
    step: (at) => [velocityCode(at), descend(at, get(at.state[0]))],
  },
  nesterov: {
    stateVectors: 1,
    step: (at) => [
      velocityCode(at),
      descend(at, [
        [get(at.gradient), get(at.factor.momentum), get(at.state[0]), f32x4.multiply],
        f32x4.add,
      ]),
    ],
  },
  rmsprop: {
    stateVectors: 1,
    step(at) {
      const { state: [square], gradient, factor: { smoothing, rest } } = at;
      return [
        coupledDecay(at),
        smooth(square, smoothing, product(rest, gradient, gradient)),
        descendByRoot(at, square),
      ];
    },
  },
  adagrad: {
    stateVectors: 1,
    step(at) {
      const { state: [square], gradient } = at;
      return [
        coupledDecay(at),
        [get(square), product(gradient, gradient), f32x4.add, set(square)],
        descendByRoot(at, square),
      ];
    },
  },
  adam: {
    stateVectors: 2,
    step(at) {
      const { parameter, gradient, state: [mean, square], factor } = at;
      return [
        [get(parameter), get(factor.decayFactor), f32x4.multiply, set(parameter)],
        coupledDecay(at),
        smooth(mean, factor.beta1, product(factor.rest1, gradient)),
        smooth(square, factor.beta2, product(factor.rest2, gradient, gradient)),
        [get(parameter), get(factor.stepSize), get(mean), f32x4.multiply],
        [get(square), f32x4.squareRoot, get(factor.rootCorrection), f32x4.divide],
        [get(factor.epsilon), f32x4.add, f32x4.divide, f32x4.subtract, set(parameter)],
      ];
    },
  },
};

/** `gradient` with the decay, and `velocity = momentum · velocity + gradient`. */
const velocityCode = (at: StepLocals): Code => [
  coupledDecay(at),
  [get(at.factor.momentum), get(at.state[0]), f32x4.multiply, get(at.gradient), f32x4.add],
  set(at.state[0]),
];

/**
 * Code that writes the factors that differ from step to step, and moves the pointers to the next step.
 *
 * @param step The locals that point to the step's corrections, and to its learning rate; where that is 0,
 * the learning rate is the one behind the factors.
 * @param factors The address of the factors.
 */
export function stepFactorsCode(
  name: RuleName,
  { corrections, rates }: { corrections: number; rates: number },
  factors: Code,
): Code {
  const isAdam = name === "adam";
  const exactRate: Code = [factors, f64.load(exactRateAt)];
  const scheduled: Code = [
    [factors, get(rates), f64.load(), f64.store(exactRateAt)],
    increase(rates, i32.constant(rateBytes)),
    isAdam
      ? [
        [factors, f64.constant(1), exactRate, factors, f64.load(exactDecayAt), f64.multiply],
        [f64.subtract, f64.demote, f32.store(decayFactorAt * bytes)],
      ]
      : [factors, exactRate, f64.demote, f32.store(learningRateAt * bytes)],
  ];
  if (!isAdam) return when(get(rates), scheduled);
  return [
    when(get(rates), scheduled),
    [factors, exactRate, get(corrections), f64.load(), f64.divide],
    [f64.demote, f32.store(stepSizeAt * bytes)],
    [factors, get(corrections), f64.load(8), f64.demote, f32.store(rootCorrectionAt * bytes)],
    increase(corrections, i32.constant(correctionBytes)),
  ];
}

/**
 * `run(parameters, gradients, state, count, factors)`: takes one step of `count` parameters, and sets their
 * gradients to 0. `state` are as many vectors of `count` numbers as the optimizer has, and `factors` is
 * the address of its factors.
 */
export function stepCode(name: RuleName): FunctionCode {
  const rule = rules[name];
  const factorsOfRule = factorNames[name];
  const [parameters, gradients, state, count, factors] = [0, 1, 2, 3, 4];
  const locals = new Locals(5);
  const done = locals.add("i32");
  const stateAt = locals.several("i32", rule.stateVectors);
  const at: StepLocals = {
    parameter: locals.add("v128"),
    gradient: locals.add("v128"),
    state: stateAt.map(() => locals.add("v128")),
    factor: Object.fromEntries(factorsOfRule.map((factor) => [factor, locals.add("v128")])),
  };
  const values = [
    { pointer: parameters, value: at.parameter },
    { pointer: gradients, value: at.gradient },
    ...stateAt.map((pointer, index) => ({ pointer, value: at.state[index] })),
  ];
  const body: Code = [
    factorsOfRule.map((factor, index) => [
      [get(factors), f32x4.loadSplat(index * bytes), set(at.factor[factor])],
    ]),
    stateAt.map((pointer, index) => [
      [get(state), get(count), i32.constant(index * bytes), i32.multiply, i32.add, set(pointer)],
    ]),
    vectorWidths.map(({ width, load, store }) =>
      loopBySteps(done, width, count, [
        values.map(({ pointer, value }) => [get(pointer), load(), set(value)]),
        [rule.step(at), f32x4.zero, set(at.gradient)],
        values.map(({ pointer, value }) => [
          [get(pointer), get(value), store(), increase(pointer, i32.constant(width * bytes))],
        ]),
      ])
    ),
  ];
  return { locals, body };
}
