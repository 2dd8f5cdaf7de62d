/** Whether figures move on the screen, and hold still where they are to. */

import type { Answer, Tab } from "./chromium.ts";

/** Longer than an animation shows one of its figures, in milliseconds. */
const LONG_ENOUGH = 1500;

/**
 * Looks twice at each figure that has a moving and a still side: as it is, where a reader wants
 * nothing to move, and once it is held by hand.
 *
 * @param tab With the page
 * @param ask Evaluates an expression in the page
 * @returns What is wrong, a line each
 */
export async function motionFaults(
  tab: Tab,
  ask: <Result>(expression: string) => Promise<Result>,
): Promise<string[]> {
  const wrong: string[] = [];
  const count = await ask<number>('document.querySelectorAll("figure:has(.moving)").length');
  for (let at = 0; at < count; at++) {
    const look = async (where: string, expected: boolean) => {
      await ask(`faults.bring(${at})`);
      if (await moves(tab) === expected) return;
      wrong.push(`figure ${at + 1} that can move ${expected ? "does not" : "moves"} ${where}`);
    };
    await prefer(tab, "no-preference");
    await look("on the screen", true);
    await ask(`faults.hold(${at})`);
    await look("though it is held", false);
    await ask(`faults.hold(${at})`);
    await prefer(tab, "reduce");
    await look("though the reader wants nothing to", false);
  }
  await prefer(tab, "no-preference");
  return wrong;
}

function prefer(tab: Tab, value: string): Promise<Answer> {
  const features = [{ name: "prefers-reduced-motion", value }];
  return tab.send("Emulation.setEmulatedMedia", { media: "", features });
}

/** Whether two pictures of the screen differ, taken a while apart. */
async function moves(tab: Tab): Promise<boolean> {
  const picture = async () => (await tab.send("Page.captureScreenshot")).data;
  const first = await picture();
  await new Promise((resolve) => setTimeout(resolve, LONG_ENOUGH));
  return await picture() !== first;
}
