/** Whether a field can be drawn, and what to say where it cannot. */

import { checkCount, checkNumber, validationMessage } from "../check.ts";
import type { Field } from "../models/field.ts";
import { shortNumber } from "./format.ts";

const ACTION = "draw the field";

/** Larger grids take minutes to contour, and no screen shows them. */
const LARGEST_SIDE = 2048;

/**
 * Checks that a field is whole: ranges, sizes, and as many numbers as they ask for.
 *
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if a part is out of bounds
 */
export function checkField(field: Field): void {
  if (typeof field !== "object" || field === null) {
    throw new TypeError(validationMessage(ACTION, "field", "a field of probabilities", field));
  }
  checkRange("x", field.x);
  checkRange("y", field.y);
  if (!Array.isArray(field.size) || field.size.length !== 2) {
    throw new TypeError(validationMessage(ACTION, "size", "[columns, rows]", field.size));
  }
  const bounds = { minimum: 2, maximum: LARGEST_SIDE };
  const columns = checkCount(ACTION, "columns", field.size[0], bounds);
  const rows = checkCount(ACTION, "rows", field.size[1], bounds);
  const classes = checkCount(ACTION, "classes", field.classes);
  if (!(field.values instanceof Float32Array)) {
    const value = field.values;
    throw new TypeError(validationMessage(ACTION, "probabilities", "a Float32Array", value));
  }
  const expected = classes * rows * columns;
  if (field.values.length === expected) return;
  const allowed = `${classes} × ${rows} × ${columns} = ${expected} numbers`;
  const value = field.values.length;
  throw new RangeError(validationMessage(ACTION, "probabilities", allowed, value));
}

function checkRange(name: string, range: readonly [number, number]): void {
  if (!Array.isArray(range) || range.length !== 2) {
    throw new TypeError(validationMessage(ACTION, name, "[minimum, maximum]", range));
  }
  const minimum = checkNumber(ACTION, `the minimum of ${name}`, range[0]);
  checkNumber(ACTION, `the maximum of ${name}`, range[1], { above: minimum });
}

/** Whether a field has areas to draw, and what to say of it if it is out of the ordinary. */
export interface FieldState {
  readonly isDrawn: boolean;
  readonly message: string;
}

/** Numbers closer than this are the same: float32 rounding of a probability. */
const SAME = 1e-6;

/** Looks for fields that say nothing, or the same everywhere. */
export function fieldState(field: Field, names: readonly string[]): FieldState {
  const finite = field.values.filter(Number.isFinite);
  if (finite.length === 0) return { isDrawn: false, message: "the model gives no numbers" };
  if (field.classes === 1) return { isDrawn: false, message: "one class, nothing to separate" };
  const partly = finite.length < field.values.length ? "gray: no numbers" : "";
  const first = constantPlanes(field);
  if (first === undefined || partly !== "") return { isDrawn: true, message: partly };
  const likeliest = first.indexOf(Math.max(...first));
  const probability = shortNumber(first[likeliest]);
  const isTie = first.filter((value) => Math.abs(value - first[likeliest]) < SAME).length > 1;
  const message = isTie
    ? "undecided everywhere"
    : `${names[likeliest]} everywhere, probability ${probability}`;
  return { isDrawn: !isTie, message };
}

/** The probability of each class, if it is the same at all points. */
function constantPlanes({ classes, values: probabilities }: Field): number[] | undefined {
  const count = probabilities.length / classes;
  const first = Array.from({ length: classes }, (_, label) => probabilities[label * count]);
  const isConstant = probabilities.every((value, at) => {
    return Math.abs(value - first[Math.floor(at / count)]) < SAME;
  });
  return isConstant ? first : undefined;
}
