/** Datasets from CSV: the formats that programs write, and one clear line for what is no data. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { type CsvOptions, parseTable, readCsv, tableDataset } from "../../mod.ts";

const flowers = "length,width,species\n5.1,3.5,setosa\n7,3.2,versicolor\n4.9,3,setosa\n";

Deno.test("numbers, names and classes are those of the text", async () => {
  assertEquals(await readCsv(flowers, { name: "flowers" }), {
    name: "flowers",
    inputs: Float64Array.of(5.1, 3.5, 7, 3.2, 4.9, 3),
    labels: Int32Array.of(0, 1, 0),
    samples: 3,
    features: 2,
    classes: 2,
    task: "classification",
    featureNames: ["length", "width"],
    classNames: ["setosa", "versicolor"],
  });
});

Deno.test("the same table in every format is the same data", async () => {
  const expected = await readCsv(flowers);
  const rows = flowers.trim().split("\n").map((line) => line.split(","));
  const written = (separator: string, end: string, mark = (field: string) => field) =>
    rows.map((row) => row.map(mark).join(separator)).join(end);
  const quoted = (field: string) => `"${field}"`;
  const comma = (field: string) => field.replace(".", ",");
  const formats = {
    "Windows line ends": written(",", "\r\n"),
    "old Macintosh line ends": written(",", "\r"),
    "a byte order mark": `\ufeff${flowers}`,
    "quotes": written(",", "\n", quoted),
    "tabs": written("\t", "\n"),
    "semicolons": written(";", "\n"),
    "decimal commas": written(";", "\r\n", comma),
    "decimal commas and tabs": written("\t", "\n", comma),
    "decimal commas in quotes": written(",", "\n", (field) => quoted(field)),
    "blank lines and spaces": `\n\n${written(" , ", "\n\n")}\n \n`,
  };
  for (const [name, text] of Object.entries(formats)) {
    assertEquals(await readCsv(text), expected, name);
  }
  const forced = { separator: ",", decimal: "," } as const;
  assertEquals(
    await readCsv(written(",", "\n", (field) => quoted(comma(field))), forced),
    expected,
  );
});

Deno.test("quotes hold separators, quotes and line ends", async () => {
  const text = 'x,"y, in ""m""",kind\n1,2,"a,b"\n3,5,"a\nb"\n';
  const { featureNames, classNames } = await readCsv(text);
  assertEquals([featureNames, classNames], [["x", 'y, in "m"'], ["a\nb", "a,b"]]);
});

Deno.test("the separator is the mark that is as often in the header as in the first row", async () => {
  const separators: [string, string][] = [
    ['"a ""x"", y",<b>&amp;</b>,"two\nlines"\n1,2,u\n3,4,v\n', ","],
    ["length (cm; net),k\n1.5,x\n2.5,y\n", ","],
    ["length (cm, net);k\n1,5;x\n2,5;y\n", ";"],
    ["a;b\tk\n1\tx\n2\ty\n", "\t"],
    ["a;k;;\n1,5;x\n2,5;y\n", ";"],
  ];
  for (const [text, separator] of separators) {
    assertEquals((await parseTable(text)).separator, separator, text);
  }
});

Deno.test("thousands are marked as spreadsheets mark them, where a column leaves no doubt", async () => {
  const numbers = async (text: string) => [...(await readCsv(text, { features: ["a"] })).inputs];
  assertEquals(await numbers("a;k\n1.234,5;x\n950;y\n-1.000;x\n"), [1234.5, 950, -1000]);
  assertEquals(await numbers("a;k\n1.234.567;x\n0,5;y\n"), [1234567, 0.5]);
  assertEquals(await numbers('a,k\n"1,234.5",x\n"12,000",y\n'), [1234.5, 12000]);
  assertEquals(await numbers("a;k\n1\u202f234,5;x\n12\u00a0000;y\n"), [1234.5, 12000]);
  assertEquals(await numbers("a;k\n1’234.5;x\n1'000;y\n"), [1234.5, 1000]);
  // Without such a field 1.234 may have a decimal point, and 1,234 a decimal comma.
  await assertRejects(() => numbers("a;k\n1.234;x\n0,5;y\n"), RangeError, 'row 2, column "a"');
  await assertRejects(() => numbers('a,k\n"1,234",x\n5,y\n'), RangeError, 'row 2, column "a"');
  // A group has three digits: dates are no numbers.
  await assertRejects(() => numbers("a;k\n1.234,5;x\n01.01.2024;y\n"), RangeError, "row 3");
});

Deno.test("what spreadsheets add around a table is no data: a line sep=, empty columns and rows", async () => {
  const data = await readCsv("sep=;\r\na;k;;\r\n1,5;x;;\r\n;;;\r\n2,5;y\r\n;;;\r\n\r\n");
  assertEquals([...data.inputs], [1.5, 2.5]);
  assertEquals([data.featureNames, data.classNames], [["a"], ["x", "y"]]);
  await assertRejects(() => readCsv("a;k;\n1;x;\n2;y;3\n"), SyntaxError, "row 3 must be 2");
  await assertRejects(() => readCsv("a;;k\n1;2;x\n"), SyntaxError, "column 2 in row 1");
});

Deno.test("features are all numeric columns, or those that are asked for in their order", async () => {
  const text = "id,age,city,height,empty\nA1,7,Rome,1.25,\nB2,8,Oslo,1.31,\nC3,9,Rome,1.4,NA\n";
  const chosen = (options: CsvOptions) => readCsv(text, { target: "city", ...options });
  assertEquals((await chosen({})).featureNames, ["age", "height"]);
  const turned = await chosen({ features: ["height", "age"] });
  assertEquals([...turned.inputs.slice(0, 4)], [1.25, 7, 1.31, 8]);
  assertEquals((await readCsv(text, { target: "height" })).task, "regression");
});

Deno.test("numbers are classes if they are whole, few and repeated", async () => {
  const taskOf = async (targets: readonly (string | number)[], options: CsvOptions = {}) => {
    const rows = targets.map((target, row) => `${row},${target}`);
    return await readCsv(["x,y", ...rows].join("\n"), options);
  };
  const digits = await taskOf([3, 0, 3, 0, 10, 10]);
  assertEquals([digits.task, digits.classNames], ["classification", ["0", "3", "10"]]);
  assertEquals([...digits.labels], [1, 0, 1, 0, 2, 2]);
  assertEquals((await taskOf([0, 1, 2, 3])).task, "regression");
  assertEquals((await taskOf([0.5, 1, 0.5, 1])).task, "regression");
  assertEquals((await taskOf(Array.from({ length: 40 }, (_, at) => at % 11))).task, "regression");
  const values = await taskOf([0, 1, 0, 1], { task: "regression" });
  assertEquals([...values.targets!], [0, 1, 0, 1]);
  const classes = await taskOf([0.5, 10, "9", "b"], { task: "classification" });
  assertEquals(classes.classNames, ["0.5", "9", "10", "b"]);
});

Deno.test("rows with missing values are refused, left out or filled in", async () => {
  const text = "a,b,kind\n1,10,x\n2,,y\n3,40,x\n,20,y\n";
  await assertRejects(() => readCsv(text), RangeError, 'row 3, column "b" has no value');
  const dropped = await readCsv(text, { missing: "drop", features: ["a", "b"] }).catch(String);
  assertEquals(
    dropped,
    'RangeError: Cannot load the CSV as the targets in column "kind" must be of two classes or ' +
      'values at least: current value is "x"',
  );
  const { inputs, labels } = await readCsv(text, { missing: "mean" });
  assertEquals([...inputs], [1, 10, 2, 70 / 3, 3, 40, 2, 20]);
  assertEquals([...labels], [0, 1, 0, 1]);
  const kept = await readCsv(`${text}5,6,z\n`, { missing: "drop" });
  assertEquals([[...kept.labels], kept.classNames], [[0, 0, 1], ["x", "z"]]);
  const untold = "a,kind\n1,x\n2,NA\n3,y\n";
  assertEquals([...(await readCsv(untold, { missing: "drop" })).inputs], [1, 3]);
  await assertRejects(() => readCsv(untold, { missing: "mean" }), RangeError, "a target, has no");
});

Deno.test("a column of weights is no feature, and its rows are those that are kept", async () => {
  const text = "a,kind,w\n1,x,0.5\n,y,1\n3,x,\n4,NA,2\n5,y,4\n6,x,8\n";
  const { inputs, labels, featureNames, sampleWeights } = await readCsv(text, {
    weights: "w",
    missing: "drop",
  });
  assertEquals([featureNames, [...inputs], [...labels]], [["a"], [1, 5, 6], [0, 1, 0]]);
  assertEquals(sampleWeights, Float64Array.of(0.5, 4, 8));
  const filled = await readCsv("a;k;w\n1;x;0,5\n;y;1.234,5\n3;y;1\n", {
    weights: "w",
    missing: "mean",
  });
  assertEquals([[...filled.inputs], [...filled.sampleWeights!]], [[1, 2, 3], [0.5, 1234.5, 1]]);
  assertEquals((await readCsv("w,a,k\n1,2,x\n2,3,y\n", { weights: "w" })).featureNames, ["a"]);
  assertEquals("sampleWeights" in await readCsv(flowers), false);
});

const weighted = (weight: string) => `a,k,w\n1,x,1\n2,y,${weight}\n`;

const refused: [text: string, options: CsvOptions, says: string][] = [
  ["", {}, "as it must have a header and rows: it is empty"],
  ["\r\n \n", {}, "it is empty"],
  ["a,b\n", {}, "as it must have rows after the header"],
  ["a,b,a\n1,2,3\n", {}, "the name of column 3 in row 1 must be another than that of column 1"],
  ["\na,,b\n1,2,3\n", {}, "the name of column 2 in row 2 must be given"],
  ["a,b\n1,2\n\n1,2,3\n", {}, "the number of fields in row 4 must be 2, as in the header"],
  ['a,b\n1,"2\n3,4\n', {}, "row 2 has a wrong quote"],
  ["a,b\n1,x\n2,y\n", { target: "B" }, '(did you mean "b"?)'],
  ["a,b\n1,x\n2,y\n", { target: "c" }, "target must be one of a, b"],
  ["a,b\n1,x\n2,y\n", { features: ["aa"] }, "features[0] must be one of a, b"],
  ["a,b\n1,x\n2,y\n", { features: ["b"] }, "features[0] must be another column than the target"],
  ["a,b\n1,x\n2,y\n", { features: ["a", "a"] }, "features[1] must be a column that is not listed"],
  ["a,b\n1,x\n2,y\n", { features: [] }, "no column besides the target is numeric"],
  ["a,b\nu,x\nv,y\n", {}, "no column besides the target is numeric"],
  [
    "a,b\nu,x\nv,y\n",
    { features: ["a"] },
    'row 2, column "a" must be a number with a decimal point',
  ],
  ["a,b\n1,x\n2,y\nold,y\n", {}, 'row 4, column "a" must be a number'],
  ["a;b\n1,5;x\n2.5;y\n", {}, 'row 3, column "a" must be a number with a decimal comma'],
  ["a,b\n0x10,x\n2,y\n", {}, 'row 2, column "a" must be a number'],
  ["a,b\n1e39,x\n2,y\n", {}, 'row 2, column "a" must be finite in float32'],
  ["a,b,c\n1,5,x\n2,5,y\n", {}, 'column "b" is 5 in all rows, from row 2 on: a constant is no'],
  ["a,b\n1,x\n2,x\n", {}, 'the targets in column "b" must be of two classes or values at least'],
  ["a,b\n1,0.5\n2,0.5\n", {}, "must be of two classes or values at least"],
  ["a,b\n1,7\n2,07\n3,7.0\n", {}, 'of two classes or values at least: current value is "7"'],
  ["a,b\n1,0\n2,-0\n", { task: "classification" }, "of two classes or values at least"],
  ["a,b\n1,7\n2,7.0\n", { task: "regression" }, "of two classes or values at least"],
  ["a,b\n1,x\n2,y\n", { task: "regression" }, 'row 2, column "b" must be a number'],
  ["a,b\n,x\n,y\n", { features: ["a"], missing: "drop" }, "each of its rows has a missing value"],
  ["a,b\n,x\n,y\n", { features: ["a"], missing: "mean" }, 'column "a" has no number at all'],
  [weighted("0"), { weights: "w" }, 'row 3, column "w", a weight, must be above 0 and finite in'],
  [weighted("-1"), { weights: "w" }, "must be above 0 and finite in float32: current value is -1"],
  [weighted("1e-50"), { weights: "w" }, 'row 3, column "w", a weight, must be above 0'],
  [weighted("1e39"), { weights: "w" }, 'row 3, column "w" must be finite in float32'],
  [weighted("much"), { weights: "w" }, 'row 3, column "w" must be a number with a decimal point'],
  [weighted(""), { weights: "w" }, 'row 3, column "w" has no value: missing may be drop'],
  [weighted(""), { weights: "w", missing: "mean" }, 'row 3, column "w", a weight, has no value'],
  [weighted("1"), { weights: "W" }, '(did you mean "w"?)'],
  [weighted("1"), { weights: "w", features: ["w"] }, "must be another column than the weights"],
  [weighted("1"), { weights: "w", target: "w" }, "weights must be another column than the target"],
  ["k\nx\ny\n", { weights: "k" }, "weights must be another column than the target"],
];

Deno.test("what is no data is refused in one line with its row and column", async () => {
  for (const [text, options, says] of refused) {
    const source = "flowers.csv";
    const error = await assertRejects(() => readCsv(text, { ...options, source })) as Error;
    assert(error instanceof SyntaxError || error instanceof RangeError, String(error));
    assert(error.message.startsWith("Cannot load flowers.csv as "), error.message);
    assert(error.message.includes(says) && !error.message.includes("\n"), error.message);
  }
});

Deno.test("options that do not exist are refused", async () => {
  const wrong = { tagret: "b" } as CsvOptions;
  await assertRejects(() => readCsv(flowers, wrong), RangeError, '(did you mean "target"?)');
  const table = await parseTable(flowers);
  assertEquals(tableDataset(table, { target: "species" }), await readCsv(flowers));
});

Deno.test("a hundred thousand rows are read in a few seconds", async () => {
  const count = 100_000;
  const rows = Array.from({ length: count }, (_, row) => `${row / 7},${row % 11},${row % 3}`);
  const started = performance.now();
  const { samples, inputs } = await readCsv(["a,b,c", ...rows].join("\n"));
  assertEquals([samples, inputs[2 * (count - 1)]], [count, (count - 1) / 7]);
  assert(performance.now() - started < 20_000);
});
