/** A Python with PyTorch, scikit-learn and NumPy, as an independent reader; tests skip without one. */

/** The command of the first Python that has them; undefined if there is none. */
export const python: string | undefined = ["python3", "/usr/bin/python3"].find((command) => {
  try {
    const args = ["-c", "import numpy, sklearn, torch"];
    return new Deno.Command(command, { args, stdin: "null", stdout: "null", stderr: "null" })
      .outputSync().success;
  } catch {
    return false;
  }
});

if (python === undefined) {
  console.warn("No Python with torch, sklearn and numpy was found: its tests are skipped");
}

/** Runs a program, and returns its standard output; its standard error must be empty. */
export async function runPython(
  program: string,
  args: readonly string[] = [],
): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(python!, {
    args: ["-c", program, ...args],
    stdin: "null",
    env: { PYTHONDONTWRITEBYTECODE: "1" },
  }).output();
  const [said, complained] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (code !== 0 || complained !== "") throw new Error(`Python ended with ${code}: ${complained}`);
  return said;
}
