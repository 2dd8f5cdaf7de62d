/**
 * Every public function and method, called with arguments that have something wrong in them, up to
 * three levels deep. Each call gives a result, or one line of the house's words, in under a second.
 *
 * Each run makes the same calls: of two seeds, or of those of `FUZZ_SEEDS=1,2,3`, and as many a seed as
 * `FUZZ_CALLS` says (20,000 by default). `FUZZ_CALL=seed:index` makes one call again, `FUZZ_ONLY=train` those
 * of functions with that in their name.
 */

import { assertEquals } from "@std/assert";
import { openDevice } from "../../mod.ts";
import { openGpu } from "../../gpu/gpu.ts";
import { publicNames, targetsOf } from "./calls.ts";
import type { Order, Report } from "./make_calls.ts";

/** So long may no call go without a word. */
const HANG = 20_000;

const script = import.meta.resolve("./make_calls.ts");
const count = Number(Deno.env.get("FUZZ_CALLS") ?? 20_000);
const seeds = (Deno.env.get("FUZZ_SEEDS") ?? "1,2").split(",").map(Number);
const only = Deno.env.get("FUZZ_ONLY") ?? "";
const repeated = Deno.env.get("FUZZ_CALL")?.split(":").map(Number);

/** What came of an order: for each function and fault an example. */
interface Outcome {
  readonly calls: number;
  readonly faults: ReadonlyMap<string, string>;
}

/** Has a process make calls; where it ends at one of them, or hangs, that is a fault. */
async function make(order: Order): Promise<Outcome> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "--allow-all", script, JSON.stringify(order)],
    ...{ stdin: "null", stdout: "piped", stderr: "piped" },
  }).spawn();
  const stderr = new Response(process.stderr).text();
  const faults = new Map<string, string>();
  let now = { begins: -1, call: "nothing yet", name: "" };
  let calls: number | undefined;
  const add = (fault: string, { at, call, name }: { at: number; call: string; name: string }) => {
    const example = `${call}\n  ${fault}\n  FUZZ_CALL=${order.seed}:${at} FUZZ_ONLY="${only}"`;
    const kind = `${name}: ${fault.replace(/[0-9]+/g, "0").slice(0, 120)}`;
    if (!faults.has(kind)) faults.set(kind, example);
  };
  let watchdog = setTimeout(() => process.kill("SIGKILL"), HANG);
  const lines = process.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(byLine());
  for await (const line of lines) {
    const report: Report = JSON.parse(line);
    clearTimeout(watchdog);
    watchdog = setTimeout(() => process.kill("SIGKILL"), HANG);
    if ("calls" in report) calls = report.calls;
    else if ("begins" in report) now = report;
    else add(report.fault, report);
  }
  const { signal } = await process.status;
  clearTimeout(watchdog);
  const words = (await stderr).slice(0, 500);
  if (calls === undefined) add(`the process ends, ${signal}: ${words}`, { ...now, at: now.begins });
  return { calls: calls ?? now.begins - order.first, faults };
}

/** Cuts text into lines. */
function byLine(): TransformStream<string, string> {
  let rest = "";
  return new TransformStream({
    transform(text, controller) {
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      for (const line of lines) controller.enqueue(line);
    },
  });
}

function holds({ calls, faults }: Outcome, { seed, kind }: Pick<Order, "seed" | "kind">): void {
  console.log(`seed ${seed}, ${kind}: ${calls} calls, ${faults.size} kinds of fault`);
  if (faults.size > 0) throw new Error(`on ${kind}\n\n${[...faults.values()].join("\n\n")}\n`);
}

Deno.test("every public function and method has a generator of calls", async () => {
  await using device = await openDevice("cpu");
  const called = (await targetsOf(device)).map(({ name }) => name);
  const missing = publicNames().filter((name) => !called.includes(name));
  assertEquals(missing.filter((name) => name !== "TrainingSession"), []);
});

for (const seed of repeated ? [repeated[0]] : seeds) {
  Deno.test(`calls of seed ${seed} give a result, or one clear line`, async () => {
    const [first, last] = repeated ? [repeated[1], repeated[1] + 1] : [0, count];
    const order = { kind: "cpu", seed, first, last, only } as const;
    holds(await make(order), order);
  });
}

const gpu = await openGpu();
gpu?.destroy();

for (const [kind, last] of [["tfjs", 6000], ["webgpu", 1000]] as const) {
  Deno.test({
    name: `${kind}: methods called with strange arguments give a result, or one clear line`,
    ignore: repeated !== undefined || (kind === "webgpu" && !gpu),
    async fn() {
      const [seed] = seeds;
      const order = { kind, seed, first: 0, last, only } as const;
      holds(await make(order), order);
    },
  });
}
