/**
 * Graphs of ONNX, the Open Neural Network Exchange: operations with named inputs and outputs, and
 * constants. The numbers of the fields are those of onnx.proto.
 */

import { bytes, encode, type Fields, float, message, text, whole } from "./protobuf.ts";

/** The version of the operations, which onnxruntime has computed since version 1.6. */
export const OPSET = 13;
/** The version of the file format that came with it. */
const IR_VERSION = 7;

/** The types of numbers, by their numbers in TensorProto. */
const types = { float32: 1, float64: 11 } as const;

/** The name of a type of numbers. */
export type NumberType = keyof typeof types;

/** The numbers of an attribute's types in AttributeProto. */
const FLOAT = 1;
const INT = 2;

/** A matrix that goes in or comes out: `[batch × width]`. */
export interface Port {
  readonly name: string;
  readonly type: NumberType;
  readonly width: number;
}

/** Settings of an operation: whole numbers, or numbers of float32. */
export interface Attributes {
  readonly whole?: Readonly<Record<string, number>>;
  readonly float?: Readonly<Record<string, number>>;
}

/** A graph to which operations are added in the order of their computation. */
export class OnnxGraph {
  readonly #nodes: Fields[] = [];
  readonly #constants: Fields[] = [];
  #values = 0;

  /** Adds an operation, and returns the name of its output, which is the given one or a new one. */
  add(
    operation: string,
    inputs: readonly string[],
    { attributes = {}, output = `value_${this.#values++}` }: {
      attributes?: Attributes;
      output?: string;
    } = {},
  ): string {
    this.#nodes.push([
      ...inputs.flatMap((name) => text(1, name)),
      ...text(2, output),
      ...text(3, `${operation}_${this.#nodes.length}`),
      ...text(4, operation),
      ...Object.entries(attributes.whole ?? {}).flatMap(([name, value]) =>
        message(5, [...text(1, name), ...whole(3, value), ...whole(20, INT)])
      ),
      ...Object.entries(attributes.float ?? {}).flatMap(([name, value]) =>
        message(5, [...text(1, name), ...float(2, value), ...whole(20, FLOAT)])
      ),
    ]);
    return output;
  }

  /** Adds an operation that converts numbers. */
  cast(input: string, type: NumberType, output?: string): string {
    return this.add("Cast", [input], { attributes: { whole: { to: types[type] } }, output });
  }

  /** Adds a constant, and returns its name. */
  constant(
    name: string,
    values: Float32Array | Float64Array,
    shape: readonly number[] = [values.length],
  ): string {
    this.#constants.push([
      ...shape.flatMap((length) => whole(1, length)),
      ...whole(2, values instanceof Float32Array ? types.float32 : types.float64),
      ...text(8, name),
      ...bytes(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
    ]);
    return name;
  }

  /** Adds a float32 constant without dimensions, and returns its name. */
  number(value: number): string {
    return this.constant(`number_${this.#constants.length}`, Float32Array.of(value), []);
  }

  /**
   * Encodes the graph as a model.
   *
   * @param ports The graph's inputs and outputs.
   * @param metadata Texts that are stored with the model.
   */
  encode(
    { inputs, outputs }: { inputs: readonly Port[]; outputs: readonly Port[] },
    metadata: Readonly<Record<string, string>>,
  ): Uint8Array<ArrayBuffer> {
    const graph = [
      ...this.#nodes.flatMap((node) => message(1, node)),
      ...text(2, "mlp"),
      ...this.#constants.flatMap((constant) => message(5, constant)),
      ...inputs.flatMap((port) => message(11, portFields(port))),
      ...outputs.flatMap((port) => message(12, portFields(port))),
    ];
    return encode([
      ...whole(1, IR_VERSION),
      ...text(2, "neural-lab"),
      ...message(7, graph),
      ...message(8, [...text(1, ""), ...whole(2, OPSET)]),
      ...Object.entries(metadata).flatMap(([name, value]) =>
        message(14, [...text(1, name), ...text(2, value)])
      ),
    ]);
  }
}

/** A ValueInfoProto of any number of rows. */
function portFields({ name, type, width }: Port): Fields {
  const shape = [...message(1, text(2, "batch")), ...message(1, whole(1, width))];
  return [
    ...text(1, name),
    ...message(2, message(1, [...whole(1, types[type]), ...message(2, shape)])),
  ];
}
