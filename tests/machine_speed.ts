/** How slow the machine is at the moment, for limits in seconds that hold on a busy or slower one too. */

/** Milliseconds of `compute` on the machine that the limits were set on, when it does nothing else. */
const USUAL = 100;

/**
 * How many times as long as usual plain arithmetic takes, which no change of the lab makes slower.
 *
 * @param clock in milliseconds: of the wall, or of this process
 * @returns at least 1
 */
export function slowdown(clock: () => number): number {
  const started = clock();
  compute();
  return Math.max(1, (clock() - started) / USUAL);
}

const weights = new Float32Array(1 << 22).fill(0.5);

/** Products with sixteen megabytes of weights, as in a wide network. */
function compute(): number {
  let sum = 0;
  for (let pass = 0; pass < 20; pass++) {
    for (let at = 0; at < weights.length; at++) sum += pass * weights[at];
  }
  return sum;
}
