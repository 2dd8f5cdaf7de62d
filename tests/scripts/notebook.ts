/**
 * The notebook without Jupyter: its cells in order, as one module of a folder of its own, and what
 * each of them shows.
 */

const root = new URL("../../", import.meta.url);

/** Where the notebook is. */
export const notebookUrl = new URL("scripts/experiments.ipynb", root);

/** A notebook as nbformat 4 has it, as far as it is used here. */
export interface Notebook {
  cells: {
    cell_type: "code" | "markdown";
    source: string[];
    execution_count?: number | null;
    outputs?: unknown[];
  }[];
}

/** What a cell shows. */
export interface Shown {
  /** What it wrote on the console. */
  readonly text: string;
  /** What it displayed, in the forms that it gives to notebooks, null where it displays nothing. */
  readonly forms: Record<string, string> | null;
}

/** The sources of the code cells, in order. */
export function codeOf({ cells }: Notebook): string[] {
  return cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => source.join(""));
}

/** Type checks and runs cells with read permission alone; throws what they throw. */
export async function runCells(cells: readonly string[]): Promise<Shown[]> {
  const folder = Deno.makeTempDirSync();
  try {
    // From where they are, the cells find the library where the notebook does.
    Deno.mkdirSync(`${folder}/scripts`);
    Deno.writeTextFileSync(`${folder}/deno.json`, "{}");
    Deno.writeTextFileSync(`${folder}/mod.ts`, `export * from "${new URL("mod.ts", root)}";\n`);
    Deno.writeTextFileSync(`${folder}/scripts/cells.ts`, moduleOf(cells));
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--check", "--no-prompt", "--allow-read", "scripts/cells.ts"],
      cwd: folder,
      stdin: "null",
    }).output();
    const text = new TextDecoder();
    if (!success) throw new Error(text.decode(stderr));
    return JSON.parse(text.decode(stdout));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function moduleOf(cells: readonly string[]): string {
  return [
    `const shown: { text: string; forms: unknown }[] = [];`,
    `const write = console.log;`,
    `console.log = (...parts) => { shown[shown.length - 1].text += parts.join(" ") + "\\n"; };`,
    `const startCell = () => { shown.push({ text: "", forms: null }); };`,
    // As Deno's kernel has it, which asks what is displayed for its forms.
    `const displayed = (value: { [hook: symbol]: () => unknown }) => {`,
    `  shown[shown.length - 1].forms = value[Symbol.for("Jupyter.display")]();`,
    `  return Promise.resolve();`,
    `};`,
    `Object.assign(Deno, { jupyter: { display: displayed } });`,
    ...cells.flatMap((cell) => ["startCell();", cell]),
    `write(JSON.stringify(shown));`,
  ].join("\n");
}
