import { assert, assertEquals } from "@std/assert";
import { openProgress, renderBar, renderLine } from "../../../scripts/cli/output/progress.ts";
import { widthOf } from "../../../scripts/cli/text_layout.ts";

const half = { label: "Training", done: 75, total: 150, elapsed: 12_000, detail: "loss 0.312" };

Deno.test("the bar says what, how far, how long and how it goes", () => {
  assertEquals(
    renderBar(half, 80),
    "Training  ████████████░░░░░░░░░░░░   50%  0:12 left  loss 0.312",
  );
});

Deno.test("a narrow terminal gets less, never a line that wraps", () => {
  assertEquals(renderBar(half, 60), "Training  ████████████░░░░░░░░░░░░   50%  0:12 left");
  assertEquals(renderBar(half, 40), "Training  ██████░░░░░░   50%  0:12 left");
  assertEquals(renderBar(half, 36), "Training  ████░░░░   50%  0:12 left");
  assertEquals(renderBar(half, 35), "Training   50%  0:12 left");
  assertEquals(renderBar({ ...half, elapsed: 0 }, 40), "Training  ██████░░░░░░   50%");
  assertEquals(renderBar(half, 12), "Training  …");
  for (let columns = 0; columns < 100; columns++) {
    const line = renderBar({ ...half, label: "訓練 日本" }, columns);
    assert(widthOf(line) < Math.max(1, columns) || line === "", `${columns}: ${line}`);
  }
});

Deno.test("100% means done, and 0 of 0 is done", () => {
  const bar = (done: number, total: number) =>
    renderBar({ label: "A", done, total, elapsed: 0 }, 80);
  assertEquals(bar(999, 1000), `A  ${"█".repeat(23)}░   99%`);
  assertEquals(bar(1000, 1000), `A  ${"█".repeat(24)}  100%`);
  assertEquals(bar(0, 10), `A  ${"░".repeat(24)}    0%`);
  assertEquals([bar(5, 0), bar(20, 10)], [bar(1, 1), bar(1, 1)]);
});

Deno.test("the time left follows from the time taken", () => {
  const line = (done: number, elapsed: number) =>
    renderLine({ label: "Training", done, total: 100, elapsed });
  assertEquals(line(50, 500), "Training: 50%");
  assertEquals(line(25, 65_000), "Training: 25%, 3:15 left");
  assertEquals(line(1, 60_000), "Training: 1%, 1:39:00 left");
  assertEquals(line(100, 60_000), "Training: 100%");
  assertEquals(line(0, 60_000), "Training: 0%");
  assertEquals(renderLine(half), "Training: 50%, 0:12 left, loss 0.312");
});

/** Runs `steps` updates `every` milliseconds apart and gives back what was written, and when. */
function shown(terminal: boolean, steps: number, every: number): [number, string][] {
  let time = 0;
  const written: [number, string][] = [];
  {
    using progress = openProgress("Training", steps, {
      terminal,
      columns: () => 80,
      now: () => time,
      write: (text) => written.push([time, text]),
    });
    for (let step = 0; step <= steps; step++, time += every) progress.update(step);
  }
  return written;
}

Deno.test("on a terminal the bar is drawn over itself, at most ten times a second, and cleared", () => {
  const written = shown(true, 1_000, 1);
  assertEquals(written.map(([time]) => time).slice(0, 3), [0, 100, 200]);
  assertEquals(written.length, 12);
  assert(written.every(([, text]) => text.startsWith("\r\x1b[2K") && !text.includes("\n")));
  assertEquals(written.at(-1)?.[1], "\r\x1b[2K");
});

Deno.test("elsewhere a line comes every five seconds, and none for short work", () => {
  assertEquals(shown(false, 100, 49), []);
  assertEquals(shown(false, 120, 100), [
    [5_000, "Training: 41%, 0:07 left\n"],
    [10_000, "Training: 83%, 0:02 left\n"],
  ]);
});

Deno.test("a cleared bar comes back with the next update, and is cleared once", () => {
  let time = 0;
  const written: string[] = [];
  const progress = openProgress("A", 2, {
    terminal: true,
    columns: () => 80,
    now: () => time,
    write: (text) => written.push(text),
  });
  progress.clear();
  progress.update(1);
  progress.clear();
  progress.clear();
  time = 100;
  progress.update(2);
  progress[Symbol.dispose]();
  assertEquals(written.map((text) => text.replace("\r\x1b[2K", "").slice(0, 1)), [
    "A",
    "",
    "A",
    "",
  ]);
});

Deno.test("the time before the first step does not count towards the pace", () => {
  let time = 0;
  const written: string[] = [];
  const target = { terminal: false, columns: () => 80, now: () => time };
  const progress = openProgress("A", 101, { ...target, write: (text) => written.push(text) });
  time = 60_000;
  progress.update(1);
  time = 70_000;
  progress.update(11);
  assertEquals(written, ["A: 0%\n", "A: 10%, 1:30 left\n"]);
});

Deno.test("what is done at the moment is on the bar at once, until the bar is gone", () => {
  const shownBy = (terminal: boolean) => {
    const written: string[] = [];
    const target = { terminal, columns: () => 80, now: () => 0 };
    const progress = openProgress("A", 4, { ...target, write: (text) => written.push(text) });
    progress.busy("compiling kernels");
    progress.update(1);
    progress.busy("compiling kernels");
    progress[Symbol.dispose]();
    progress.busy("compiling kernels");
    return written.map((text) => text.replace("\r\x1b[2K", ""));
  };
  const bar = (done: number, percent: string) =>
    `A  ${"█".repeat(6 * done)}${"░".repeat(24 - 6 * done)}  ${percent}  compiling kernels`;
  assertEquals(shownBy(true), [bar(0, "  0%"), bar(1, " 25%"), ""]);
  assertEquals(shownBy(false), []);
});
