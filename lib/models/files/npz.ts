/** Models as NumPy archives: a zip archive of arrays, as `numpy.savez` writes and `numpy.load` reads. */

import type { Mlp } from "../mlp.ts";
import { readNpy, textToNpy, toNpy } from "./npy.ts";
import {
  checkBytes,
  checkSavable,
  modelOfTensors,
  type NamedTensor,
  tensorsOf,
  unreadable,
} from "./state_dict.ts";
import { checkStateDictOptions, metadataOf, type StateDictOptions } from "./metadata.ts";
import { unzip, zipStored } from "./zip.ts";

const KIND = "an npz file";
const ENDING = ".npy";
/** The entry with what the file says besides the parameters: a text in JSON. */
const METADATA = "metadata";

/**
 * Converts a model to a NumPy archive, with the names of a PyTorch `Sequential`: `0.weight`, `0.bias`,
 * `2.weight` and so on. The parameters are preserved to the bit; the entry `metadata` is a text in JSON
 * with the activation, the head, names and scaling.
 *
 * @param model The model.
 * @returns The bytes of the file.
 * @throws {TypeError} if it is not a model
 * @throws {RangeError} if its parameters do not fit its sizes or are not finite, or its activation or
 * head is unknown
 *
 * @example A model written and read
 * ```ts
 * import { createMlp, modelFromNpz, modelToNpz } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const model = createMlp([2, 3, 2], { activation: "tanh", seed: 7 });
 * assertEquals(await modelFromNpz(modelToNpz(model)), model);
 * ```
 */
export function modelToNpz(model: Mlp): Uint8Array<ArrayBuffer> {
  const tensors = tensorsOf(checkSavable(model));
  return zipStored([
    ...tensors.map((tensor) => ({ name: tensor.name + ENDING, bytes: toNpy(tensor) })),
    { name: METADATA + ENDING, bytes: textToNpy(JSON.stringify(metadataOf(model))) },
  ]);
}

/**
 * Reads a model from a NumPy archive: the weights and biases of PyTorch's `Linear` layers, as
 * `numpy.savez` and `numpy.savez_compressed` write them. The sizes are those of the arrays.
 *
 * @param bytes The bytes of the file.
 * @param options The activation and the head, if the file does not name them; files of
 * {@linkcode modelToNpz} do.
 * @returns The model.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {SyntaxError} if the file is not such an archive, or not whole
 * @throws {RangeError} if the arrays are not those of an MLP in float32 or float64, a number is not
 * finite in float32, no activation is known, or an option is unknown or contradicts the file
 *
 * @example An activation that the file contradicts
 * ```ts
 * import { createMlp, modelFromNpz, modelToNpz } from "@neural-lab/lab";
 * import { assertRejects } from "@std/assert";
 *
 * const bytes = modelToNpz(createMlp([2, 3, 2], { activation: "tanh" }));
 * await assertRejects(() => modelFromNpz(bytes, { activation: "relu" }), RangeError, "tanh");
 * ```
 */
export async function modelFromNpz(
  bytes: Uint8Array,
  options: StateDictOptions = {},
): Promise<Mlp> {
  const checked = checkStateDictOptions(options);
  const tensors: NamedTensor[] = [];
  let metadata: Record<string, unknown> = {};
  for (const entry of await unzip(checkBytes(bytes), (why) => unreadable(KIND, why))) {
    const place = JSON.stringify(entry.name);
    const name = entry.name.replace(/\.npy$/, "");
    const found = readNpy(entry.bytes, (why) => unreadable(KIND, `the entry ${place}: ${why}`));
    if (typeof found !== "string") tensors.push({ name, ...found });
    else if (name === METADATA) metadata = parseMetadata(found);
    else throw unreadable(KIND, `the entry ${place} is a text`);
  }
  return modelOfTensors(tensors, metadata, checked);
}

function parseMetadata(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw unreadable(KIND, `the entry "${METADATA}${ENDING}" is no JSON`);
  }
}
