/** Functions of one float64 number that several activations are made of. */

/** `1 / (1 + e⁻ˣ)`, from `exp(-|x|)`, so that neither tail overflows. */
export function sigmoid(x: number): number {
  const tail = Math.exp(-Math.abs(x));
  return (x < 0 ? tail : 1) / (1 + tail);
}

/** Above this softplus is the identity, as in PyTorch (`threshold=20`). */
export const softplusThreshold = 20;

/** `log(1 + eˣ)` */
export function softplus(x: number): number {
  return x > softplusThreshold ? x : Math.log1p(Math.exp(x));
}
