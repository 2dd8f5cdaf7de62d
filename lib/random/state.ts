/** Saved positions in random streams, as plain data that JSON keeps exactly. */

import { float64FromBase64, toBase64 } from "../base64.ts";
import { validationMessage } from "../check.ts";
import { MersenneTwister } from "./mt19937.ts";

/** The position in a random stream. It survives `JSON.stringify` and `JSON.parse` to the bit. */
export interface GeneratorState {
  /** Whose stream it is: a `Generator` is `torch`, a `RandomState` is `numpy`. */
  readonly stream: "torch" | "numpy";
  /**
   * The 624 words of the Mersenne Twister in base64, 4 bytes a word, little-endian. Words before
   * `index` belong to the current round; the others are still those of the round before.
   */
  readonly words: string;
  /** Which word is renewed and drawn next, from 0 to 623. */
  readonly index: number;
  /**
   * The second number of the last pair of normal numbers, drawn and not yet used: a float64 in
   * base64, little-endian; null where there is none.
   */
  readonly spareNormal: string | null;
}

/** What a stream consists of. */
export interface StreamParts {
  readonly engine: MersenneTwister;
  readonly spareNormal: number | undefined;
}

/** Saves a stream. */
export function saveStream(
  stream: GeneratorState["stream"],
  { engine, spareNormal }: StreamParts,
): GeneratorState {
  const spare = spareNormal === undefined ? null : toBase64(Float64Array.of(spareNormal));
  return { stream, ...engine.state(), spareNormal: spare };
}

/**
 * Restores a stream.
 *
 * @param stream whose stream the state must be
 * @param state what {@linkcode saveStream} wrote
 * @returns an engine at the saved position, and the spare normal number
 * @throws {TypeError} if the state is no object
 * @throws {SyntaxError} if it cannot be read, or belongs to another stream
 */
export function readStream(stream: GeneratorState["stream"], state: GeneratorState): StreamParts {
  const action = "restore the generator";
  if (typeof state !== "object" || state === null) {
    throw new TypeError(validationMessage(action, "state", "a saved state", state));
  }
  if (state.stream !== stream) {
    throw new SyntaxError(validationMessage(action, "stream", `"${stream}"`, state.stream));
  }
  return { engine: MersenneTwister.from(state), spareNormal: readSpare(action, state.spareNormal) };
}

function readSpare(action: string, text: unknown): number | undefined {
  if (text === null) return undefined;
  const allowed = "null or a finite float64 in base64";
  const problem = new SyntaxError(validationMessage(action, "spareNormal", allowed, text));
  if (typeof text !== "string") throw problem;
  let numbers: Float64Array;
  try {
    numbers = float64FromBase64(text);
  } catch {
    throw problem;
  }
  if (numbers.length !== 1 || !Number.isFinite(numbers[0])) throw problem;
  return numbers[0];
}
