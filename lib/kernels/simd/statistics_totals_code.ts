/** WebAssembly code of the totals of a network's layers in float64, from the sums of blocks of rows. */

import {
  bytes,
  type Code,
  doubleBytes,
  f32,
  f64,
  get,
  i32,
  increase,
  Locals,
  loopBySteps,
  select,
  set,
} from "../../wasm/assembler.ts";
import type { FunctionCode } from "./product_code.ts";
import { unitSums, unitSumsBytes } from "./unit_sums_code.ts";

/**
 * The totals of a layer in float64: the sums of the squares of its gradients, of its weights, and of its
 * units' sums of absolute deltas; the activations' mean and the sum of the squares of their differences
 * from it; and the number of saturated pairs and of dead units.
 */
export const layerTotals = [
  ...["gradients", "biasGradients", "weights", "deltas"] as const,
  ...["mean", "squares", "saturated", "dead"] as const,
] as const;

/** The name of a total of a layer. */
export type TotalName = typeof layerTotals[number];

const places = Object.fromEntries(layerTotals.map((name, at) => [name, at])) as Record<
  TotalName,
  number
>;

/** The place of a layer's total in the results, which begin with the sum of the losses. */
export const totalAt = (layer: number, name: TotalName): number =>
  1 + layer * layerTotals.length + places[name];

/** Where a total is from the totals of its layer on, in bytes. */
export const totalOffset = (name: TotalName): number => places[name] * doubleBytes;

/** The bytes of what is kept of a unit from block to block: its saturated rows and absolute deltas. */
export const unitTotalsBytes = 2 * doubleBytes;
const [saturatedAt, deltasAt] = [0, doubleBytes];

/**
 * `run(sums, units, totals, count, rows, before)`: adds the sums of a block of `rows` rows, which follow
 * `before` rows, to what is kept of `count` units and to the totals of their layer. Means and squares are
 * merged as Chan, Golub and LeVeque (1979) do.
 */
export function mergeCode(): FunctionCode {
  const [sums, units, totals, count, rows, before] = [0, 1, 2, 3, 4, 5];
  const locals = new Locals(6);
  const end = locals.add("i32");
  const [n, old, all, difference, squares] = locals.several("f64", 5);
  const sum = (name: typeof unitSums[number]): Code => [
    [get(sums), f32.load(unitSums.indexOf(name) * bytes), f64.promote],
  ];
  const total = (name: "mean" | "squares"): Code => [get(totals), f64.load(totalOffset(name))];
  const keep = (at: number, value: Code): Code => [
    [get(units), get(units), f64.load(at), value, f64.add, f64.store(at)],
  ];
  const body: Code = [
    [get(rows), f64.fromInteger, set(n)],
    [get(before), f64.fromInteger, get(count), f64.fromInteger, f64.multiply, set(old)],
    [get(sums), get(count), i32.constant(unitSumsBytes), i32.multiply, i32.add, set(end)],
    loopBySteps(sums, unitSumsBytes, end, [
      [get(old), get(n), f64.add, set(all)],
      // The squares of a block: Σ(x - first)² - (Σ(x - first))² / n.
      [f64.constant(0), sum("squares"), sum("differences"), sum("differences"), f64.multiply],
      [get(n), f64.divide, f64.subtract, f64.maximum, set(squares)],
      [sum("first"), sum("differences"), get(n), f64.divide, f64.add],
      [total("mean"), f64.subtract, set(difference)],
      [get(totals), total("mean"), get(difference), get(n), f64.multiply, get(all), f64.divide],
      [f64.add, f64.store(totalOffset("mean"))],
      [get(totals), total("squares"), get(squares), get(difference), get(difference)],
      [f64.multiply, get(old), f64.multiply, get(n), f64.multiply, get(all), f64.divide],
      [f64.add, f64.add, f64.store(totalOffset("squares"))],
      keep(saturatedAt, sum("saturated")),
      keep(deltasAt, sum("deltas")),
      [get(all), set(old)],
      increase(units, i32.constant(unitTotalsBytes)),
    ]),
  ];
  return { locals, body };
}

/** `run(units, totals, count, samples)`: adds up what is kept of `count` units after so many samples. */
export function addUnitsCode(): FunctionCode {
  const [units, totals, count, samples] = [0, 1, 2, 3];
  const locals = new Locals(4);
  const end = locals.add("i32");
  const [saturated, deltas] = [locals.add("f64"), locals.add("f64")];
  const add = (name: TotalName, value: Code): Code => [
    [
      get(totals),
      get(totals),
      f64.load(totalOffset(name)),
      value,
      f64.add,
      f64.store(totalOffset(name)),
    ],
  ];
  const body: Code = [
    [get(units), get(count), i32.constant(unitTotalsBytes), i32.multiply, i32.add, set(end)],
    loopBySteps(units, unitTotalsBytes, end, [
      [get(units), f64.load(saturatedAt), set(saturated)],
      [get(units), f64.load(deltasAt), set(deltas)],
      add("saturated", get(saturated)),
      add("deltas", [get(deltas), get(deltas), f64.multiply]),
      add("dead", [
        [f64.constant(1), f64.constant(0)],
        [get(saturated), get(samples), f64.fromInteger, f64.equal, select],
      ]),
    ]),
  ];
  return { locals, body };
}

/** Sums that are independent, so that the processor overlaps their latencies. */
const sumsAtOnce = 4;

/** `run(from, count, to)`: writes the sum of the squares of `count` numbers. */
export function squaresCode(): FunctionCode {
  const [from, count, to] = [0, 1, 2];
  const locals = new Locals(3);
  const done = locals.add("i32");
  const value = locals.add("f64");
  const sums = locals.several("f64", sumsAtOnce);
  const add = (sum: number, at: number): Code => [
    [get(from), f32.load(at * bytes), f64.promote, set(value)],
    [get(sum), get(value), get(value), f64.multiply, f64.add, set(sum)],
  ];
  const body: Code = [
    [i32.constant(0), set(done), sums.map((sum) => [f64.constant(0), set(sum)])],
    [sums, sums.slice(0, 1)].map((own) =>
      loopBySteps(done, own.length, count, [
        own.map(add),
        increase(from, i32.constant(own.length * bytes)),
      ])
    ),
    [get(to), sums.map(get), sums.slice(1).map(() => f64.add), f64.store()],
  ];
  return { locals, body };
}
