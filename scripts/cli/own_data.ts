/** Own data: read from a CSV file or standard input, scaled, and described for JSON and for the reader. */

import { basename } from "node:path";
import {
  type Dataset,
  featurePlane,
  listText,
  type Plane,
  principalPlane,
  type Scaler,
  scaleTargets,
  standardScale,
  type Table,
  tableDataset,
  type Task,
} from "../../mod.ts";
import { checkChoice, shortened } from "../../lib/check.ts";
import type { Values } from "./flags/flags.ts";
import type { ownDataFlags, weightFlags } from "./flags/data_flags.ts";
import { readTable } from "./read_table.ts";
import { counted, oneLine } from "./text_layout.ts";
import { usage, UsageError } from "./usage_error.ts";

/** The flags about own data, with a file. */
export type OwnDataSettings =
  & Values<typeof ownDataFlags>
  & Partial<Values<typeof weightFlags>>
  & { readonly data: string };

/** All settings that reproduce own data. */
export interface OwnDataRecord {
  /** The path of the file; `-` for standard input. */
  readonly file: string;
  /** The SHA-256 of its bytes, by which it is recognized. */
  readonly sha256: string;
  readonly target: string;
  readonly features: readonly string[];
  readonly task: Task;
  readonly classNames?: readonly string[];
  readonly missing: string;
  /** The column with the weights of the rows, if they have weights. */
  readonly weights?: string;
  /** The rows that are used. */
  readonly samples: number;
  /** Each feature is scaled to mean 0 and variance 1, before the split. */
  readonly scaling: "standard";
  readonly scaler: Scaler;
  /** Whether the values of a regression are scaled. */
  readonly targetScaling?: "standard" | "none";
  readonly targetScaler?: Scaler;
}

/** Own data, ready to be split. */
export interface OwnData {
  /** All rows, scaled. */
  readonly all: Dataset;
  readonly record: OwnDataRecord;
  /** The plane of boundaries and surfaces; undefined for a single feature. */
  readonly plane: Plane | undefined;
  /** What was read and chosen, in a line. */
  readonly note: string;
}

/**
 * Reads own data.
 *
 * @throws {Error} with one line if the file cannot be read
 * @throws {UsageError} with one line if it is no data, which names row and column
 */
export async function readOwnData(flags: OwnDataSettings): Promise<OwnData> {
  const { data: file, missing = "error", task, features, weights } = flags;
  const { table, sha256 } = await readTable(file);
  const { names } = table;
  const target = flags.target ?? names.findLast((name) => name !== weights) ?? names[0];
  const raw = usage(() => {
    const chosen = { target, features: features?.names, missing, weights, task };
    return tableDataset(table, { ...chosen, name: nameOf(file) });
  });
  checkClassSizes(raw, table, target);
  const scaled = usage(() => scaledTargets(standardScale(raw), flags.targetScaling ?? "auto"));
  const { task: chosen = "classification", classNames, samples, scaler, targetScaler } = scaled;
  if (weights !== undefined && chosen === "regression") {
    throw new UsageError(
      `Flag --weights needs classes, and ${target} has values: leave it out, or add --task ` +
        "classification",
    );
  }
  const record: OwnDataRecord = {
    ...{ file, sha256, target, features: scaled.featureNames!, task: chosen },
    ...(classNames && { classNames }),
    ...{ missing, ...(weights !== undefined && { weights }) },
    ...{ samples, scaling: "standard", scaler: scaler! },
    ...(chosen === "regression" && {
      targetScaling: targetScaler === undefined ? "none" : "standard",
    }),
    ...(targetScaler && { targetScaler }),
  };
  return { all: scaled, record, plane: planeOf(scaled, flags), note: noteOn(record, table) };
}

/** The name of the data in titles: that of the file without its ending. */
function nameOf(file: string): string {
  return file === "-" ? "data" : basename(file).replace(/(?<=.)\.[^.]*$/, "");
}

/** Throws if a class has too few rows for both sides of the split. */
function checkClassSizes(
  { labels, classNames = [] }: Dataset,
  { source, rows, columns, names }: Table,
  target: string,
): void {
  const sizes = new Uint32Array(classNames.length);
  labels.forEach((label) => sizes[label]++);
  const single = sizes.indexOf(1);
  if (single < 0) return;
  const fields = columns[names.indexOf(target)];
  const row = rows[fields.findIndex((field) => field === classNames[single])];
  throw new UsageError(
    `Cannot split ${source} as the class ${JSON.stringify(classNames[single])} of column ` +
      `${JSON.stringify(target)} has a single row${row === undefined ? "" : `, row ${row}`}: ` +
      "training and test data need one each",
  );
}

/** Targets with a mean or a deviation beyond this are too far from 0 and 1 for usual learning rates. */
const FAR = 10;

function scaledTargets(data: Dataset, scaling: "auto" | "standard" | "none"): Dataset {
  if (data.task !== "regression" || scaling === "none") {
    if (data.task !== "regression" && scaling !== "auto") {
      throw new RangeError("Flag --target-scaling changes nothing for classes: leave it out");
    }
    return data;
  }
  const scaled = scaleTargets(data);
  const { mean: [mean], scale: [scale] } = scaled.targetScaler!;
  const isFar = Math.abs(mean) > FAR || scale > FAR || scale < 1 / FAR;
  return scaling === "standard" || isFar ? scaled : data;
}

/** The plane in which the boundary is drawn: of the chosen features, of both, or of principal components. */
function planeOf(data: Dataset, { plane }: OwnDataSettings): Plane | undefined {
  if (plane !== undefined) {
    const { names } = plane;
    if (names.length !== 2 || names[0] === names[1]) {
      const found = names.length === 2 ? `${names[0]} twice` : names.length;
      throw new UsageError(`Flag --plane needs two features, such as A,B: it names ${found}`);
    }
    names.forEach((name, at) =>
      usage(() => checkChoice("choose the plane", `--plane[${at}]`, name, data.featureNames!))
    );
    return usage(() => featurePlane(data, [names[0], names[1]]));
  }
  if (data.features === 1) return undefined;
  return data.features === 2 ? featurePlane(data) : principalPlane(data);
}

/** What was read and chosen, so that a wrong guess is seen at once. */
function noteOn(
  { target, task, classNames = [], features, samples, targetScaling, weights }: OwnDataRecord,
  { rows, names, source }: Table,
): string {
  const omitted = rows.length - samples;
  const used = [target, weights, ...features];
  const unused = names.filter((name) => !used.includes(name));
  const learned = task === "regression"
    ? `${oneLine(target)} (a value${targetScaling === "standard" ? ", scaled" : ""})`
    : `${oneLine(target)} (${classNames.length} classes: ${shortList(classNames)})`;
  return [
    `Data: ${counted(samples, "row")} of ${source}; learning ${learned} from ${
      shortList(features)
    }`,
    ...(weights === undefined ? [] : [`training rows weighted by ${weights}`]),
    ...(unused.length > 0 ? [`not used: ${shortList(unused)}`] : []),
    ...(omitted > 0 ? [`${counted(omitted, "row")} with missing values left out`] : []),
  ].join("; ");
}

function shortList(all: readonly string[]): string {
  const names = all.map((name) => oneLine(shortened(name)));
  return names.length > 8
    ? `${names.slice(0, 6).join(", ")} and ${names.length - 6} more`
    : listText(names);
}
