import { assertEquals, assertRejects } from "@std/assert";
import { type DeviceChoice, deviceChoices, openDevice } from "../../lib/devices/open.ts";

const adapter = await navigator.gpu?.requestAdapter();

Deno.test("each choice opens a device that says what it is, and why", async () => {
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
  name: "webgpu without an adapter names the package to install",
  ignore: Boolean(adapter),
  fn: async () => {
    await assertRejects(() => openDevice("webgpu"), Error, "the package mesa-vulkan-drivers");
  },
});

Deno.test("auto takes hardware alone, and says why it took the CPU", async () => {
  await using device = await openDevice();
  const hardware = adapter !== null && !adapter.info.isFallbackAdapter;
  assertEquals(device.kind, hardware ? "webgpu" : "cpu");
  const why = hardware ? "found" : adapter ? "software adapter" : "no GPU was found";
  assertEquals(device.reason.includes(why), true, device.reason);
});

for (const choice of ["cpu", "tfjs"] as const) {
  Deno.test(`${choice} is what it says, as asked for`, async () => {
    await using device = await openDevice(choice);
    assertEquals(
      [device.kind, device.software, device.reason],
      [choice, true, "asked for by name"],
    );
    assertEquals(device.name.includes("TensorFlow.js"), choice === "tfjs");
  });
}

Deno.test("an unknown device is refused with those that there are", async () => {
  const open = (choice: string) => () => openDevice(choice as DeviceChoice);
  await assertRejects(open("tfsj"), RangeError, 'did you mean "tfjs"?');
  await assertRejects(open("cuda"), RangeError, "Cannot open the device as device must be one of");
});
