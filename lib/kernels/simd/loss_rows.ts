/** What the code of the losses of a vector of rows works with. */

import { type Code, get, i32, increase, type Locals, set } from "../../wasm/assembler.ts";
import type { Loss } from "../losses.ts";
import { repeat } from "./product_code.ts";

/** Outputs whose code is written out instead of in a loop. */
const maxUnrolled = 4;

/** A loss, the number of outputs, and the bytes between the rows of two of them. */
export interface LossShape {
  readonly loss: Loss;
  readonly width: number;
  readonly rowStride: number;
}

/** The locals of the code for one vector of rows. */
export interface RowLocals {
  readonly locals: Locals;
  /** The pointers to the outputs, the targets and the gradient, and the bytes from there to this vector. */
  readonly outputs: number;
  readonly targets: number;
  readonly delta: number;
  readonly offset: number;
  /** The number of rows of the whole batch, in each lane. */
  readonly total: number;
  /** The lanes that are rows. */
  readonly mask: number;
  /** The losses. */
  readonly loss: number;
}

/** Runs `body` for each output; it gets the pointers to the output's vectors, and an offset to add. */
export function eachOutput(
  { locals, outputs, targets, delta, offset }: RowLocals,
  { width, rowStride }: LossShape,
  body: (at: { outputs: number; targets: number; delta: number }, offset: number) => Code,
): Code {
  const given = { outputs, targets, delta };
  if (width <= maxUnrolled) {
    return Array.from({ length: width }, (_, k) => body(given, k * rowStride + offset));
  }
  const at = {
    outputs: locals.add("i32"),
    targets: locals.add("i32"),
    delta: locals.add("i32"),
  };
  const names = ["outputs", "targets", "delta"] as const;
  return [
    names.map((name) => [get(given[name]), set(at[name])]),
    repeat(locals, width, [
      body(at, offset),
      names.map((name) => increase(at[name], i32.constant(rowStride))),
    ]),
  ];
}
