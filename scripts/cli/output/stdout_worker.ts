/// <reference lib="deno.worker" />

/** A worker that writes a long text to standard output; see `writeOut`. */

import { OutputClosed, writeNow, type WriterReply } from "./streams.ts";

self.onmessage = ({ data }: MessageEvent<string>) => {
  const reply: WriterReply = { closed: false };
  try {
    writeNow("stdout", data);
  } catch (error) {
    reply.closed = error instanceof OutputClosed;
    reply.failure = error instanceof Error ? error.message : String(error);
  }
  self.postMessage(reply);
};
