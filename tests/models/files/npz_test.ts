import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { createMlp, modelFromNpz, modelToNpz } from "../../../mod.ts";
import { assertSameBits } from "../../oracle.ts";
import { pythonTest } from "../../python.ts";
import { activationText, hardest, savedModels } from "./saved_models.ts";

const models = { ...savedModels, hardest };
const model = createMlp([2, 3, 2], { activation: "tanh", seed: 1 });

Deno.test("a model comes back from a NumPy archive whole, to the bit", async () => {
  for (const [name, each] of Object.entries(models)) {
    const back = await modelFromNpz(modelToNpz(each));
    assertSameBits(back.parameters, each.parameters, name);
    assertEquals({ ...back, parameters: [] }, { ...each, parameters: [] });
  }
});

Deno.test("equal models make equal archives, a stored entry for each array and one for the rest", () => {
  const bytes = modelToNpz(model);
  assertEquals(bytes, modelToNpz({ ...model, sizes: [...model.sizes] }));
  const text = new TextDecoder("latin1").decode(bytes);
  const directory = text.split("PK\x01\x02").slice(1);
  const names = directory.map((header) => /^.{42}([\w.]+\.npy)/s.exec(header)?.[1]);
  assertEquals(
    names,
    ["0.weight", "0.bias", "2.weight", "2.bias", "metadata"].map((name) => `${name}.npy`),
  );
});

/** Says what NumPy finds in archives: types, shapes, bits, and the text. */
const reader = `
import json, sys, numpy
for path in sys.argv[1:]:
    archive = numpy.load(path)
    metadata = json.loads(archive["metadata"].item())
    arrays = {name: archive[name] for name in archive.files if name != "metadata"}
    shapes = {name: [str(array.dtype), array.shape] for name, array in arrays.items()}
    bits = b"".join(array.tobytes() for array in arrays.values()).hex()
    print(json.dumps({"metadata": metadata, "shapes": shapes, "bits": bits}))
`;

pythonTest(
  "numpy.load reads archives: names, shapes, bits and the text in JSON",
  ["numpy"],
  async (python) => {
    const folder = await Deno.makeTempDir();
    const all = Object.values(models);
    for (const [at, each] of all.entries()) {
      Deno.writeFileSync(`${folder}/${at}.npz`, modelToNpz(each));
    }
    const lines = await python(["-c", reader, ...all.map((_, at) => `${folder}/${at}.npz`)]);
    for (const [at, line] of lines.trim().split("\n").entries()) {
      const { metadata, shapes, bits } = JSON.parse(line);
      const { sizes, activation, head, featureNames, parameters } = all[at];
      assertEquals([metadata.activation, metadata.head], [activationText(activation), head]);
      if (featureNames) assertEquals(JSON.parse(metadata.featureNames), featureNames);
      const expected = sizes.slice(1).flatMap((outputs, layer) => [
        [`${2 * layer}.weight`, ["float32", [outputs, sizes[layer]]]],
        [`${2 * layer}.bias`, ["float32", [outputs]]],
      ]);
      assertEquals(shapes, Object.fromEntries(expected));
      assertEquals(bits, new Uint8Array(parameters.buffer).toHex());
    }
    await Deno.remove(folder, { recursive: true });
  },
);

/** Has NumPy write the model's arrays in all the ways in which it may. */
const writer = `
import sys, numpy
archive = numpy.load(sys.argv[1])
folder = sys.argv[2]
arrays = {name: archive[name] for name in archive.files if name != "metadata"}
numpy.savez(folder + "/stored.npz", **arrays)
numpy.savez_compressed(folder + "/deflated.npz", **arrays)
numpy.savez(folder + "/doubles.npz", **{name: array.astype("f8") for name, array in arrays.items()})
columns = {name: numpy.asfortranarray(array) for name, array in arrays.items()}
numpy.savez(folder + "/columns.npz", **columns)
numpy.savez_compressed(folder + "/whole.npz", **archive)
numpy.savez(folder + "/half.npz", **{name: array.astype("f2") for name, array in arrays.items()})
numpy.savez(folder + "/text.npz", note="of mine", **arrays)
`;

pythonTest("archives that NumPy writes are read: deflated, in float64, column after column", [
  "numpy",
], async (python) => {
  const folder = await Deno.makeTempDir();
  Deno.writeFileSync(`${folder}/model.npz`, modelToNpz(model));
  await python(["-c", writer, `${folder}/model.npz`, folder]);
  const read = (name: string, activation?: "tanh") =>
    modelFromNpz(Deno.readFileSync(`${folder}/${name}.npz`), { activation });
  for (const name of ["stored", "deflated", "doubles", "columns"]) {
    assertEquals(await read(name, "tanh"), model, name);
  }
  assertEquals(await read("whole"), model);
  await assertRejects(() => read("stored"), RangeError, "activation must be given");
  await assertRejects(() => read("half", "tanh"), SyntaxError, 'its type is "<f2"');
  await assertRejects(() => read("text", "tanh"), SyntaxError, '"note.npy" is a text');
  await Deno.remove(folder, { recursive: true });
});

/** Where a text of ASCII stands in bytes. */
function placeOf(bytes: Uint8Array, text: string): number {
  return new TextDecoder("latin1").decode(bytes).indexOf(text);
}

/** The model's archive with some bytes changed. */
function changed(change: (bytes: Uint8Array) => void): Uint8Array {
  const bytes = modelToNpz(model);
  change(bytes);
  return bytes;
}

const file = modelToNpz(model);
const directory = placeOf(file, "PK\x01\x02");

/** Archives that are refused, and what the one line says. */
const refused: [what: string, file: Uint8Array, says: string][] = [
  ["nothing in them", new Uint8Array(), "it is no zip archive, or not whole"],
  ["their end cut off", file.slice(0, -1), "it is no zip archive, or not whole"],
  ["another format", new TextEncoder().encode("x".repeat(100)), "it is no zip archive"],
  ["a changed number", changed((it) => it[170] ^= 1), 'its entry "0.weight.npy" is damaged'],
  [
    "a damaged directory",
    changed((it) => it[directory] = 0),
    "its directory is damaged",
  ],
  [
    "a directory that is cut short",
    changed((it) => it[directory + 28] = 255),
    "its directory is damaged",
  ],
  [
    "an entry beyond the end",
    changed((it) => it.fill(255, directory + 42, directory + 46)),
    'its entry "0.weight.npy" is damaged',
  ],
  [
    "an encrypted entry",
    changed((it) => it[directory + 8] |= 1),
    'its entry "0.weight.npy" is encrypted',
  ],
  [
    "an unknown compression",
    changed((it) => it[directory + 10] = 12),
    'its entry "0.weight.npy" is compressed by method 12',
  ],
  [
    "what is not deflated",
    changed((it) => it[directory + 10] = 8),
    'its entry "0.weight.npy" is damaged',
  ],
  [
    "an entry that claims to inflate to 4 GiB",
    changed((it) => {
      it[directory + 10] = 8;
      it.fill(255, directory + 24, directory + 28);
    }),
    'its entry "0.weight.npy" is damaged',
  ],
];

for (const [what, bytes, says] of refused) {
  Deno.test(`NumPy archives with ${what} are refused by one line`, async () => {
    const { message } = await assertRejects(() => modelFromNpz(bytes), SyntaxError, says);
    assertEquals(message.startsWith("Cannot load the model as the file must be an npz"), true);
    assertEquals(message.includes("\n"), false);
  });
}

Deno.test("a model that is not finite is not saved", () => {
  const parameters = model.parameters.with(0, NaN);
  assertThrows(() => modelToNpz({ ...model, parameters }), RangeError, "must be finite");
});
