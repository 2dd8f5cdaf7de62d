/** Saved states of random streams, as plain data that JSON preserves exactly. */

import { float64FromBase64, toBase64 } from "../base64.ts";
import { validationMessage } from "../check.ts";
import { isObject } from "../check_shape.ts";
import { MersenneTwister } from "./mt19937.ts";

/** The state of a random stream. JSON preserves it to the bit. */
export interface GeneratorState {
  /** The kind of stream: `torch` for a `Generator`, `numpy` for a `RandomState`. */
  readonly stream: "torch" | "numpy";
  /**
   * The 624 words of the Mersenne Twister in base64, 4 bytes per word, little-endian. Words before
   * `index` have been updated in the current cycle of 624 draws; the others have not.
   */
  readonly words: string;
  /** The index of the word that is updated and drawn next, from 0 to 623. */
  readonly index: number;
  /**
   * The second number of the last pair of normal numbers, if it has not been returned yet: a float64 in
   * base64, little-endian; otherwise null.
   */
  readonly spareNormal: string | null;
}

/** The parts of a stream. */
export interface StreamParts {
  readonly engine: MersenneTwister;
  readonly spareNormal: number | undefined;
}

/** Converts a stream to its saved state. */
export function saveStream(
  stream: GeneratorState["stream"],
  { engine, spareNormal }: StreamParts,
): GeneratorState {
  const spare = spareNormal === undefined ? null : toBase64(Float64Array.of(spareNormal));
  return { stream, ...engine.state(), spareNormal: spare };
}

/**
 * Restores a stream from its saved state.
 *
 * @param stream the kind that the state must have
 * @param state the state from {@linkcode saveStream}
 * @returns an engine in the saved state, and the spare normal number
 * @throws {TypeError} if the state is not an object
 * @throws {SyntaxError} if it cannot be read, or is of another kind
 */
export function readStream(stream: GeneratorState["stream"], state: GeneratorState): StreamParts {
  const action = "restore the generator";
  if (!isObject(state)) {
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
