/** The peak speed of one thread of WebAssembly: independent multiply-adds in vector registers. */

/** Independent vectors, so that none waits for another; more would not fit in registers. */
const chains = 12;
/** Floating-point operations of one iteration: a multiplication and an addition in each of four lanes. */
const operationsPerPass = 2 * 4 * chains;
const passesPerCall = 200_000;
/** The number of calls; the first ones run code that the engine has not optimized yet. */
const calls = 40;

const v128 = 0x7b;
const [local, set, tee] = [0x20, 0x21, 0x22];
const [splat, add, multiply] = [[0xfd, 0x13], [0xfd, 0xe4, 0x01], [0xfd, 0xe6, 0x01]];
const firstLane = [0xfd, 0x1f, 0x00];
/** The locals: the remaining iterations, the factor, the addend, and then the vectors. */
const [passes, factor, addend, firstChain] = [0, 1, 2, 3];

/** Measures the floating-point operations per second of the fastest call; null without WebAssembly. */
export function simdPeak(): { peak: number | null; peakOf: string } {
  const peakOf = "independent multiplications and additions of WebAssembly SIMD on one thread";
  if (typeof WebAssembly !== "object") return { peak: null, peakOf };
  const instance = new WebAssembly.Instance(new WebAssembly.Module(assemble()));
  const run = instance.exports.run as (passes: number) => number;
  let fastest = Infinity;
  for (let call = 0; call < calls; call++) {
    const started = performance.now();
    run(passesPerCall);
    fastest = Math.min(fastest, (performance.now() - started) / 1000);
  }
  return { peak: operationsPerPass * passesPerCall / fastest, peakOf };
}

/** A module with one function, `run(passes)`, as bytes. */
function assemble(): Uint8Array<ArrayBuffer> {
  const all = Array.from({ length: chains }, (_, chain) => firstChain + chain);
  const constant = (value: number) => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)];
  const code = [
    ...[...constant(0.999), ...splat, set, factor],
    // With these, each value converges to 1, so that no operand is ever subnormal or infinite.
    ...[...constant(0.001), ...splat, set, addend],
    ...all.flatMap((chain) => [...constant(chain), ...splat, set, chain]),
    ...[0x03, 0x40], // loop
    ...all.flatMap((
      chain,
    ) => [local, chain, local, factor, ...multiply, local, addend, ...add, set, chain]),
    ...[local, passes, 0x41, 1, 0x6b, tee, passes, 0x0d, 0, 0x0b], // once more, unless it was the last
    ...all.flatMap((chain, index) => [local, chain, ...(index > 0 ? add : [])]),
    ...[...firstLane, 0x0b],
  ];
  const body = [1, ...unsigned(chains + 2), v128, ...code];
  return Uint8Array.of(
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, 0x7f, 1, 0x7d]), // (i32) -> f32
    ...section(3, [1, 0]),
    ...section(7, [1, 3, ...new TextEncoder().encode("run"), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  );
}

function section(kind: number, content: readonly number[]): number[] {
  return [kind, ...unsigned(content.length), ...content];
}

/** Encodes a whole number in LEB128: seven bits per byte, the lowest bits first. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [value % 128 + 128, ...unsigned(value >> 7)];
}
