/** Options that do not exist, and parts of the wrong kind, end in one line with the nearest spelling. */

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  animation,
  boundaryMatrix,
  contourPanel,
  figure,
  linePanel,
  progressPanel,
} from "../../mod.ts";
import { constantField, pointsOf } from "./fields.ts";

const line = { name: "a", values: [1, 2] };
const panel = linePanel([line]);
const field = constantField(0.3, 0.7);
const points = pointsOf([0, 0, 0]);
const cell = { field, score: 1 };
const row = { name: "moons", points: [], cells: [cell] };

/** Whatever a caller may give. */
// deno-lint-ignore no-explicit-any
type Any = any;

const lines = (options: Any) => () => linePanel([line], options);
const oneLine = (parts: Any) => () => linePanel([{ ...line, ...parts }]);
const matrix = (options: Any, rows: Any = [row]) => () =>
  boundaryMatrix(rows, { columns: ["tanh"], ...options });

const unknown: [call: () => unknown, action: string, name: string, meant: string][] = [
  [lines({ ylabel: "loss" }), "draw the lines", "ylabel", "yLabel"],
  [() => progressPanel([line], { at: 1, titel: "a" } as Any), "draw the lines", "titel", "title"],
  [() => figure([[panel]], { shareAll: true } as Any), "draw the figure", "shareAll", "shareX"],
  [() => figure([[panel]], { them: "dark" } as Any), "draw the figure", "them", "theme"],
  [
    () => contourPanel(field, { className: ["a", "b"] } as Any),
    "draw the field",
    "className",
    "classNames",
  ],
  [
    () => animation([figure([[panel]])], { secondsAtstart: 1 } as Any),
    "animate the figures",
    "secondsAtstart",
    "secondsAtStart",
  ],
  [matrix({ column: ["a"] }), "draw the matrix", "column", "columns"],
  [matrix({ shareX: true }), "draw the matrix", "shareX", ""],
  [oneLine({ colour: 1 }), "draw series[0]", "colour", "color"],
  [oneLine({ stoppedAt: { x: 1, lable: "a" } }), "draw stoppedAt of series[0]", "lable", "label"],
  [
    () => contourPanel(field, { points: [{ name: "a", data: points, hollw: true } as Any] }),
    "draw points[0]",
    "hollw",
    "hollow",
  ],
  [matrix({}, [{ ...row, point: [] }]), "draw rows[0] of the matrix", "point", "points"],
  [
    matrix({}, [{ ...row, cells: [{ ...cell, scores: 1 }] }]),
    "draw cells[0] of rows[0] of the matrix",
    "scores",
    "score",
  ],
];

Deno.test("an option that does not exist is refused, with the nearest spelling", () => {
  for (const [call, action, name, meant] of unknown) {
    const { message } = assertThrows(
      call,
      RangeError,
      `Cannot ${action} as there is no option "${name}"`,
    );
    const hint = meant === "" ? "" : ` (did you mean "${meant}"?)`;
    assertStringIncludes(message, `"${name}"${hint}: options are `);
    assertEquals(message.split("\n").length, 1);
  }
});

Deno.test("an option that is undefined is as one that is left out", () => {
  const options = { title: undefined, yLabel: undefined, dashNames: undefined, markers: undefined };
  assertEquals(linePanel([{ ...line, color: undefined, x: undefined }], options).title, "");
  const left = {
    title: undefined,
    transparent: undefined,
    legend: undefined,
    provenance: undefined,
  };
  assertEquals(figure([[panel]], left), figure([[panel]]));
});

const wrong: [call: () => unknown, error: typeof TypeError | typeof RangeError, message: string][] =
  [
    [lines({ dashNames: null }), TypeError, "dashNames must be two texts"],
    [lines({ dashNames: ["one"] }), TypeError, "dashNames must be two texts"],
    [lines({ dashNames: [1, 2] }), TypeError, "dashNames must be two texts"],
    [lines({ markers: "no" }), TypeError, "markers must be true or false"],
    [lines({ nameRuns: 0 }), TypeError, "nameRuns must be true or false"],
    [oneLine({ color: 1.5 }), RangeError, "the color of series[0] must be a whole number"],
    [oneLine({ stoppedAt: null }), TypeError, "stoppedAt of series[0] must be a place"],
    [
      oneLine({ stoppedAt: {} }),
      TypeError,
      "the x of stoppedAt of series[0] must be a finite number",
    ],
    [
      oneLine({ stoppedAt: { x: 1, label: 2 } }),
      TypeError,
      "the label of stoppedAt of series[0] must be text",
    ],
    [oneLine({ dashed: "yes" }), TypeError, "dashed of series[0] must be true or false"],
    [oneLine({ marker: 1 }), TypeError, "marker of series[0] must be true or false"],
    [
      () => figure([[panel]], { transparent: "no" } as Any),
      TypeError,
      "transparent must be true or false",
    ],
    [() => figure([[panel]], { legend: 0 } as Any), TypeError, "legend must be true or false"],
    [() => figure([[panel]], { shareY: "y" } as Any), TypeError, "shareY must be true or false"],
    [() => contourPanel(field, { points: [null as Any] }), TypeError, "points[0] must be a set"],
    [
      () => contourPanel(field, { points: [{ name: "a", data: points, hollow: 1 } as Any] }),
      TypeError,
      "hollow of points[0] must be true or false",
    ],
    [matrix({ legend: "none" }), TypeError, "legend must be true or false"],
  ];

Deno.test("a part of the wrong kind is refused in one line", () => {
  for (const [call, error, message] of wrong) {
    assertEquals(assertThrows(call, error, message).message.split("\n").length, 1);
  }
});
