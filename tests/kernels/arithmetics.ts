/** The arithmetics under test. */

import { type Arithmetic, float32, float64 } from "../../lib/kernels/arithmetic.ts";
import type { Floats } from "../../lib/kernels/floats.ts";
import { createSimdArithmetic } from "../../lib/kernels/simd/arithmetic.ts";

/** Every arithmetic by its name, with the precision of one operation in it. */
export const arithmetics: readonly { name: string; arithmetic: Arithmetic; unit: number }[] = [
  { name: "float64", arithmetic: float64, unit: 2 ** -53 },
  { name: "float32", arithmetic: float32, unit: 2 ** -24 },
  { name: "SIMD", arithmetic: createSimdArithmetic(), unit: 2 ** -24 },
];

/** The numbers in a buffer of the arithmetic's own. */
export function fill({ allocate }: Arithmetic, values: ArrayLike<number>): Floats {
  const buffer = allocate(values.length);
  buffer.set(values);
  return buffer;
}
