/** Files of models: the ending of a name says the format. */

import {
  type Activations,
  type Mlp,
  modelFromJson,
  modelFromNpz,
  modelFromSafetensors,
  modelToJson,
  modelToNpz,
  modelToOnnx,
  modelToPyTorch,
  modelToSafetensors,
} from "../../mod.ts";
import { readBytes, writeFile } from "./files/files.ts";
import { UsageError } from "./usage_error.ts";

const writers: Readonly<Record<string, (model: Mlp) => string | Uint8Array>> = {
  ".json": modelToJson,
  ".safetensors": modelToSafetensors,
  ".npz": modelToNpz,
  ".onnx": modelToOnnx,
  ".py": modelToPyTorch,
};

type Reader = (
  bytes: Uint8Array,
  options: { activation: Activations | undefined },
) => Mlp | Promise<Mlp>;

const readers: Readonly<Record<string, Reader>> = {
  ".json": (bytes) => modelFromJson(new TextDecoder().decode(bytes)),
  ".safetensors": modelFromSafetensors,
  ".npz": modelFromNpz,
};

/** The endings of the files that models are written to. */
export const writtenEndings: readonly string[] = Object.keys(writers);

/** The endings of the files that models are read from. */
export const readEndings: readonly string[] = Object.keys(readers);

/** The entry of a table that the ending of a path names; `--save` and `--model` allow no other. */
function byEnding<Entry>(table: Readonly<Record<string, Entry>>, path: string): Entry {
  const [, entry] = Object.entries(table).find(([ending]) => path.toLowerCase().endsWith(ending))!;
  return entry;
}

/**
 * Writes a model in the format of the path's ending.
 *
 * @throws {RangeError} if a parameter is not finite
 * @throws {Error} with one line that says why the file cannot be written
 */
export async function writeModel(path: string, model: Mlp): Promise<void> {
  await writeFile(path, byEnding(writers, path)(model));
}

/**
 * Reads the model that `--model` names.
 *
 * @param path The path
 * @param activation The activation, if the flags name one; a file of another program has none
 * @throws {UsageError} with one line that says what is wrong with the file
 * @throws {Error} with one line that says why the file cannot be read
 */
export async function readModel(path: string, activation: Activations | undefined): Promise<Mlp> {
  const bytes = await readBytes(path);
  try {
    return await byEnding(readers, path)(bytes, { activation });
  } catch (error) {
    const reason = (error as Error).message.replace(/^Cannot load the model as /, "")
      .replace(/^activation must be given/, "its activation must be named by --activation");
    throw new UsageError(`Cannot read --model ${path}: ${reason}`, { cause: error });
  }
}
