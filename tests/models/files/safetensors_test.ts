import { assertEquals, assertThrows } from "@std/assert";
import {
  type Activation,
  createMlp,
  layersOf,
  type Mlp,
  modelFromSafetensors,
  modelToSafetensors,
} from "../../../mod.ts";
import { activationsOf } from "../../../lib/models/activations.ts";
import { assertClose, assertSameBits } from "../../oracle.ts";
import { pythonTest } from "../../python.ts";
import { activationText, hardest, outputsOf, pointsOf, savedModels } from "./saved_models.ts";

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** A file by hand, as the format's specification has it. */
function parse(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer);
  const end = 8 + view.getUint32(0, true);
  assertEquals([view.getUint32(4, true), end % 8], [0, 0]);
  const header: Record<string, Entry> & { __metadata__: Record<string, string> } = JSON.parse(
    new TextDecoder().decode(bytes.subarray(8, end)),
  );
  return { header, data: bytes.slice(end) };
}

/** A file of a header and data. */
function fileOf(header: unknown, data: ArrayBufferView = new Uint8Array()): Uint8Array {
  const text = new TextEncoder().encode(
    typeof header === "string" ? header : JSON.stringify(header),
  );
  const numbers = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const bytes = new Uint8Array(8 + text.length + numbers.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 8);
  bytes.set(numbers, 8 + text.length);
  return bytes;
}

/** A file of float32 tensors, in this order. */
function tensorsFile(
  tensors: Readonly<Record<string, readonly [shape: number[], values: number[]]>>,
  metadata: Record<string, unknown> = {},
): Uint8Array {
  let end = 0;
  const entries = Object.entries(tensors).map(([name, [shape, values]]) => {
    const start = end;
    end += 4 * values.length;
    return [name, { dtype: "F32", shape, data_offsets: [start, end] }];
  });
  const values = Object.values(tensors).flatMap(([, values]) => values);
  const header = { __metadata__: metadata, ...Object.fromEntries(entries) };
  return fileOf(header, Float32Array.from(values));
}

Deno.test("safetensors have PyTorch's names and shapes, and the bits of the parameters", () => {
  for (const [name, model] of Object.entries({ ...savedModels, hardest })) {
    const { header: { __metadata__, ...tensors }, data } = parse(modelToSafetensors(model));
    assertEquals(__metadata__.format, "pt");
    assertEquals(__metadata__.activation, activationText(model.activation));
    const layers = layersOf(model.sizes);
    assertEquals(
      Object.keys(tensors).sort(),
      layers.flatMap((_, at) => [`${2 * at}.weight`, `${2 * at}.bias`]).sort(),
    );
    for (const [at, { inputs, outputs, weight, bias }] of layers.entries()) {
      const read = (part: string, shape: number[]) => {
        const { dtype, shape: found, data_offsets: [start, end] } = tensors[`${2 * at}.${part}`];
        assertEquals([dtype, found], ["F32", shape], name);
        return new Float32Array(data.slice(start, end).buffer);
      };
      const { parameters } = model;
      assertSameBits(read("weight", [outputs, inputs]), parameters.subarray(weight, bias), name);
      assertSameBits(read("bias", [outputs]), parameters.subarray(bias, bias + outputs), name);
    }
  }
});

Deno.test("a model comes back from safetensors whole, to the bit", () => {
  for (const [name, model] of Object.entries({ ...savedModels, hardest })) {
    const bytes = modelToSafetensors(model);
    // The file need not begin where its buffer does.
    const shifted = new Uint8Array(bytes.length + 1).subarray(1);
    shifted.set(bytes);
    const back = modelFromSafetensors(shifted);
    assertSameBits(back.parameters, model.parameters, name);
    assertEquals({ ...back, parameters: [] }, { ...model, parameters: [] });
  }
});

const layers = {
  "10.weight": [[1, 1], [10]],
  "10.bias": [[1], [11]],
  "2.weight": [[1, 1], [2]],
  "2.bias": [[1], [3]],
} as const;
type Tensors = Record<string, readonly [number[], number[]]>;
const parts = layers as unknown as Tensors;

Deno.test("layers are in the order of their numbers, whatever the order of the file", () => {
  const model = modelFromSafetensors(tensorsFile(parts), { activation: "elu" });
  assertEquals(model, {
    ...{ sizes: [1, 1, 1], activation: "elu", head: "values" },
    parameters: Float32Array.of(2, 3, 10, 11),
  } as Mlp);
  const named = tensorsFile({
    "net.fc1.bias": [[2], [3, 4]],
    "net.fc1.weight": [[2, 1], [1, 2]],
  });
  assertEquals(modelFromSafetensors(named).sizes, [1, 2]);
  assertEquals(modelFromSafetensors(named).head, "logits");
  assertEquals(modelFromSafetensors(named, { head: "values" }).head, "values");
});

Deno.test("float64 tensors are rounded to float32", () => {
  const header = {
    weight: { dtype: "F64", shape: [1, 1], data_offsets: [0, 8] },
    bias: { dtype: "F64", shape: [1], data_offsets: [8, 16] },
  };
  const { parameters } = modelFromSafetensors(fileOf(header, Float64Array.of(0.1, 1 / 3)));
  assertEquals([...parameters], [Math.fround(0.1), Math.fround(1 / 3)]);
});

Deno.test("texts of another program are no settings of the lab", () => {
  const metadata = { format: "pt", activation: "gelu_new", head: "lm" };
  const model = modelFromSafetensors(tensorsFile(parts, metadata), { activation: "tanh" });
  assertEquals([model.activation, model.head], ["tanh", "values"]);
});

const own = { producer: "neural-lab", activation: "tanh", head: "values" };
const entry = { dtype: "F32", shape: [1, 1], data_offsets: [0, 4] };

/** Files that are refused, and what the one line says. */
const refused: [what: string, file: Uint8Array, error: typeof Error, says: string][] = [
  ["nothing", new Uint8Array(), SyntaxError, "it has 0 bytes"],
  [
    "another format",
    new TextEncoder().encode("PK\x03\x04 and more"),
    SyntaxError,
    "is longer than",
  ],
  ["a header that is no JSON", fileOf("{"), SyntaxError, "its header is no JSON"],
  ["a header that is a list", fileOf([]), SyntaxError, "its header is no object"],
  ["metadata that are a list", fileOf({ __metadata__: [] }), SyntaxError, "its metadata are no"],
  ["no tensors", fileOf({}), RangeError, "must have the weight and bias of a layer"],
  [
    "half of the numbers",
    modelToSafetensors(createMlp([2, 3, 2])).slice(0, -4),
    SyntaxError,
    'data_offsets of "2.bias" do not fit its shape and the file',
  ],
  [
    "more numbers than tensors",
    fileOf({ weight: entry }, new Float32Array(2)),
    SyntaxError,
    "its tensors have 4 bytes, and it holds 8",
  ],
  [
    "half precision",
    fileOf({ weight: { ...entry, dtype: "F16" } }),
    RangeError,
    'the type of "weight" must be F32 or F64: current value is "F16"',
  ],
  ["an entry of null", fileOf({ weight: null }), RangeError, 'the type of "weight" must be'],
  [
    "a shape of fractions",
    fileOf({ weight: { ...entry, shape: [0.5, 2] } }, new Float32Array(1)),
    SyntaxError,
    'the entry of "weight" has no shape',
  ],
  [
    "offsets that go backwards",
    fileOf({ weight: { ...entry, data_offsets: [4, 0] } }, new Float32Array(1)),
    SyntaxError,
    'data_offsets of "weight"',
  ],
  [
    "a running mean",
    tensorsFile({ ...parts, "1.running_mean": [[1], [0]] }),
    RangeError,
    'the tensor "1.running_mean" must be the weight [outputs, inputs] or the bias',
  ],
  [
    "a norm's weight",
    tensorsFile({ ...parts, "1.weight": [[1], [0]] }),
    RangeError,
    'the tensor "1.weight" must be',
  ],
  [
    "a layer without a bias",
    tensorsFile({ "2.weight": parts["2.weight"] }),
    RangeError,
    'the layer "2" must have a weight and a bias: it has no bias',
  ],
  [
    "layers that do not fit",
    tensorsFile({ ...parts, "10.weight": [[1, 2], [1, 2]] }),
    RangeError,
    'the inputs of "10.weight" must be 1: current value is 2',
  ],
  [
    "a bias that does not fit",
    tensorsFile({ ...parts, "10.bias": [[2], [1, 2]] }),
    RangeError,
    'the length of "10.bias" must be 1: current value is 2',
  ],
  [
    "no inputs",
    tensorsFile({ weight: [[1, 0], []], bias: [[1], [0]] }),
    RangeError,
    "each of sizes must be a whole number from 1 to 65536",
  ],
  [
    "NaN",
    tensorsFile({ ...parts, "10.bias": [[1], [NaN]] }),
    RangeError,
    'each number of "10.bias" must be a finite float32 number: current value is NaN',
  ],
  ["no activation", tensorsFile(parts), RangeError, "activation must be given, as the file does"],
  [
    "an unknown activation",
    tensorsFile(parts, { ...own, activation: "tnah" }),
    RangeError,
    'did you mean "tanh"?',
  ],
  [
    "an unknown head",
    tensorsFile(parts, { ...own, head: 5 }),
    TypeError,
    "head must be one of",
  ],
  [
    "a scaler that is no JSON",
    tensorsFile(parts, { ...own, scaler: "mean" }),
    SyntaxError,
    "scaler must be JSON of a list or an object",
  ],
  [
    "a scaler of other features",
    tensorsFile(parts, { ...own, scaler: '{"mean":[0,0],"scale":[1,1]}' }),
    RangeError,
    "scaler must be of 1 features",
  ],
  [
    "names of other features",
    tensorsFile(parts, { ...own, featureNames: '["a","b"]' }),
    RangeError,
    "featureNames must be a list of 1 names",
  ],
];

for (const [what, file, error, says] of refused) {
  Deno.test(`safetensors with ${what} are refused by one line`, () => {
    const { message } = assertThrows(() => modelFromSafetensors(file), error, says);
    assertEquals([message.startsWith("Cannot load the model as "), message.includes("\n")], [
      true,
      false,
    ]);
  });
}

Deno.test("an option that contradicts the file is refused", () => {
  const file = tensorsFile(parts, own);
  for (const options of [{ activation: "relu" }, { head: "logits" }] as const) {
    assertThrows(
      () => modelFromSafetensors(file, options),
      RangeError,
      "as the file says, or left",
    );
  }
  assertEquals(modelFromSafetensors(file, { activation: "tanh", head: "values" }).head, "values");
});

Deno.test("a model that is not finite is not saved", () => {
  const parameters = hardest.parameters.with(3, Infinity);
  assertThrows(() => modelToSafetensors({ ...hardest, parameters }), RangeError, "must be finite");
});

/** Reads safetensors by hand, has torch load them strictly, and prints outputs and bits. */
const program = `
import json, struct, sys, numpy, torch
from torch import nn
for path in sys.argv[1:]:
    data = open(path + ".safetensors", "rb").read()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    del header["__metadata__"]
    state = {}
    for name, entry in header.items():
        start, end = [8 + length + at for at in entry["data_offsets"]]
        array = numpy.frombuffer(data[start:end], dtype="<f4").reshape(entry["shape"])
        state[name] = torch.from_numpy(array.copy())
    given = json.load(open(path + ".json"))
    layers = []
    for inputs, outputs, activation in zip(given["sizes"], given["sizes"][1:], given["modules"] + ["None"]):
        layers += [nn.Linear(inputs, outputs), eval(activation)]
    model = nn.Sequential(*layers[:-1])
    model.load_state_dict(state)
    inputs = torch.tensor(given["inputs"], dtype=torch.float32).reshape(-1, given["sizes"][0])
    with torch.no_grad():
        outputs = model(inputs).flatten().tolist()
    bits = b"".join(each.detach().numpy().tobytes() for each in model.parameters()).hex()
    print(json.dumps({"outputs": outputs, "bits": bits}))
`;

/** PyTorch's modules of the activations. */
const modules: Record<Activation, string> = {
  ...{ sigmoid: "nn.Sigmoid()", tanh: "nn.Tanh()", relu: "nn.ReLU()", elu: "nn.ELU()" },
  ...{ leakyRelu: "nn.LeakyReLU(0.01)", selu: "nn.SELU()", gelu: "nn.GELU()" },
  ...{ geluTanh: 'nn.GELU(approximate="tanh")', silu: "nn.SiLU()", softplus: "nn.Softplus()" },
  ...{ mish: "nn.Mish()", hardtanh: "nn.Hardtanh()", identity: "nn.Identity()" },
};

pythonTest("torch loads safetensors strictly, to the bit and with the lab's outputs", [
  "numpy",
  "torch",
], async (python) => {
  const folder = await Deno.makeTempDir();
  const models = [...Object.values(savedModels), hardest];
  const paths = models.map((_, at) => `${folder}/${at}`);
  for (const [at, model] of models.entries()) {
    Deno.writeFileSync(`${paths[at]}.safetensors`, modelToSafetensors(model));
    const { sizes, activation } = model;
    const inputs = [...pointsOf(model).scaled];
    const names = activationsOf(activation, sizes.length - 2);
    const given = { sizes, inputs, modules: names.map((name) => modules[name]) };
    Deno.writeTextFileSync(`${paths[at]}.json`, JSON.stringify(given));
  }
  const lines = (await python(["-c", program, ...paths])).trim().split("\n");
  for (const [at, model] of models.entries()) {
    const { outputs, bits } = JSON.parse(lines[at].replaceAll(/-?Infinity|NaN/g, "null"));
    assertEquals(bits, new Uint8Array(model.parameters.buffer).toHex());
    if (model === hardest) continue;
    const expected = outputsOf({ ...model, targetScaler: undefined });
    assertClose(outputs, expected.outputs, 1e-6, `${model.activation}`);
  }
  await Deno.remove(folder, { recursive: true });
});
