/**
 * Command lines of every task with something wrong in them. Each ends in a moment: done, or with one
 * line that names what is wrong in words of the lab.
 *
 * `FUZZ_SEEDS=1,2,3` names the seeds; `FUZZ_LINES` says how many lines a seed has for each task (60 by
 * default). `FUZZ_LINE=task:seed:index` runs one line again.
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Program } from "../../scripts/cli/command.ts";
import { flagName } from "../../scripts/cli/flags/flags.ts";
import { withFolder } from "../cli/fixtures/deno.ts";
import { type CommandLine, makeCommandLine } from "./command_lines.ts";
import { type Ended, programs, runHere } from "./programs.ts";
import { Choices } from "./random.ts";

const seeds = (Deno.env.get("FUZZ_SEEDS") ?? "1").split(",").map(Number);
const lines = Number(Deno.env.get("FUZZ_LINES") ?? 60);
const [onlyTask, ...only] = (Deno.env.get("FUZZ_LINE") ?? "").split(":");

/** A task that opens contenders in workers takes its time: it has fewer lines. */
const share = (task: string) => task === "bench" ? 0.2 : 1;

/** So long may a line take; more than it does, as other tests may run beside. */
const LIMIT = 5_000;
/** After so long the work is stopped: what is wrong has been told before it, or nothing is. */
const STOP = 30;

const engineWords =
  /TypeError|RangeError|is not a function|Cannot read prop|undefined|\[object|os error|\.ts:\d/;

/** What is wrong with how a line ended; nothing where all is right. */
function faultOf(
  { args, misspelt }: CommandLine,
  { code, stderr, milliseconds }: Ended,
  program: Program,
): string | undefined {
  if (milliseconds > LIMIT) return `took ${Math.round(milliseconds)} ms`;
  if (![0, 1, 2, 130].includes(code)) return `ended with ${code}`;
  if (code === 0 || code === 130) return misspelt && "took a flag that is misspelt";
  if (!/^error: [^\n\r]+\n$/.test(stderr)) return "is not told in one line";
  if (stderr.length > 1_500) return `is told in ${stderr.length} characters`;
  const typed = args.join(" ");
  const [word] = stderr.match(engineWords) ?? [];
  if (word !== undefined && !typed.includes(word)) return `is told in words of the engine: ${word}`;
  if (misspelt !== undefined && !/did you mean --/.test(stderr)) {
    return `does not lead to ${misspelt}`;
  }
  const names = Object.keys(program.flags).map(flagName);
  const isNamed = names.some((name) => stderr.includes(name)) || /Unexpected/.test(stderr);
  if (code === 2 && !isNamed) return "names no flag";
  return undefined;
}

async function runLine(program: Program, line: CommandLine): Promise<Ended> {
  const controller = new AbortController();
  const stop = setTimeout(() => controller.abort(new Error("stopped")), STOP);
  try {
    return await runHere(program, line.args, controller.signal);
  } finally {
    clearTimeout(stop);
  }
}

/** A folder with what paths of command lines lead to. */
function prepare(folder: string): void {
  Deno.writeTextFileSync(`${folder}/file`, "kept");
  if (Deno.build.os !== "windows") Deno.symlinkSync("loop", `${folder}/loop`);
}

/** Paths of the files in a folder, and in those within it. */
function pathsIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? pathsIn(`${folder}/${name}`) : [`${folder}/${name}`]
  );
}

/** Sizes and times of the files in a folder, by their paths. */
function contentsOf(folder: string): string[] {
  return pathsIn(folder).map((path) => {
    const { size, mtime, ino } = Deno.lstatSync(path);
    return `${path} ${size} ${Number(mtime)} ${ino}`;
  }).sort();
}

for (const program of programs.filter(({ name }) => !onlyTask || name === onlyTask)) {
  Deno.test({
    name: `command lines of ${program.name} end in a moment: done, or one line says what is wrong`,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: () =>
      withFolder(async (folder) => {
        const home = Deno.cwd();
        using _ = { [Symbol.dispose]: () => Deno.chdir(home) };
        prepare(folder);
        // Where paths begin that are no more than a name.
        Deno.chdir(folder);
        const faults = new Map<string, string>();
        for (const seed of only.length > 0 ? [Number(only[0])] : seeds) {
          const [first, count] = only.length > 0
            ? [Number(only[1]), 1]
            : [0, Math.ceil(lines * share(program.name))];
          for (let index = first; index < first + count; index++) {
            const line = makeCommandLine(program.flags, folder, new Choices(seed, index));
            const before = contentsOf(folder);
            const ended = await runLine(program, line);
            const fault = faultOf(line, ended, program) ??
              (ended.code === 2 && before.join() !== contentsOf(folder).join()
                ? "has written"
                : undefined);
            const shown = JSON.stringify(line.args).slice(0, 400);
            const again = `FUZZ_LINE=${program.name}:${seed}:${index}`;
            if (fault) faults.set(fault, `${shown}\n  ${fault}\n  ${ended.stderr}  ${again}`);
            if (only.length > 0) console.log(shown, ended);
          }
        }
        assertEquals([...faults.values()].join("\n"), "");
      }),
  });
}

for (const program of programs.filter(({ flags }) => !onlyTask && "out" in flags)) {
  Deno.test({
    name: `${program.name} knows beforehand every file that it writes`,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: () =>
      withFolder(async (folder) => {
        const quick = [
          "--device=cpu",
          "--epochs=1",
          "--samples=20",
          "--animate",
          "--frames=2",
          "--png",
        ]
          .filter((argument) =>
            Object.keys(program.flags).map(flagName).includes(argument.split("=")[0])
          );
        const args = [...quick, `--out=${folder}`, "--quiet"];
        const { code, stderr } = await runHere(program, args);
        assertEquals(code, 0, stderr);
        const written = pathsIn(folder);
        assert(written.length > 1);
        for (const path of written) {
          const before = Deno.readFileSync(path);
          const refused = await runHere(program, [...args, `--json=${path}`]);
          assertEquals(refused.code, 2, `${path}: ${refused.stderr}`);
          assertStringIncludes(refused.stderr, "Flag --json names");
          assertEquals(Deno.readFileSync(path), before);
        }
      }),
  });
}
