/** An activation is one record: each has every part, and each file of a record is in the list. */

import { assertEquals } from "@std/assert";
import { activationNames, activationRecords } from "../../../lib/models/activations.ts";
import { relu } from "../../../lib/models/activations/relu.ts";
import type { ActivationRecord } from "../../../lib/models/activations/record.ts";

/** What each part has, and of what type. */
const parts = {
  float64: { value: "function", derivative: "function", secondDerivative: "function" },
  wgsl: { value: "string", derivative: "string", readsPreActivation: "boolean" },
  vector: { value: "function", derivative: "function" },
  tensors: { value: "function", derivative: "function" },
};

/** The parts that a record lacks. */
function lacking(name: string, record: Partial<ActivationRecord>): string[] {
  // The derivative of the identity is 1.
  const nullable = name === "identity" ? ["tensors.derivative"] : [];
  const all = record as Record<string, Record<string, unknown> | null | undefined>;
  return Object.entries(parts).flatMap(([part, types]) =>
    Object.entries(types)
      .filter(([key, type]) => {
        const given = all[part]?.[key];
        return given === "" || typeof given !== type;
      })
      .map(([key]) => `${part}.${key}`)
  ).filter((path) => !nullable.includes(path));
}

for (const name of activationNames) {
  Deno.test(`the record of ${name} has every part`, () => {
    assertEquals(lacking(name, activationRecords[name]), []);
  });
}

Deno.test("a record that lacks a part is seen", () => {
  for (const part of Object.keys(parts)) {
    const { [part as keyof ActivationRecord]: _, ...rest } = relu;
    assertEquals(lacking("relu", rest).every((path) => path.startsWith(`${part}.`)), true);
    assertEquals(lacking("relu", rest).length >= 2, true, part);
  }
  const wgsl = { ...relu.wgsl, derivative: "" };
  assertEquals(lacking("relu", { ...relu, wgsl }), ["wgsl.derivative"]);
});

Deno.test("each file of a record is in the list, under its name", async () => {
  const folder = new URL("../../../lib/models/activations/", import.meta.url);
  const shared = ["record.ts", "scalar_math.ts"];
  const found = new Map<string, unknown>();
  for await (const { name } of Deno.readDir(folder)) {
    if (shared.includes(name)) continue;
    const module = await import(new URL(name, folder).href);
    for (const [key, record] of Object.entries(module)) found.set(key, record);
  }
  assertEquals([...found.keys()].sort(), [...activationNames].sort());
  for (const name of activationNames) assertEquals(found.get(name), activationRecords[name]);
});
