import { assert, assertEquals, assertRejects } from "@std/assert";
import { type DeviceChoice, deviceChoices, openDevice } from "../../lib/devices/open.ts";
import { assertClose } from "../oracle.ts";

/** Runs the fixture in a separate process, and returns its output. */
async function choiceOf(flags: string[], words: string[]) {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--no-check", "--allow-read", ...flags],
      ...[new URL("fixtures/choice.ts", import.meta.url).href, ...words],
    ],
    cwd: new URL("../../", import.meta.url),
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  assert(success, text.decode(stderr));
  const line = text.decode(stdout).split("\n").findLast((line) => line.startsWith("{"));
  return JSON.parse(line ?? "null");
}

const adapter = await navigator.gpu?.requestAdapter();

Deno.test("each choice opens a device with a name and a reason", async () => {
  for (const choice of deviceChoices) {
    if (choice === "webgpu" && !adapter) continue;
    await using device = await openDevice(choice);
    assertEquals(["webgpu", "cpu", "tfjs"].includes(device.kind), true);
    for (const text of [device.name, device.reason]) {
      assertEquals(text.length > 0 && !text.includes("\n"), true, text);
    }
  }
});

Deno.test({
  name: "without an adapter, the error of webgpu names the package to install",
  ignore: Boolean(adapter),
  fn: async () => {
    await assertRejects(() => openDevice("webgpu"), Error, "the package mesa-vulkan-drivers");
  },
});

Deno.test("auto chooses only a hardware GPU, and gives the reason for the CPU", async () => {
  await using device = await openDevice();
  const hardware = adapter !== null && !adapter.info.isFallbackAdapter;
  assertEquals(device.kind, hardware ? "webgpu" : "cpu");
  const why = hardware ? "found" : adapter ? "software adapter" : "no GPU was found";
  assertEquals(device.reason.includes(why), true, device.reason);
});

Deno.test("auto looks for a GPU only where two billion multiplications or more are to come", async () => {
  for (const work of [0, 1.9e9, 2e9, Number.MAX_VALUE, undefined]) {
    let looked = 0;
    Object.defineProperty(navigator, "gpu", {
      configurable: true,
      get: () => void looked++,
    });
    try {
      await using device = await openDevice("auto", { work });
      const isSmall = work !== undefined && work < 2e9;
      assertEquals([device.kind, looked > 0], ["cpu", !isSmall]);
      const why = isSmall ? "no GPU was looked for, as the work is small" : "no GPU was found";
      assertEquals(device.reason, why);
    } finally {
      delete (navigator as { gpu?: unknown }).gpu;
    }
  }
  await using device = await openDevice("tfjs", { work: 1 });
  assertEquals(device.kind, "tfjs");
});

Deno.test("auto chooses TensorFlow.js without a GPU and WebAssembly", async () => {
  const cpu = await choiceOf([], ["without-gpu"]);
  assertEquals([cpu.kind, cpu.assembly, cpu.reason], ["cpu", "object", "no GPU was found"]);
  const tfjs = await choiceOf(["--v8-flags=--jitless"], ["without-gpu"]);
  assertEquals([tfjs.kind, tfjs.assembly], ["tfjs", "undefined"]);
  assertEquals(tfjs.reason, "no GPU was found, and WebAssembly is off");
  assertEquals(tfjs.name, "TensorFlow.js 4.22.0, cpu backend");
  assertClose(tfjs.trainLoss, cpu.trainLoss, 1e-6, "losses");
});

Deno.test({
  name: "auto chooses TensorFlow.js with a software adapter and without WebAssembly",
  ignore: !adapter?.info.isFallbackAdapter,
  fn: async () => {
    const { kind, reason } = await choiceOf(["--v8-flags=--jitless"], []);
    assertEquals(kind, "tfjs");
    for (const why of ["the only GPU found is the software adapter", ", and WebAssembly is off"]) {
      assert(reason.includes(why), reason);
    }
  },
});

for (const choice of ["cpu", "tfjs"] as const) {
  Deno.test(`${choice} opens that device, with the reason that it was requested`, async () => {
    await using device = await openDevice(choice);
    assertEquals(
      [device.kind, device.software, device.reason],
      [choice, true, "asked for by name"],
    );
    assertEquals(device.name.includes("TensorFlow.js"), choice === "tfjs");
  });
}

Deno.test("an unknown device is an error that names all devices", async () => {
  const open = (choice: string) => () => openDevice(choice as DeviceChoice);
  await assertRejects(open("tfsj"), RangeError, 'did you mean "tfjs"?');
  await assertRejects(open("cuda"), RangeError, "Cannot open the device as device must be one of");
});
