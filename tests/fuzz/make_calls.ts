/**
 * Makes calls of one seed, and tells what was wrong with each in lines of JSON. A process of its own,
 * as a call may never come back, or take all memory.
 */

import { openDevice } from "../../mod.ts";
import { type Target, targetsOf } from "./calls.ts";
import { faultOfError, faultOfResult, isTame } from "./judge.ts";
import { mutated } from "./mutate.ts";
import { Choices } from "./random.ts";

/** What calls are to be made. */
export interface Order {
  readonly kind: "cpu" | "tfjs" | "webgpu";
  readonly seed: number;
  /** The first call, and the one behind the last. */
  readonly first: number;
  readonly last: number;
  /** Only functions whose name has this in it. */
  readonly only: string;
}

/** What the process tells: that a call begins, what is wrong with one, or how many there were. */
export type Report =
  | { readonly begins: number; readonly call: string; readonly name: string }
  | { readonly fault: string; readonly at: number; readonly call: string; readonly name: string }
  | { readonly calls: number };

const SLOW = 1000;
const LARGE = 4e8;

const encoder = new TextEncoder();

function tell(report: Report): void {
  Deno.stdout.writeSync(encoder.encode(`${JSON.stringify(report)}\n`));
}

async function makeCalls(order: Order): Promise<void> {
  await using device = await openDevice(order.kind);
  const targets = (await targetsOf(device)).filter(({ name }) =>
    name.includes(order.only) && (order.kind === "cpu" || name.includes("device."))
  );
  let calls = 0;
  for (let at = order.first; at < order.last; at++) {
    const target = targets[at % targets.length];
    const args = argumentsAt(target, order.seed, at);
    const call = `${target.name}(${args.map(shown).join(", ")})`.slice(0, 700);
    tell({ begins: at, call, name: target.name });
    const fault = await faultOf(target, () => argumentsAt(target, order.seed, at));
    if (fault !== undefined) tell({ fault, at, call, name: target.name });
    calls++;
  }
  tell({ calls });
}

function argumentsAt(target: Target, seed: number, at: number): unknown[] {
  const args = mutated(target.args, new Choices(seed, at), target);
  return target.trains ? args.map(withTimeout) : args;
}

/** A training may be long: it is ended by a signal of its own. */
function withTimeout(argument: unknown): unknown {
  try {
    if (argument === null || Object.getPrototypeOf(argument) !== Object.prototype) return argument;
    const { data, signal } = argument as Record<string, unknown>;
    if (data === undefined || signal !== undefined) return argument;
    return { ...argument as object, signal: AbortSignal.timeout(600) };
  } catch {
    return argument;
  }
}

async function faultOf(target: Target, makeArgs: () => unknown[]): Promise<string | undefined> {
  const { fault, seconds } = await tried(target, makeArgs());
  if (fault !== undefined || seconds < SLOW) return fault;
  // Others may have had the processor meanwhile.
  const again = await tried(target, makeArgs());
  return again.seconds < SLOW ? again.fault : `it took ${Math.round(again.seconds)} ms`;
}

async function tried({ call, ...target }: Target, args: unknown[]) {
  const before = Deno.memoryUsage().rss;
  const started = performance.now();
  let fault: string | undefined;
  try {
    const result = await call(...args);
    const mayBeNaN = target.mayBeNaN || !isTame(args);
    if (!mayBeNaN || typeof result === "string") fault = faultOfResult(result);
  } catch (error) {
    fault = faultOfError(error);
  }
  const seconds = performance.now() - started;
  const grown = Deno.memoryUsage().rss - before;
  if (grown > LARGE) fault ??= `it took ${Math.round(grown / 2 ** 20)} MiB`;
  return { fault, seconds };
}

function shown(value: unknown): string {
  try {
    if (typeof value === "object" && value !== null && "device" in value) {
      return inspected({ ...value, device: "the device" });
    }
    return inspected(value);
  } catch {
    return "what cannot be shown";
  }
}

function inspected(value: unknown): string {
  const text = Deno.inspect(value, { depth: 5, iterableLimit: 8, strAbbreviateSize: 60 });
  return text.replace(/\s+/g, " ").slice(0, 500);
}

if (import.meta.main) await makeCalls(JSON.parse(Deno.args[0]));
