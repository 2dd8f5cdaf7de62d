/**
 * Models as safetensors, the format of Hugging Face: eight bytes with the length of a header in JSON,
 * the header, and the numbers of all tensors.
 */

import { validationMessage } from "../../check.ts";
import { isArray, isObject } from "../../check_shape.ts";
import type { Mlp } from "../mlp.ts";
import { floatTypes, joinBytes, readFloats, viewOf } from "./bytes.ts";
import {
  checkBytes,
  checkSavable,
  modelOfTensors,
  type NamedTensor,
  tensorsOf,
  unreadable,
} from "./state_dict.ts";
import { checkStateDictOptions, LOAD, metadataOf, type StateDictOptions } from "./metadata.ts";

const KIND = "a safetensors file";
/** The bytes of the header's length. */
const LENGTH = 8;
/** The header is padded to a multiple, so that the numbers are aligned. */
const ALIGNMENT = 8;

/** The types of numbers that are read, by their names in the header. */
const types = { F32: floatTypes.float32, F64: floatTypes.float64 };

/**
 * Converts a model to safetensors, with the names of a PyTorch `Sequential`: `0.weight`, `0.bias`,
 * `2.weight` and so on. The parameters are preserved to the bit; activation, head, names and scaling
 * are in the metadata.
 *
 * @param model The model.
 * @returns The bytes of the file.
 * @throws {TypeError} if it is not a model
 * @throws {RangeError} if its parameters do not fit its sizes or are not finite, or its activation or
 * head is unknown
 *
 * @example A model written and read
 * ```ts
 * import { createMlp, modelFromSafetensors, modelToSafetensors } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const model = createMlp([2, 3, 2], { activation: "tanh", seed: 7 });
 * assertEquals(modelFromSafetensors(modelToSafetensors(model)), model);
 * ```
 */
export function modelToSafetensors(model: Mlp): Uint8Array<ArrayBuffer> {
  const tensors = tensorsOf(checkSavable(model));
  let end = 0;
  const entries = tensors.map(({ name, shape, values }) => {
    const start = end;
    end += values.byteLength;
    return [name, { dtype: "F32", shape, data_offsets: [start, end] }];
  });
  const metadata = { format: "pt", ...metadataOf(model) };
  const header = { __metadata__: metadata, ...Object.fromEntries(entries) };
  const text = new TextEncoder().encode(inOrder(header, tensors));
  const padding = new Uint8Array((ALIGNMENT - text.length % ALIGNMENT) % ALIGNMENT).fill(0x20);
  const length = new Uint8Array(LENGTH);
  new DataView(length.buffer).setBigUint64(0, BigInt(text.length + padding.length), true);
  return joinBytes([length, text, padding, ...tensors.map(({ values }) => values)]);
}

/** The header as JSON. `JSON.stringify` alone would put keys that are whole numbers first. */
function inOrder(
  { __metadata__, ...tensors }: Record<string, unknown>,
  order: readonly NamedTensor[],
): string {
  const parts = order.map(({ name }) => `${JSON.stringify(name)}:${JSON.stringify(tensors[name])}`);
  return `{"__metadata__":${JSON.stringify(__metadata__)},${parts.join(",")}}`;
}

/**
 * Reads a model from safetensors: the weights and biases of PyTorch's `Linear` layers, as `state_dict()`
 * of a module names them. The sizes are those of the tensors.
 *
 * @param bytes The bytes of the file.
 * @param options The activation and the head, if the file does not name them; files of
 * {@linkcode modelToSafetensors} do.
 * @returns The model.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {SyntaxError} if the file is not safetensors, or not whole
 * @throws {RangeError} if the tensors are not those of an MLP in float32 or float64, a number is not
 * finite in float32, no activation is known, or an option is unknown or contradicts the file
 *
 * @example A file of another program does not name the activation
 * ```ts
 * import { modelFromSafetensors } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const header = '{"weight":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},' +
 *   '"bias":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}  ';
 * const bytes = new Uint8Array(8 + header.length + 8);
 * bytes[0] = header.length;
 * new TextEncoder().encodeInto(header, bytes.subarray(8));
 * const { sizes, head } = modelFromSafetensors(bytes, { activation: "tanh" });
 * assertEquals([sizes, head], [[1, 1], "values"]);
 * ```
 */
export function modelFromSafetensors(bytes: Uint8Array, options: StateDictOptions = {}): Mlp {
  checkBytes(bytes);
  const checked = checkStateDictOptions(options);
  const { __metadata__: metadata, tensors, data } = readHeader(bytes);
  const read = Object.entries(tensors).map(([name, entry]) => readTensor(name, entry, data));
  const total = read.reduce((sum, { size }) => sum + size, 0);
  if (total !== data.length) {
    throw unreadable(KIND, `its tensors have ${total} bytes, and it holds ${data.length}`);
  }
  return modelOfTensors(read.map(({ tensor }) => tensor), metadata, checked);
}

function readHeader(bytes: Uint8Array) {
  if (bytes.length < LENGTH) throw unreadable(KIND, `it has ${bytes.length} bytes`);
  const end = viewOf(bytes).getBigUint64(0, true) + BigInt(LENGTH);
  if (end > bytes.length) throw unreadable(KIND, "its header is longer than the file");
  const { __metadata__ = {}, ...tensors } = parseHeader(bytes.subarray(LENGTH, Number(end)));
  if (!isObject(__metadata__) || isArray(__metadata__)) {
    throw unreadable(KIND, "its metadata are no object");
  }
  return {
    __metadata__: __metadata__ as Record<string, unknown>,
    tensors,
    data: bytes.subarray(Number(end)),
  };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw unreadable(KIND, "its header is no JSON");
  }
  if (isObject(header) && !isArray(header)) return header as Record<string, unknown>;
  throw unreadable(KIND, "its header is no object");
}

/** A tensor of the header, with its size in bytes. */
function readTensor(
  name: string,
  entry: unknown,
  data: Uint8Array,
): { tensor: NamedTensor; size: number } {
  const { dtype, shape, data_offsets: offsets } = (isObject(entry) ? entry : {}) as Record<
    string,
    unknown
  >;
  const type = types[dtype as keyof typeof types];
  const place = JSON.stringify(name);
  if (type === undefined) {
    const allowed = Object.keys(types).join(" or ");
    throw new RangeError(validationMessage(LOAD, `the type of ${place}`, allowed, dtype));
  }
  if (!isWholeNumbers(shape) || !isWholeNumbers(offsets) || offsets.length !== 2) {
    throw unreadable(KIND, `the entry of ${place} has no shape and data_offsets of whole numbers`);
  }
  const [start, end] = offsets;
  const size = shape.reduce((product, length) => product * length, type.size);
  if (end > data.length || end - start !== size) {
    throw unreadable(KIND, `the data_offsets of ${place} do not fit its shape and the file`);
  }
  return { tensor: { name, shape, values: readFloats(data.subarray(start, end), type) }, size };
}

function isWholeNumbers(value: unknown): value is number[] {
  return isArray(value) && value.every((each) => Number.isSafeInteger(each) && each >= 0);
}
