/// <reference lib="deno.worker" />

/** A worker that renders SVG text as PNG; see `openPng`. */

import { openRenderer } from "./renderer.ts";

/** SVG text to render, and where to send the PNG. */
export interface RenderRequest {
  readonly svg: string;
  /** The paths of fonts that it needs in addition to the lab's own. */
  readonly fonts: readonly string[];
  readonly reply: MessagePort;
}

/** The PNG, or why there is none. */
export interface RenderReply {
  readonly png?: Uint8Array;
  readonly failure?: string;
}

// Opened before the first request; each request reports a failure of it.
const renderer = openRenderer();
renderer.catch(() => {});

self.onmessage = async ({ data: { svg, fonts, reply } }: MessageEvent<RenderRequest>) => {
  try {
    const render = await renderer;
    reply.postMessage({ png: render(svg, fonts) } satisfies RenderReply);
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    reply.postMessage({ failure } satisfies RenderReply);
  }
};
