/** Tests against libraries of Python, which are skipped where they are not installed. */

import { assert } from "@std/assert";

const interpreters = ["/usr/bin/python3", "python3"];

/** Runs Python with arguments, and returns what it wrote to standard output. */
export type Python = (args: readonly string[]) => Promise<string>;

/** The first interpreter that has all modules; undefined if there is none. */
async function interpreterWith(modules: readonly string[]): Promise<string | undefined> {
  for (const name of interpreters) {
    try {
      const program = modules.map((module) => `import ${module}`).join("\n");
      const { success } = await new Deno.Command(name, { args: ["-c", program] }).output();
      if (success) return name;
    } catch {
      // It is not installed.
    }
  }
  return undefined;
}

/** Declares a test that runs Python; it is skipped where Python or a module is missing. */
export function pythonTest(
  name: string,
  modules: readonly string[],
  work: (python: Python) => Promise<void>,
): void {
  Deno.test(name, async (test) => {
    const interpreter = await interpreterWith(modules);
    const needed = `python3 with ${modules.join(", ")}`;
    await test.step({
      name: interpreter === undefined ? `skipped: there is no ${needed}` : needed,
      ignore: interpreter === undefined,
      fn: () =>
        work(async (args) => {
          const { success, stdout, stderr } = await new Deno.Command(interpreter!, {
            args: [...args],
          }).output();
          assert(success, new TextDecoder().decode(stderr));
          return new TextDecoder().decode(stdout);
        }),
    });
  });
}
