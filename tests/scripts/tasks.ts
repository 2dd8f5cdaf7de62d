/** Runs `deno task NAME` as a user does, with the permissions that the task itself has. */

import type { Outcome } from "../cli/fixtures/deno.ts";
import type { ExperimentRecord } from "../../scripts/cli/experiment.ts";

const root = new URL("../../", import.meta.url);

/** The command of a task, to be spawned. */
export function task(name: string, args: readonly string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", name, ...args],
    cwd: root,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1" },
  });
}

/** Runs a task to its end. */
export async function runTask(name: string, args: readonly string[]): Promise<Outcome> {
  const { code, stdout, stderr } = await task(name, args).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}

/**
 * What a task writes with `--json -`, which must be JSON alone; its figures go to `folder`. It runs on
 * the CPU unless the arguments name another device.
 */
export async function jsonOf<Result = ExperimentRecord>(
  name: string,
  folder: string,
  args: readonly string[] = [],
): Promise<Result> {
  const device = args.includes("--device") ? [] : ["--device", "cpu"];
  const flags = [...device, "--json", "-", "--quiet", "--out", folder];
  const { code, stdout, stderr } = await runTask(name, [...flags, ...args]);
  if (code !== 0 || stderr !== "") throw new Error(`${name} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
}

/** What a task writes with `--json -`, and what it writes when it runs again from that. */
export async function twice<Result = ExperimentRecord>(
  name: string,
  folder: string,
  args: readonly string[],
): Promise<[first: Result, again: Result, file: string]> {
  const first = await jsonOf<Result>(name, folder, args);
  const file = `${folder}/first.json`;
  Deno.writeTextFileSync(file, JSON.stringify(first));
  return [first, await jsonOf<Result>(name, `${folder}/again`, ["--from", file]), file];
}

/** A curve without the nulls that JSON has for what is not finite. */
export function finite(curve: readonly (number | null)[]): number[] {
  return curve.map((value) => value ?? NaN);
}

/** Waits until a file has so many lines. */
export async function hasLines(path: string, least: number): Promise<void> {
  for (let time = 0; time < 3_000; time++) {
    try {
      if (Deno.readTextFileSync(path).split("\n").length > least) return;
    } catch {
      // It is not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${path} did not get ${least} lines`);
}
