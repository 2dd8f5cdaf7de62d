/** The time from a command to its figures: that of a whole process, from its start to its end. */

import type { ContenderName, Result } from "./contender.ts";

/** What a notebook of the same work imports before its first line. */
const imports = "import torch, sklearn, matplotlib";

/**
 * Runs `deno task activations` on a device of the lab, or the imports of a notebook in Python.
 *
 * @throws {Error} with the last line of what it wrote, if it fails
 */
export async function timeCommand(
  id: ContenderName,
  { python, signal }: { python: string; signal: AbortSignal },
): Promise<Result & { seconds: number }> {
  if (id === "torch") {
    const { seconds } = await timed(python, ["-c", imports], signal);
    return { seconds, values: new Float32Array() };
  }
  const out = await Deno.makeTempDir({ prefix: "bench-" });
  try {
    const flags = ["--device", id, "--out", out, "--quiet", "--json", "-"];
    const args = ["task", "--quiet", "activations", ...flags];
    const { seconds, stdout } = await timed(Deno.execPath(), args, signal);
    const { runs } = JSON.parse(stdout) as { runs: readonly { seconds: number }[] };
    const training = runs.reduce((sum, { seconds }) => sum + seconds, 0);
    const rest = { "start, boundaries and drawing": seconds - training };
    return { seconds, values: new Float32Array(), phases: { training, ...rest } };
  } finally {
    await Deno.remove(out, { recursive: true });
  }
}

async function timed(
  program: string,
  args: string[],
  signal: AbortSignal,
): Promise<{ seconds: number; stdout: string }> {
  const cwd = new URL("../../", import.meta.url);
  const started = performance.now();
  const { success, stdout, stderr } = await new Deno.Command(program, { args, cwd, signal })
    .output();
  const seconds = (performance.now() - started) / 1000;
  signal.throwIfAborted();
  const decoder = new TextDecoder();
  if (!success) throw new Error(decoder.decode(stderr).trim().split("\n").at(-1));
  return { seconds, stdout: decoder.decode(stdout) };
}
