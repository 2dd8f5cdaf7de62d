/** Goes through a page by keyboard alone. */

import type { Tab } from "./chromium.ts";

/** What the keyboard is at; see `in_page.js`. */
interface Focused {
  readonly at: number;
  readonly of: number;
  readonly inMain: boolean;
  readonly ringed: boolean;
  readonly inSight: boolean;
  readonly name: string;
  readonly scrolled: number;
  readonly scrolls: boolean;
}

const CODES: Readonly<Record<string, number>> = { Tab: 9, Enter: 13, ArrowRight: 39 };

/**
 * Takes the skip link into the page's main part, then goes from there to the end; what scrolls is
 * scrolled.
 *
 * @param tab With the page, nothing of it focused yet
 * @param focused Asks the page what is focused
 * @returns What is wrong, a line each
 */
export async function keyboardFaults(
  tab: Tab,
  focused: () => Promise<Focused>,
): Promise<string[]> {
  const wrong: string[] = [];
  await press(tab, "Tab");
  const first = await focused();
  if (first.at !== 0 || !first.ringed || !first.inSight) wrong.push("the skip link is not seen");
  // Every one in its turn, and the last is not followed by another.
  let last = first;
  for (let place = 1; place < first.of; place++) {
    await press(tab, "Tab");
    last = await focused();
    if (last.at !== place) wrong.push(`step ${place} leads to ${last.at}, ${last.name}`);
    if (!last.ringed || !last.inSight) wrong.push(`focus is not seen on ${last.name}`);
    if (last.scrolls && !await scrolls(tab, focused)) wrong.push(`does not scroll: ${last.name}`);
  }
  return [...wrong, ...await skipFaults(tab, focused, first.of)];
}

/** Round the page's end to its first link, which skips what is before the main part. */
async function skipFaults(
  tab: Tab,
  focused: () => Promise<Focused>,
  most: number,
): Promise<string[]> {
  for (let step = 0; step <= most && (await focused()).at !== 0; step++) await press(tab, "Tab");
  await press(tab, "Enter");
  await press(tab, "Tab");
  const { at, inMain, name } = await focused();
  return at > 1 && inMain ? [] : [`the skip link leads to ${name}`];
}

/**
 * Whether the arrow key scrolls what is focused. A busy machine takes seconds to move it, and a key that
 * arrives while the focus itself still scrolls the page moves nothing: it is pressed again.
 */
async function scrolls(tab: Tab, focused: () => Promise<Focused>): Promise<boolean> {
  for (let wait = 0; wait < 200; wait++) {
    if (wait % 40 === 0) await press(tab, "ArrowRight");
    if ((await focused()).scrolled > 0) return true;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return false;
}

async function press(tab: Tab, key: string): Promise<void> {
  const code = CODES[key];
  const text = key === "Enter" ? "\r" : undefined;
  const event = { key, code: key, windowsVirtualKeyCode: code, nativeVirtualKeyCode: code };
  await tab.send("Input.dispatchKeyEvent", { type: "keyDown", text, ...event });
  await tab.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
}
