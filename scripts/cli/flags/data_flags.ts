/** The flags of the data: what generates them, or where they are, and their split. */

import { datasetNames, missingNames, taskNames } from "../../../mod.ts";
import { choice, count, number, path, words } from "./flag_kinds.ts";
import { columnNames } from "./list_kinds.ts";

/** What is done with the values of a regression before the training. */
export const targetScalings = ["auto", "standard", "none"] as const;

/** Datasets that are generated, and the split of all. */
export const generatorFlags = {
  dataset: choice({ default: "moons", choices: datasetNames, help: "what to classify" }),
  samples: count({
    default: 600,
    maximum: 1_000_000,
    help: "points to make",
    aliases: ["n", "points", "n-samples"],
  }),
  noise: number({
    minimum: 0,
    help: "standard deviation of the noise (default: the dataset's own; moons 0.25)",
  }),
  factor: number({
    default: 0.5,
    minimum: 0,
    below: 1,
    help: "circles: inner radius over outer radius",
  }),
  balance: number({
    above: 0,
    below: 1,
    help: "moons and circles: share of points of class 1 (default: a half)",
    aliases: ["class-balance", "imbalance"],
  }),
  centers: count({ maximum: 1000, help: "blobs: clusters, each a class (default: 3)" }),
  classes: count({ minimum: 2, maximum: 1000, help: "spiral: arms, each a class (default: 2)" }),
  turns: number({ above: 0, maximum: 1e6, help: "spiral: turns of each arm (default: 1.5)" }),
  testSize: number({ default: 0.3, above: 0, below: 1, help: "share of points held out" }),
  dataSeed: count({
    minimum: 0,
    maximum: 0xffffffff,
    help: "of points and split alone (default: --seed)",
  }),
};

/** Own data. */
export const ownDataFlags = {
  data: path({
    placeholder: "FILE",
    dash: "standard input",
    help: "own data in place of a dataset, as CSV or TSV with a header; - is standard input",
    aliases: ["csv", "file", "input"],
  }),
  target: words({
    placeholder: "NAME",
    help: "with --data: column of the classes or values to learn (default: the last one)",
    aliases: ["label", "y"],
  }),
  features: columnNames({
    help: "with --data: columns to learn from (default: all numeric ones except the target)",
    aliases: ["x", "columns"],
  }),
  missing: choice({
    choices: missingNames,
    help: "with --data: rows with missing values are an error, left out, or filled with the mean " +
      "(default: error)",
    aliases: ["na", "nan"],
  }),
  task: choice({
    choices: taskNames,
    help: "with --data: classes or values (default: values if the target has many numbers)",
  }),
  targetScaling: choice({
    choices: targetScalings,
    help: "with --data and values: scale them to mean 0 and deviation 1 (default: auto, if they " +
      "are far from that)",
  }),
  plane: columnNames({
    placeholder: "A,B",
    help: "with --data: two features for the axes of boundaries, the others at their mean " +
      "(default for three or more: principal components)",
  }),
};

/** The weights of own data, for a command whose networks are trained alone. */
export const weightFlags = {
  weights: words({
    placeholder: "NAME",
    help: "with --data: column with the weight of each row, above 0, in the training; test data " +
      "have none (default: all alike)",
    aliases: ["sample-weights", "sample-weight", "weight"],
  }),
};

/** The data and its split. */
export const dataFlags = { ...generatorFlags, ...ownDataFlags };
