import { assert, assertEquals, assertThrows } from "@std/assert";
import * as onnxruntime from "onnxruntime-web";
import { modelToOnnx } from "../../../mod.ts";
import { assertClose, assertSameBits } from "../../oracle.ts";
import { hardest, outputsOf, pointsOf, savedModels } from "./saved_models.ts";

onnxruntime.env.wasm.numThreads = 1;

for (const [name, model] of Object.entries(savedModels)) {
  Deno.test(`onnxruntime computes the lab's outputs: ${name}`, async () => {
    const session = await onnxruntime.InferenceSession.create(modelToOnnx(model));
    const { sizes, head, scaler } = model;
    assertEquals(session.inputNames, ["inputs"]);
    assertEquals(session.outputNames, head === "logits" ? ["logits", "probabilities"] : ["values"]);
    for (const count of [1, 64]) {
      const { raw } = pointsOf(model, count);
      const dimensions = [count, sizes[0]];
      const inputs = scaler
        ? new onnxruntime.Tensor("float64", raw, dimensions)
        : new onnxruntime.Tensor("float32", Float32Array.from(raw), dimensions);
      const found = await session.run({ inputs });
      const expected = outputsOf(model, count);
      assertEquals(found[head].dims, [count, sizes[sizes.length - 1]]);
      assertClose(found[head].data as Float32Array, expected.outputs, 1e-6, head);
      if (!expected.probabilities) continue;
      assertClose(found.probabilities.data as Float32Array, expected.probabilities, 1e-6);
    }
    await session.release();
  });
}

/** A message of Protocol Buffers by hand: the values of each field, as numbers or bytes. */
function parse(bytes: Uint8Array): Map<number, (number | Uint8Array)[]> {
  const fields = new Map<number, (number | Uint8Array)[]>();
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1;; scale *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const wire = key % 8;
    assert(wire === 0 || wire === 2 || wire === 5, `wire type ${wire}`);
    const length = wire === 0 ? 0 : wire === 5 ? 4 : varint();
    const value = wire === 0 ? varint() : bytes.slice(at, at += length);
    const field = Math.floor(key / 8);
    fields.set(field, [...fields.get(field) ?? [], value]);
  }
  assertEquals(at, bytes.length);
  return fields;
}

const messages = (fields: ReturnType<typeof parse>, field: number) =>
  (fields.get(field) ?? []).map((value) => parse(value as Uint8Array));
const textOf = (value: unknown) => new TextDecoder().decode(value as Uint8Array);

Deno.test("a file names its opset, and has the bits of the parameters in PyTorch's names", () => {
  for (const [name, model] of Object.entries({ ...savedModels, hardest })) {
    const file = parse(modelToOnnx(model));
    assertEquals(file.get(1), [7]);
    const [opset] = messages(file, 8);
    assertEquals([opset.get(1)?.map(textOf), opset.get(2)], [[""], [13]]);
    const [graph] = messages(file, 7);
    const constants = new Map(
      messages(graph, 5).map((tensor) => [
        textOf(tensor.get(8)?.[0]),
        { shape: tensor.get(1), type: tensor.get(2), bytes: tensor.get(9)?.[0] as Uint8Array },
      ]),
    );
    let at = 0;
    for (let layer = 0; layer < model.sizes.length - 1; layer++) {
      const [inputs, outputs] = model.sizes.slice(layer);
      for (const [part, shape] of [["weight", [outputs, inputs]], ["bias", [outputs]]] as const) {
        const found = constants.get(`${2 * layer}.${part}`);
        assertEquals([found?.type, found?.shape], [[1], [...shape]], name);
        const values = new Float32Array(found!.bytes.buffer);
        assertSameBits(values, model.parameters.subarray(at, at += values.length), name);
      }
    }
    assertEquals(at, model.parameters.length);
  }
});

Deno.test("activation, head, names and scaling are in the metadata", () => {
  const model = savedModels["with names and a scaler"];
  const metadata = Object.fromEntries(
    messages(parse(modelToOnnx(model)), 14).map((entry) =>
      [1, 2].map((field) => textOf(entry.get(field)?.[0]))
    ),
  );
  assertEquals([metadata.activation, metadata.head], ["silu", "logits"]);
  assertEquals(
    [metadata.featureNames, metadata.classNames, metadata.scaler].map((text) => JSON.parse(text)),
    [model.featureNames, model.classNames, model.scaler],
  );
});

Deno.test("a model that is not finite is not saved", () => {
  const parameters = hardest.parameters.with(3, NaN);
  assertThrows(() => modelToOnnx({ ...hardest, parameters }), RangeError, "must be finite");
});
