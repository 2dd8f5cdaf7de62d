/** Who competes. */

import type { Contender } from "./contender.ts";

/** A column of the table. */
export interface ColumnSpec {
  readonly title: string;
  /** Whether it is one of the lab's own. */
  readonly lab: boolean;
}

/** The columns, from left to right. */
export const columnSpecs = {
  webgpu: { title: "WebGPU", lab: true },
  tfjs: { title: "lab CPU", lab: true },
  layersCpu: { title: "tf cpu", lab: false },
  layersWasm: { title: "tf wasm", lab: false },
  layersWebgpu: { title: "tf webgpu", lab: false },
} as const satisfies Record<string, ColumnSpec>;

/** The name of a column. */
export type ContenderName = keyof typeof columnSpecs;

/** Their names, from left to right. */
export const contenderNames = Object.keys(columnSpecs) as ContenderName[];

/**
 * Opens a contender, which loads what it needs and nothing else.
 *
 * @throws {Error} if it does not load, or has nothing to run on
 */
export async function openContender(name: ContenderName): Promise<Contender> {
  if (name === "webgpu" || name === "tfjs") return await (await import("./lab.ts")).openLab(name);
  const { openLayers } = await import("./layers.ts");
  if (name === "layersCpu") return await openLayers("cpu");
  return await openLayers(name === "layersWasm" ? "wasm" : "webgpu");
}
