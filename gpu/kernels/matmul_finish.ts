/** What a matrix product ends in, while it is still in registers: a dispatch less, and a trip to memory. */

import type { Activation } from "../../lib/models/activations.ts";
import type { Binding } from "../kernel.ts";
import { finishActivation, finishDerivative, finishProduct, finishRowSums } from "../wgsl.ts";
import { activationCode } from "./activations.ts";

/**
 * - `product`: `c` is the product.
 * - `activation`: `c` is the product, `outputs` its activation.
 * - `derivative`: `c` is the product times the activation's derivative at `sums` and `outputs`.
 * - `rowSums`: `c` is the product, with the sums of `a`'s rows where else a bias would be.
 */
export type Finish =
  | { readonly kind: "product" | "rowSums" }
  | { readonly kind: "activation" | "derivative"; readonly activations: readonly Activation[] };

/** The product as it is. */
export const plain: Finish = { kind: "product" };

/** Buffers of a kernel besides the product's own. */
export type FinishBuffer = "kinds" | "sums" | "outputs";

/** By kind, in the order of their binding numbers. */
export const finishBindings: Readonly<
  Record<Finish["kind"], Readonly<Partial<Record<FinishBuffer, Binding>>>>
> = {
  product: {},
  rowSums: {},
  activation: { kinds: "read", outputs: "write" },
  derivative: { kinds: "read", sums: "read", outputs: "read" },
};

/** For a kernel's name. */
export const finishNames: Readonly<Record<Finish["kind"], string>> = {
  product: "",
  rowSums: " with sums of rows",
  activation: " with activation",
  derivative: " with derivative",
};

const code: Readonly<Record<Finish["kind"], string>> = {
  product: finishProduct,
  rowSums: finishRowSums,
  activation: finishActivation,
  derivative: finishDerivative,
};

/** WGSL of `fn finish(i: u32, m: u32, n: u32, quad: vec4f)`, with what it needs. */
export function finishCode(finish: Finish): string {
  const activations = "activations" in finish ? activationCode(finish.activations) : "";
  return `${activations}${code[finish.kind]}`;
}
