/** Predictions of a saved model for the rows of a table: classes with probabilities, or values. */

import {
  formatTable,
  listText,
  type Mlp,
  predict,
  type Prediction,
  type Table,
  type TableInputs,
  tableInputs,
} from "../mod.ts";
import { type Command, createProgram, runProgram, type Tools } from "./cli/command.ts";
import { commandText } from "./cli/provenance.ts";
import { writeFile } from "./cli/files/files.ts";
import { path } from "./cli/flags/flag_kinds.ts";
import { ownDataFlags } from "./cli/flags/data_flags.ts";
import { commonFlags } from "./cli/flags/lab_flags.ts";
import { openLabDevice } from "./cli/lab.ts";
import { readEndings, readModel } from "./cli/model_files.ts";
import { writeOut } from "./cli/output/streams.ts";
import { readTable } from "./cli/read_table.ts";
import { usage, UsageError } from "./cli/usage_error.ts";
import { counted } from "./cli/text_layout.ts";

const { device, workers, json, quiet, help } = commonFlags;
const { data, missing } = ownDataFlags;

const flags = {
  model: path({
    placeholder: "FILE",
    endings: readEndings,
    help: "the model, as train --save writes it: .json, .safetensors or .npz",
  }),
  data: { ...data, help: "the rows to predict, as CSV or TSV with a header; - is standard input" },
  missing: {
    ...missing,
    help: "rows with missing values are an error, left out, or filled with the mean of the " +
      "training data (default: error)",
  },
  csv: path({
    placeholder: "FILE",
    dash: "standard output",
    help: "write the rows with their predictions there, as CSV (default: -)",
  }),
  ...{ device, workers, json, quiet, help },
};

const command: Command<typeof flags> = {
  name: "predict",
  summary: "Predicts the class or the value of each row of a table with a model that train saved.",
  example: "deno task predict --model model.json --data new.csv --csv predicted.csv",
  flags,
};

/** The inputs that a model needs, read from a table. */
interface ReadRows extends TableInputs {
  readonly model: Mlp;
  readonly table: Table;
  /** Whether spreadsheets need a byte order mark before the text. */
  readonly needsMark: boolean;
}

/** Predicts all rows, and writes them. */
async function predictRows(tools: Tools<typeof flags>) {
  const { flags: { csv = "-", device: choice, workers, json }, output, command, signal } = tools;
  const { modelPath, dataPath } = checkPaths(tools.flags);
  if (csv === "-" && json === "-") {
    throw new UsageError("Flags --csv and --json cannot both be standard output: name a file");
  }
  const model = await readModel(modelPath, undefined);
  const read = await readRows(model, { modelPath, dataPath, missing: tools.flags.missing });
  const work = read.kept.length * model.parameters.length;
  await using device = await openLabDevice(choice, output, { workers, work });
  output.note(`Device: ${device.name} (${device.reason})`);
  const prediction = await predict(model, { device, inputs: read.inputs, unscaled: true });
  signal.throwIfAborted();
  const { separator, decimal } = read.table;
  const mark = read.needsMark ? "\ufeff" : "";
  const text = mark + formatTable(withPredictions(read, prediction), { separator, decimal });
  if (csv === "-") await writeOut(text);
  else await writeFile(csv, text);
  const tell = csv === "-" ? output.note : output.say;
  for (const line of describe(read, prediction)) tell(line);
  return {
    experiment: "predict",
    command: commandText(command),
    model: modelPath,
    data: { file: dataPath, rows: read.kept.length },
    device: { kind: device.kind, name: device.name, software: device.software },
    ...predictionRecord(model, prediction),
  };
}

/** The paths that must be given. */
function checkPaths({ model, data }: Tools<typeof flags>["flags"]) {
  if (model === undefined) throw new UsageError("Flag --model is needed: a file that --save wrote");
  if (data === undefined) throw new UsageError("Flag --data is needed: a CSV file, or -");
  return { modelPath: model, dataPath: data };
}

/** Reads the features of the model by their names; without names all numeric columns in their order. */
async function readRows(
  model: Mlp,
  { modelPath, dataPath, missing }: {
    readonly modelPath: string;
    readonly dataPath: string;
    readonly missing: Tools<typeof flags>["flags"]["missing"];
  },
): Promise<ReadRows> {
  const { table, needsMark } = await readTable(dataPath);
  const { featureNames, scaler, sizes: [features] } = model;
  const lacking = featureNames?.filter((name) => !table.names.includes(name)) ?? [];
  if (lacking.length > 0) {
    throw new UsageError(
      `Cannot predict ${table.source} as it lacks ${listText(lacking)}, which the model ` +
        `${modelPath} needs: its columns are ${table.names.join(", ")}`,
    );
  }
  const read = usage(() =>
    tableInputs(table, { features: featureNames, missing, means: featureNames && scaler?.mean })
  );
  const found = read.inputs.length / read.kept.length;
  if (found === features) return { ...read, model, table, needsMark };
  throw new UsageError(
    `Cannot predict ${table.source} as it has ${found} numeric columns, and the model ` +
      `${modelPath}, which names no features, has ${features} inputs`,
  );
}

/** The rows of the table with columns of predictions; those of an earlier prediction are replaced. */
function withPredictions({ table, kept, model }: ReadRows, prediction: Prediction) {
  const predicted = predictedColumns(model, prediction);
  const own = table.names.keys().filter((column) => !predicted.has(table.names[column])).toArray();
  return {
    names: [...own.map((column) => table.names[column]), ...predicted.keys()],
    columns: [
      ...own.map((column) => kept.map((row) => table.columns[column][row])),
      ...predicted.values(),
    ],
  };
}

function predictedColumns(
  model: Mlp,
  { labels, values, probabilities, outputs }: Prediction,
): Map<string, (string | number)[]> {
  const columns = new Map<string, (string | number)[]>();
  const width = model.sizes[model.sizes.length - 1];
  const rows = outputs.length / width;
  const columnOf = (numbers: Float32Array | Float64Array, column: number) =>
    Array.from({ length: rows }, (_, row) => rounded(numbers[row * width + column]));
  if (values !== null) {
    for (let target = 0; target < width; target++) {
      const name = width === 1 ? "" : ` ${model.targetNames?.[target] ?? target + 1}`;
      columns.set(`predicted${name}`, columnOf(values, target));
    }
    return columns;
  }
  columns.set("predicted", Array.from(labels, (label) => nameOf(model, label)));
  const measure = probabilities === null ? "score" : "probability";
  for (let output = 0; output < width; output++) {
    const name = width === 1 ? measure : `${measure} ${nameOf(model, output)}`;
    columns.set(name, columnOf(probabilities ?? outputs, output));
  }
  return columns;
}

function nameOf({ classNames }: Mlp, label: number): string {
  return classNames?.[label] ?? `class ${label}`;
}

/** Eight digits, more than networks in float32 compute. */
function rounded(value: number): number {
  return Number(value.toPrecision(8));
}

/** How many rows were predicted as what. */
function describe({ table, kept, filled, model }: ReadRows, { labels, values }: Prediction) {
  const omitted = table.rows.length - kept.length;
  const counts = new Map<number, number>();
  labels.forEach((label) => counts.set(label, (counts.get(label) ?? 0) + 1));
  const classes = [...counts].sort(([a], [b]) => a - b).slice(0, 12)
    .map(([label, count]) => `${count} ${nameOf(model, label)}`);
  return [
    `${counted(kept.length, "row")} of ${table.source} predicted` +
    (values === null ? `: ${classes.join(", ")}${counts.size > 12 ? ", …" : ""}` : ""),
    ...(omitted > 0 ? [`${counted(omitted, "row")} with missing values left out`] : []),
    ...(filled > 0 ? [`${counted(filled, "missing value")} filled with means`] : []),
  ];
}

/** The predictions for JSON. */
function predictionRecord(model: Mlp, { labels, values, probabilities }: Prediction) {
  const { featureNames, targetNames, classNames } = model;
  if (values !== null) return { task: "regression", featureNames, targetNames, values };
  return {
    ...{ task: "classification", featureNames, classNames },
    ...{ classes: Array.from(labels, (label) => nameOf(model, label)), probabilities },
  };
}

/** The command. */
export const program = createProgram(command, predictRows);

if (import.meta.main) await runProgram(program);
