/** Frames on the disk: the new ones, or those that were there. */

import { assertEquals, assertRejects } from "@std/assert";
import { type Figure, figure, linePanel, toSvg } from "../../../mod.ts";
import { writeFrames } from "../../../scripts/cli/files/frames.ts";
import { namesIn, withFolder } from "../fixtures/deno.ts";

const [a, b, c, d, e] = [..."abcde"].map((title) => figure([[linePanel([])]], { title }));

Deno.test("frames are numbered, and none of an earlier animation is left", () =>
  withFolder(async (out) => {
    const folder = `${out}/train-frames`;
    const named = ["frame-001.svg", "frame-002.svg", "frame-003.svg"];
    assertEquals(await writeFrames(folder, [a, b, c]), named);
    assertEquals(namesIn(folder), named);
    await writeFrames(folder, [d, e]);
    assertEquals(namesIn(folder), named.slice(0, 2));
    assertEquals(Deno.readTextFileSync(`${folder}/frame-002.svg`), toSvg(e));
    assertEquals(namesIn(out), ["train-frames"]);
  }));

Deno.test("frames that cannot all be written leave the earlier ones, and no parts", () =>
  withFolder(async (out) => {
    const folder = `${out}/train-frames`;
    await writeFrames(folder, [a, b]);
    const unwritable = 1 as unknown as Figure;
    await assertRejects(() => writeFrames(folder, [c, unwritable]), Error, "Cannot write ");
    assertEquals(
      namesIn(folder).map((name) => Deno.readTextFileSync(`${folder}/${name}`)),
      [a, b].map(toSvg),
    );
    assertEquals(namesIn(out), ["train-frames"]);
  }));

Deno.test("a folder of a user under the name of the temporary one is kept", () =>
  withFolder(async (out) => {
    const own = `train-frames.${Deno.pid}.partial`;
    Deno.mkdirSync(`${out}/${own}`);
    Deno.writeTextFileSync(`${out}/${own}/frame-001.svg`, "mine");
    await writeFrames(`${out}/train-frames`, [a, b]);
    assertEquals(namesIn(out), ["train-frames", own]);
    assertEquals(Deno.readTextFileSync(`${out}/${own}/frame-001.svg`), "mine");
  }));
