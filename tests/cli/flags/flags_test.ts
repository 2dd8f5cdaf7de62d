import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { asksForHelp, flagName, parseFlags, typedKeys } from "../../../scripts/cli/flags/flags.ts";
import { paths } from "../../../scripts/cli/flags/flag_kinds.ts";
import { dataFlags } from "../../../scripts/cli/flags/data_flags.ts";
import {
  commonFlags,
  modelFlags,
  saveFlags,
  trainingFlags,
  withDefaults,
} from "../../../scripts/cli/flags/lab_flags.ts";
import { UsageError } from "../../../scripts/cli/usage_error.ts";

const table = { ...dataFlags, ...modelFlags, ...trainingFlags, ...saveFlags, ...commonFlags };
const parse = (...args: string[]) => parseFlags(args, table);

/** Parsing must fail, with one line that holds each of the texts. */
function assertRefused(args: string[], ...texts: string[]): void {
  const { message } = assertThrows(() => parse(...args), UsageError);
  assertEquals(message.includes("\n"), false, message);
  for (const text of texts) assertStringIncludes(message, text);
}

Deno.test("no arguments give the defaults of the contract", () => {
  assertEquals(parse(), {
    ...{ data: undefined, target: undefined, features: undefined, missing: undefined },
    ...{ task: undefined, targetScaling: undefined, plane: undefined },
    dataset: "moons",
    samples: 600,
    noise: undefined,
    factor: 0.5,
    ...{ balance: undefined, centers: undefined, classes: undefined, turns: undefined },
    dataSeed: undefined,
    testSize: 0.3,
    sizes: [2, 32, 2],
    activation: undefined,
    initializer: undefined,
    optimizer: "sgd",
    learningRate: 0.05,
    weightDecay: undefined,
    epochs: 150,
    batchSize: 64,
    model: undefined,
    save: undefined,
    torch: undefined,
    checkpoint: undefined,
    resume: undefined,
    seed: 42,
    device: "auto",
    workers: undefined,
    out: "out",
    title: undefined,
    subtitle: undefined,
    titleStyle: "finding",
    language: "en",
    classNames: undefined,
    classColors: undefined,
    theme: "light",
    size: "wide",
    width: undefined,
    height: undefined,
    fonts: undefined,
    fontSize: undefined,
    transparent: false,
    png: false,
    noProvenance: false,
    figures: undefined,
    name: undefined,
    runNames: undefined,
    runColors: undefined,
    xLabel: undefined,
    yLabel: undefined,
    xLimits: undefined,
    yLimits: undefined,
    xTicks: undefined,
    yTicks: undefined,
    from: undefined,
    json: undefined,
    quiet: false,
    help: false,
  });
});

Deno.test("a switch may be called no-something, and denies nothing", () => {
  assertEquals(parse("--no-provenance").noProvenance, true);
  assertRefused(["--no-provenance=true"], "--no-provenance takes no value");
  assertRefused(["--provenance"], "Unknown flag --provenance", "--no-provenance");
  assertRefused(["--no-quiet"], "Unknown flag --no-quiet");
});

Deno.test("values come with = or after a space, and are typed by the table", () => {
  const flags = parse(
    "--batch-size=32",
    "--activation",
    "tanh",
    "--quiet",
    "--json",
    "-",
    "--out=a=b",
  );
  const activation: "tanh" | "relu" | string | readonly string[] | undefined = flags.activation;
  const batchSize: number = flags.batchSize;
  const quiet: boolean = flags.quiet;
  const json: string | undefined = flags.json;
  assertEquals([activation, batchSize, quiet, json, flags.out], ["tanh", 32, true, "-", "a=b"]);
  // @ts-expect-error a table's values have no other keys
  assertEquals(flags.epoch, undefined);
  // @ts-expect-error without a default the value may be missing
  const noise: number = flags.noise;
  assertEquals(noise, undefined);
});

Deno.test("numbers are read as JavaScript reads them", () => {
  assertEquals(parse("--noise", "5e-2").noise, 0.05);
  assertEquals(parse("--noise", ".5").noise, 0.5);
  assertEquals(parse("--noise", "+1").noise, 1);
  assertEquals(Object.is(parse("--noise", "-0").noise, 0), true);
  assertEquals(parse("--samples", "1e3").samples, 1000);
  assertEquals(parse("--seed", "0xff").seed, 255);
  assertEquals(parse("--seed", "4294967295").seed, 4294967295);
});

Deno.test("text that is no number is shown as it was typed", () => {
  for (const text of ["abc", "NaN", "1,5", "1_000", " ", "--"]) {
    if (text !== "--") assertRefused(["--noise", text], "--noise", "finite number", `"${text}"`);
  }
  assertRefused(["--noise=Infinity"], "finite number", "Infinity");
  assertRefused(["--noise", "-Infinity"], "finite number", "-Infinity");
  assertRefused(["--learning-rate", "1e999"], "--learning-rate", "finite number");
});

Deno.test("a negative number is a value out of range and not a flag", () => {
  for (const args of [["--noise", "-1"], ["--noise=-1"], ["--noise", "-1e0"]]) {
    assertRefused(args, "--noise", "at least 0", "current value is -1");
  }
  assertRefused(["--noise", "-.5"], "--noise", "current value is -0.5");
  assertRefused(["--sizes", "-2,2"], "--sizes", '"-2,2"');
});

Deno.test("counts are whole and above zero", () => {
  for (const flag of ["--samples", "--epochs", "--batch-size"]) {
    for (const value of ["0", "-3", "1.5", "1e-1"]) {
      assertRefused([flag, value], flag, "whole number, at least 1", String(Number(value)));
    }
  }
});

Deno.test("shares, rates and seeds keep to their bounds", () => {
  for (const value of ["0", "1", "-0.1", "1.5"]) {
    assertRefused(["--test-size", value], "--test-size", "above 0 and below 1", value);
  }
  assertRefused(["--factor", "1"], "--factor", "below 1");
  assertEquals(parse("--factor", "0").factor, 0);
  assertRefused(["--learning-rate", "0"], "--learning-rate", "above 0");
  assertRefused(["--weight-decay", "-1"], "--weight-decay", "at least 0");
  for (const value of ["-1", "1.5", "4294967296"]) {
    assertRefused(
      ["--seed", value],
      "--seed",
      "whole number, at least 0 and at most 4294967295",
      value,
    );
  }
});

Deno.test("sizes are two or more whole numbers", () => {
  assertEquals(parse("--sizes", "2,8,8,3").sizes, [2, 8, 8, 3]);
  assertEquals(parse("--sizes", "2, 8, 3").sizes, [2, 8, 3]);
  for (
    const value of ["2", "2,,2", "2,0,2", "2,1.5,2", "2,x,2", ",", "2,32,2,", "2x32x2", "2,1e9"]
  ) {
    assertRefused(["--sizes", value], "--sizes", "whole numbers", "2,32,2", `"${value}"`);
  }
});

Deno.test("words may be typed in any case, with dashes or without", () => {
  for (const text of ["leakyRelu", "leaky-relu", "LEAKY_RELU", "leakyrelu"]) {
    assertEquals(parse("--activation", text).activation, "leakyRelu");
  }
  assertEquals(parse("--optimizer", "AdamW").optimizer, "adamw");
  assertEquals(parse("--initializer", "xavier-uniform").initializer, "xavierUniform");
});

Deno.test("an unknown word is answered with all there are and the nearest", () => {
  assertRefused(["--activation", "rleu"], "sigmoid, tanh, relu", '(did you mean "relu"?)');
  assertRefused(["--dataset", "moon"], "moons, circles, blobs, spiral, xor", '"moons"?)');
  assertRefused(["--device", "tf"], "one of auto", '"tfjs"?)');
  assertRefused(["--initializer", "xaver"], "orthogonal", "normal:0.5", '"xavier"?)');
});

Deno.test("the normal initializer takes its standard deviation", () => {
  assertEquals(parse("--initializer", "normal:0.5").initializer, "normal:0.5");
  assertEquals(parse("--initializer", "Normal:0.25").initializer, "normal:0.25");
  assertRefused(["--initializer", "normal:-1"], "standard deviation", "at least 0", "value is -1");
  for (const std of ["", "x", " ", "NaN", "Infinity"]) {
    assertRefused(["--initializer", `normal:${std}`], "normal:0.5", `"normal:${std}`.toLowerCase());
  }
  assertRefused(["--initializer", "normal"], "such as normal:0.5", '"normal"');
});

Deno.test("an unknown flag is answered with the nearest one", () => {
  const cases: [string, string][] = [
    ["--epoch", "--epochs"],
    ["--epoch=5", "--epochs"],
    ["-epochs", "--epochs"],
    ["--Epochs", "--epochs"],
    ["--batchSize", "--batch-size"],
    ["--batch_size", "--batch-size"],
    ["--optim", "--optimizer"],
    ["--lr", "--learning-rate"],
    ["--bs", "--batch-size"],
    ["--layers", "--sizes"],
    ["--no-quiet", "--quiet"],
    ["--json.x", "--json"],
  ];
  for (const [typed, meant] of cases) {
    const name = typed.split("=")[0];
    assertRefused(
      [typed, "5"],
      `Unknown flag ${name} (did you mean ${meant}?)`,
      "--help lists all flags",
    );
  }
});

Deno.test("a flag like no other is answered with all there are", () => {
  for (
    const typed of ["--zzzzzzzzzzzz", "--__proto__", "--", "--=", "-%", "--a\nb\x1b[31m", "---"]
  ) {
    const { message } = assertThrows(() => parse(typed, "3"), UsageError);
    // deno-lint-ignore no-control-regex
    assertEquals(/[\n\x1b]/.test(message), false, message);
    if (typed !== "--") assertStringIncludes(message, "the flags are --dataset");
  }
  assertEquals(({} as Record<string, unknown>)["3"], undefined);
});

Deno.test("a flag without its value says what is allowed", () => {
  for (const args of [["--epochs"], ["--epochs="], ["--epochs", ""], ["--epochs", "--quiet"]]) {
    assertRefused(args, "Flag --epochs needs a value: a whole number");
  }
  assertRefused(["--activation", "-h"], "Flag --activation needs a value: one of sigmoid");
  assertRefused(["--out", ""], "Flag --out needs a value: a path");
  assertRefused(["--json="], "Flag --json needs a value: a path, or -");
});

Deno.test("a value given twice is refused, a switch is not", () => {
  assertRefused(["--epochs", "1", "--epochs=2"], "Flag --epochs is given twice");
  assertRefused(["--seed", "1", "--seed", "1"], "Flag --seed is given twice");
  assertEquals(parse("--quiet", "--quiet").quiet, true);
});

Deno.test("a switch takes no value", () => {
  for (const text of ["--quiet=true", "--quiet=no", "--quiet="]) {
    assertRefused([text], "Flag --quiet takes no value");
  }
});

Deno.test("what belongs to no flag is refused", () => {
  for (const stray of ["foo", "", "-", "5", "-1", "true"]) {
    assertRefused(["--quiet", stray], `Unexpected argument "${stray}"`);
  }
  assertRefused(["epochs=5"], "Unexpected argument", "(did you mean --epochs?)");
  assertRefused(["--epochs", "5", "6"], 'Unexpected argument "6"');
  assertRefused(["--", "--epochs", "5"], 'Unexpected "--"');
});

Deno.test("paths may be anything but empty, and - only where it is standard output", () => {
  assertEquals(parse("--out", "my folder/é").out, "my folder/é");
  assertEquals(parse("--out=--odd").out, "--odd");
  assertRefused(["--out", "-"], "--out must be a path");
  assertRefused(["--save", "-"], "--save must be a path");
  assertRefused(["--out", "a\0b"], "--out must be a path");
  assertRefused(["--out", "  "], "--out must be a path");
});

Deno.test("defaults can be overridden, and the rest stays", () => {
  const changed = withDefaults(trainingFlags, { epochs: 80, learningRate: 0.05 });
  const flags = parseFlags([], changed);
  const rate: number = flags.learningRate;
  assertEquals([flags.epochs, rate, flags.batchSize], [80, 0.05, 64]);
  assertEquals(parseFlags(["--epochs", "7"], changed).epochs, 7);
  assertEquals(trainingFlags.epochs.default, 150);
  // @ts-expect-error there is no such flag
  withDefaults(trainingFlags, { epoch: 80 });
});

Deno.test("help is asked for by --help or -h, but not as a value after --", () => {
  assertEquals(asksForHelp(["--epochs", "x", "--help"]), true);
  assertEquals(asksForHelp(["-h"]), true);
  assertEquals(asksForHelp(["--", "--help"]), false);
  assertEquals(asksForHelp(["help"]), false);
  assertEquals(parse("-h").help, true);
});

Deno.test("keys are typed with dashes", () => {
  assertEquals(flagName("learningRate"), "--learning-rate");
  assertEquals(flagName("json"), "--json");
});

Deno.test("lists, ranges and texts of figures are read, or refused with what is allowed", () => {
  const flags = parse("--run-names", "A, B c", "--x-limits=-3,3", "--title", "Ein Titel, a = 1");
  assertEquals(flags.runNames, ["A", "B c"]);
  assertEquals(flags.xLimits, [-3, 3]);
  assertEquals(flags.title, "Ein Titel, a = 1");
  assertRefused(["--class-names", "A,,B"], "--class-names must be texts joined by commas");
  for (const limits of ["3,-3", "1,1", "1", "1,2,3", "a,b", "0,Infinity", "1e300,1e301"]) {
    assertRefused(
      ["--y-limits", limits],
      "--y-limits must be two numbers",
      "the smaller one first",
    );
  }
  for (const stem of ["a/b", "..", ".hidden", "a ", "a:b", "x".repeat(101)]) {
    assertRefused(["--name", stem], "--name must be a file name without its ending or folder");
  }
  assertEquals(parse("--name", "Vorlesung 3.1").name, "Vorlesung 3.1");
});

Deno.test("a flag of several files takes all arguments up to the next flag", () => {
  const several = {
    files: paths({ placeholder: "FILE", help: "some", endings: [".a"] }),
    ...table,
  };
  const files = (...args: string[]) => parseFlags(args, several).files;
  assertEquals(files(), undefined);
  assertEquals(files("--files", "1.a"), ["1.a"]);
  assertEquals(files("--files", "1.a", "2.a", "--quiet"), ["1.a", "2.a"]);
  assertEquals(files("--files", "1.a", "--quiet", "--files=2.a"), ["1.a", "2.a"]);
  assertEquals(parseFlags(["--files", "1.a", "2.a", "--seed", "7"], several).seed, 7);
  assertEquals(typedKeys(["--files", "1.a", "2.a"], several), ["files"]);
  for (const args of [["--files"], ["--files", "--quiet"], ["--files", "1.a", "2.b"], ["1.a"]]) {
    assertThrows(() => files(...args), UsageError);
  }
});
