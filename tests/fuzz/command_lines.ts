/** Command lines with something wrong in them, made at random from the flags that a command takes. */

import { flagName, type Flags } from "../../scripts/cli/flags/flags.ts";
import type { Choices } from "./random.ts";

/** A command line, and what is known about it. */
export interface CommandLine {
  readonly args: readonly string[];
  /** The flag whose name is misspelt, where that is all that is wrong. */
  readonly misspelt?: string;
}

/** Values that fit some flags, and those that fit none. */
const values: readonly string[] = [
  ...[
    "0",
    "1",
    "2",
    "7",
    "-1",
    "-0",
    "0.5",
    ".5",
    "1e3",
    "1e400",
    "-1e400",
    "1e-400",
    "4294967296",
  ],
  ...[
    "NaN",
    "Infinity",
    "-Infinity",
    "0x10",
    "1_000",
    "1,5",
    "2,2",
    "2,32,2",
    "2,,2",
    "0,0",
    "2,1e9,2",
  ],
  ...["", " ", "-", "--", "---", "=", "=5", "-x", "true", "false", "null", "undefined", "[]", "{}"],
  ...[
    "relu",
    "Adam",
    "moon",
    "circles",
    "normal:1e39",
    "normal:",
    "normal:-1",
    "webgpu2",
    "cuda",
    "dark",
  ],
  ...[
    "é",
    "日本語",
    "🙂",
    "\u202e",
    "a\nb",
    "a\tb",
    "\u0000",
    "\ud800",
    "'; rm",
    "$(x)",
    "%s",
    "x".repeat(5_000),
  ],
  ...[
    "redis://127.0.0.1:1",
    "redis://:x@127.0.0.1:1/2",
    "redis://",
    "http://h",
    "1/2",
    "2/1",
    "1/0",
  ],
  ...["9007199254740993", "1000000", "1000001", "99999999999999999999", "1e21", "٣", "１"],
];

/** Paths that can be written, and those that cannot; `FOLDER` stands for a folder of their own. */
const paths: readonly string[] = [
  ...[
    "FOLDER/new.json",
    "FOLDER/new.npz",
    "FOLDER/new.onnx",
    "FOLDER/new.safetensors",
    "FOLDER/new.py",
    "FOLDER/file",
    "FOLDER/file/in",
    "FOLDER/out",
    "FOLDER/out/train-loss.svg",
  ],
  ...["FOLDER/out/index.html", "FOLDER/a/../b", "FOLDER/", "FOLDER/missing/x.json", "/proc/lab/x"],
  ...["/dev/null", "/dev/full", `FOLDER/${"n".repeat(300)}`, "FOLDER/loop", "-", "", " ", "\u0000"],
];

/** Arguments that are no flags of any command. */
const strays: readonly string[] = [
  ...[
    "--zzz",
    "--",
    "-",
    "-q",
    "-hh",
    "--=",
    "--=1",
    "---seed",
    "-seed",
    "train",
    "5",
    "-5",
    "--no-quiet",
  ],
  ...[
    "--Seed",
    "--seed-",
    "--__proto__",
    "--constructor=1",
    "--toString",
    "🙂",
    "",
    " ",
    "--é",
    "x".repeat(3_000),
  ],
];

/** Makes a command line that begins with settings that are quickly done. */
export function makeCommandLine(flags: Flags, folder: string, choices: Choices): CommandLine {
  const keys = Object.keys(flags).filter((key) => key !== "help");
  const quick = ["--device=cpu", "--epochs=1", "--samples=20", `--out=${folder}/out`]
    .filter((argument) => keys.some((key) => argument.startsWith(`${flagName(key)}=`)));
  if (choices.once(6)) return misspelled(quick, keys, choices);
  const args = [...quick];
  for (let changes = 1 + choices.below(3); changes > 0; changes--) {
    args.splice(choices.below(args.length + 1), 0, ...someArguments(flags, keys, choices));
  }
  return { args: args.map((argument) => argument.replaceAll("FOLDER", folder)) };
}

function someArguments(flags: Flags, keys: readonly string[], choices: Choices): string[] {
  const key = choices.of(keys);
  const name = flagName(key);
  if (choices.once(8)) return [choices.of(strays)];
  if (choices.once(12)) return [name];
  if (choices.once(12)) return [name.slice(0, 3 + choices.below(name.length))];
  if (flags[key].placeholder === "") {
    return choices.once(3) ? [`${name}=${choices.of(values)}`] : [name];
  }
  const isPath = /FILE|FOLDER/.test(flags[key].placeholder);
  const value = choices.of((isPath && !choices.once(4) ? paths : values).filter((each) =>
    // It would go to where the tests report.
    (key !== "json" && key !== "csv") || each !== "-"
  ));
  return choices.once(2) ? [`${name}=${value}`] : [name, value];
}

/** A letter of a flag is missing, doubled, or has changed its place with the next. */
function misspelled(
  quick: readonly string[],
  keys: readonly string[],
  choices: Choices,
): CommandLine {
  const name = flagName(choices.of(keys.filter((key) => key.length > 4)));
  const at = 3 + choices.below(name.length - 4);
  const wrong = choices.of([
    name.slice(0, at) + name.slice(at + 1),
    name.slice(0, at) + name[at] + name.slice(at),
    name.slice(0, at) + name[at + 1] + name[at] + name.slice(at + 2),
  ]);
  return { args: [...quick, `${wrong}=1`], misspelt: wrong === name ? undefined : name };
}
