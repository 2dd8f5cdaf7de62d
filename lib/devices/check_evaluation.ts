/** Checks of the arguments of predictions and products, which are the same for every device. */

import {
  checkBoolean,
  checkCount,
  checkNumber,
  MAX_FLOAT32,
  show,
  validationMessage,
} from "../check.ts";
import { checkList, checkOptions, checkShape, isArray, optionNames } from "../check_shape.ts";
import { checkMlp, type Mlp } from "../models/mlp.ts";
import { checkFinite, checkFloats, checkLength } from "./checks.ts";
import type { Grid, MatmulShape } from "./device.ts";

const gridNames = optionNames<Grid>({ x: true, y: true, size: true });
const shapeNames = optionNames<MatmulShape>({
  ...{ batch: true, rows: true, inner: true, columns: true, transposeA: true, transposeB: true },
});

/** Checks that there is at least one model, and that all models have the same sizes. */
export function checkModels(action: string, models: readonly Mlp[]): void {
  checkList(action, "models", models, "a list of MLPs");
  checkLength(action, "models", models, Math.max(1, models.length));
  for (const model of models) {
    checkMlp(action, model);
    if (model.sizes === models[0].sizes || model.sizes.join() === models[0].sizes.join()) continue;
    throw new RangeError(
      validationMessage(
        action,
        "all sizes",
        `${show(models[0].sizes)}, as the first model's`,
        model.sizes,
      ),
    );
  }
}

/** Checks that points are finite, and have as many features as the model has inputs. */
export function checkPoints(action: string, { sizes }: Mlp, inputs: Float32Array): void {
  checkFloats(action, "inputs", inputs);
  if (inputs.length === 0 || inputs.length % sizes[0] !== 0) {
    const allowed = `a multiple of ${sizes[0]}, above 0`;
    throw new RangeError(validationMessage(action, "the length of inputs", allowed, inputs.length));
  }
  checkFinite(action, "inputs", inputs);
}

/** The maximum number of points of a grid, whose outputs take hundreds of megabytes. */
const maxPoints = 2 ** 25;

/** Checks a grid, and that the model has two inputs. */
export function checkGrid(action: string, { sizes }: Mlp, grid: Grid): void {
  checkShape(action, "grid", grid, "grid");
  checkOptions(action, grid, gridNames, "grid");
  if (sizes[0] !== 2) {
    throw new RangeError(validationMessage(action, "the first of sizes", "2, x and y", sizes));
  }
  checkRanges(action, grid);
}

/** Checks the ranges and the size of a grid. */
export function checkRanges(action: string, grid: Grid): void {
  for (const name of ["x", "y"] as const) {
    const [minimum, maximum] = pairOf(action, name, grid[name]);
    checkNumber(action, `the minimum of ${name}`, minimum);
    checkNumber(action, `the maximum of ${name}`, maximum, { above: minimum });
    // Networks compute in float32.
    checkNumber(action, `the minimum of ${name}`, minimum, { minimum: -MAX_FLOAT32 });
    checkNumber(action, `the maximum of ${name}`, maximum, { maximum: MAX_FLOAT32 });
  }
  const [columns, rows] = pairOf(action, "size", grid.size);
  checkCount(action, "the grid's columns", columns, { minimum: 2 });
  checkCount(action, "the grid's rows", rows, { minimum: 2 });
  checkCount(action, "columns times rows", columns * rows, { maximum: maxPoints });
}

function pairOf(action: string, name: string, pair: readonly [number, number]) {
  if (isArray(pair) && pair.length === 2) return pair;
  throw new TypeError(validationMessage(action, name, "two numbers", pair));
}

/** The maximum number of elements of a product: 1 GiB. */
const maxProducts = 2 ** 28;

/** Checks that two operands have the lengths of their shape. */
export function checkOperands(
  action: string,
  operands: { a: Float32Array; b: Float32Array },
  shape: MatmulShape,
): void {
  const { a, b } = checkShape(action, "operands", operands, "operands");
  const { transposeA, transposeB, ...sizes } = checkOptions(action, shape, shapeNames, "shape");
  const { batch, rows, inner, columns } = sizes;
  for (const [name, value] of Object.entries({ batch, rows, inner, columns })) {
    checkCount(action, name, value);
  }
  checkBoolean(action, "transposeA", transposeA);
  checkBoolean(action, "transposeB", transposeB);
  checkFloats(action, "a", a, batch * rows * inner);
  checkFloats(action, "b", b, batch * inner * columns);
  checkCount(action, "batch times rows times columns", batch * rows * columns, {
    maximum: maxProducts,
  });
}
