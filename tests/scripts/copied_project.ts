/** The project as one who cloned it has it: copied to a folder of its own, where commands may write. */

import { assertMatch } from "@std/assert";
import type { Outcome } from "../cli/fixtures/deno.ts";

const root = new URL("../../", import.meta.url);

/** What is not in a clone, or of no use in a copy. */
const leftOut = [".git", "node_modules", "coverage", "figures"];

/** Calls `test` with the folder of a copy, removed afterwards. */
export async function withProject(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = Deno.makeTempDirSync({ prefix: "project " });
  try {
    copyFolder(root, new URL(`file://${folder}/`));
    await test(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function copyFolder(from: URL, to: URL): void {
  for (const { name, isDirectory, isFile } of Deno.readDirSync(from)) {
    if (leftOut.includes(name)) continue;
    if (isFile) Deno.copyFileSync(new URL(name, from), new URL(name, to));
    if (!isDirectory) continue;
    Deno.mkdirSync(new URL(name, to));
    copyFolder(new URL(`${name}/`, from), new URL(`${name}/`, to));
  }
}

/**
 * Runs a command as it is typed, but for the Deno that it names: this very one is run.
 *
 * @param line Such as `npx -y deno@2.9.6 task lab --seed 7`
 * @param options The project's folder, and arguments to add
 */
export async function runLine(
  line: string,
  { folder, more = [] }: { folder: string; more?: readonly string[] },
): Promise<Outcome> {
  assertMatch(line, /^(npx -y deno@[\d.]+|deno) [\w ./,:=-]+$/, "no shell is needed to run it");
  const [, ...args] = line.replace(/^npx -y deno@[\d.]+/, "deno").split(" ");
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args, ...more],
    cwd: folder,
    stdin: "null",
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** The files that what a command said names as written, from the project's folder on. */
export function filesNamed(said: string): string[] {
  return [...said.matchAll(/^(?:Figures|Gallery|Frames): (.*)$/gm)].flatMap(([, names]) =>
    names.match(/\S+\/\S+\.(?:svg|png|html)/g) ?? []
  );
}
