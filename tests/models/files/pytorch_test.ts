import { assertEquals, assertThrows } from "@std/assert";
import { modelToPyTorch } from "../../../mod.ts";
import { assertClose } from "../../oracle.ts";
import { pythonTest } from "../../python.ts";
import { hardest, outputsOf, pointsOf, savedModels } from "./saved_models.ts";

/** Imports modules, and says what they did, what they hold and what they compute. */
const program = `
import importlib.util, json, sys, torch
for path in sys.argv[1:]:
    torch.manual_seed(1)
    before = torch.get_rng_state()
    spec = importlib.util.spec_from_file_location("saved", path + ".py")
    saved = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(saved)
    model = saved.Mlp()
    drew = not torch.equal(before, torch.get_rng_state())
    inputs = torch.tensor(json.load(open(path + ".json")), dtype=torch.float64)
    if not hasattr(model, "mean"):
        inputs = inputs.to(torch.float32)
    result = {"drew": drew, "names": list(model.state_dict())}
    with torch.no_grad():
        result["outputs"] = model(inputs).flatten().tolist()
        if hasattr(model, "probabilities"):
            result["probabilities"] = model.probabilities(inputs).flatten().tolist()
    parameters = list(model.parameters())
    result["trainable"] = all(each.requires_grad for each in parameters)
    result["bits"] = b"".join(each.detach().numpy().tobytes() for each in parameters).hex()
    for name in ("FEATURE_NAMES", "CLASS_NAMES", "TARGET_NAMES"):
        result[name] = getattr(saved, name, None)
    print(json.dumps(result))
`;

pythonTest("PyTorch modules import in silence, keep all bits, and compute the lab's outputs", [
  "numpy",
  "torch",
], async (python) => {
  const folder = await Deno.makeTempDir();
  const models = [...Object.values(savedModels), hardest];
  const paths = models.map((_, at) => `${folder}/${at}`);
  for (const [at, model] of models.entries()) {
    const { sizes: [features] } = model;
    const raw = [...pointsOf(model).raw];
    const rows = Array.from(
      { length: raw.length / features },
      (_, row) => raw.slice(row * features, (row + 1) * features),
    );
    Deno.writeTextFileSync(`${paths[at]}.py`, modelToPyTorch(model));
    Deno.writeTextFileSync(`${paths[at]}.json`, JSON.stringify(rows));
  }
  const lines = (await python(["-c", program, ...paths])).trim().split("\n");
  assertEquals(lines.length, models.length);
  for (const [at, model] of models.entries()) {
    const found = JSON.parse(lines[at].replaceAll(/-?Infinity|NaN/g, "null"));
    const { sizes, parameters, featureNames, classNames, targetNames } = model;
    assertEquals([found.drew, found.trainable], [false, true]);
    assertEquals(
      found.names,
      sizes.slice(1).flatMap((_, layer) => [`${2 * layer}.weight`, `${2 * layer}.bias`]),
    );
    assertEquals(found.bits, new Uint8Array(parameters.buffer).toHex());
    assertEquals(
      [found.FEATURE_NAMES, found.CLASS_NAMES, found.TARGET_NAMES],
      [featureNames ?? null, classNames ?? null, targetNames ?? null],
    );
    if (model === hardest) continue;
    const { outputs, probabilities } = outputsOf(model);
    assertClose(found.outputs, outputs, 1e-6, `outputs of ${model.activation}`);
    assertEquals(found.probabilities === undefined, probabilities === null);
    if (probabilities) assertClose(found.probabilities, probabilities, 1e-6);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a program is the same for the same model, and carries its parameters once", () => {
  const model = savedModels["with names and a scaler"];
  const program = modelToPyTorch(model);
  assertEquals(program, modelToPyTorch({ ...model }));
  assertEquals(program.match(/PARAMETERS = /g)?.length, 1);
  assertEquals(program.split("\n").every((line) => line.length <= 120), true);
});

Deno.test("a model that is not finite is not saved", () => {
  const parameters = hardest.parameters.with(3, NaN);
  assertThrows(() => modelToPyTorch({ ...hardest, parameters }), RangeError, "must be finite");
});
