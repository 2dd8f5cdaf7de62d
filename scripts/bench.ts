/**
 * How fast the lab is, against plain TensorFlow.js in the same run: `tf.layers` with `model.fit` and
 * `predict`, on its cpu and on its wasm backend.
 *
 * Every row is measured warm and in turns, lab and peers one after the other, so that a machine whose
 * speed drifts slows all of them; each figure is the median of several turns.
 */

import { runCommand } from "./cli/command.ts";
import { measureInTurns } from "./bench/measure.ts";
import { count } from "./cli/flag_kinds.ts";
import { commonFlags } from "./cli/lab_flags.ts";
import { openDevice } from "../mod.ts";
import { openPeer } from "./bench/peer.ts";
import { benchRows } from "./bench/rows.ts";

const { json, quiet, help } = commonFlags;

const command = {
  name: "bench",
  summary: "Times the lab against tf.layers on TensorFlow.js's cpu and wasm backends.",
  example: "deno task bench --turns 5 --json bench.json",
  flags: {
    turns: count({ default: 3, maximum: 100, help: "timed turns a row; the median counts" }),
    json,
    quiet,
    help,
  },
};

if (import.meta.main) {
  await runCommand(command, async ({ flags, output, signal }) => {
    await using device = await openDevice("tfjs");
    const peer = await openPeer();
    const rows = benchRows(device, peer);
    const records = [];
    using progress = output.progress("Timing", rows.length);
    for (const [index, row] of rows.entries()) {
      progress.update(index, row.name);
      const seconds = await measureInTurns(row.contenders, { turns: flags.turns, signal });
      records.push({ ...row, seconds });
    }
    progress.clear();
    output.say(`${device.name}; peers: tf.layers ${peer.version}\n`);
    output.table(
      ["", "lab", "fit/predict cpu", "ratio", "fit/predict wasm", "ratio", "rate of the lab"],
      records.map(({ name, work, unit, seconds }) => [
        name,
        timeText(seconds.lab),
        timeText(seconds.cpu),
        ratioText(seconds.cpu, seconds.lab),
        timeText(seconds.wasm),
        ratioText(seconds.wasm, seconds.lab),
        `${rateText(work / seconds.lab)} ${unit} a second`,
      ]),
    );
    return {
      experiment: "bench",
      device: { kind: device.kind, name: device.name, software: device.software },
      peers: `tf.layers ${peer.version}`,
      turns: flags.turns,
      rows: records.map(({ name, work, unit, seconds }) => ({ name, work, unit, seconds })),
    };
  });
}

function timeText(seconds: number): string {
  return seconds < 1 ? `${(1000 * seconds).toPrecision(3)} ms` : `${seconds.toPrecision(3)} s`;
}

function ratioText(peer: number, lab: number): string {
  return `${(peer / lab).toPrecision(2)}x`;
}

function rateText(rate: number): string {
  const scale = rate >= 1e6 ? [1e6, " million"] as const : [1, ""] as const;
  return `${Number((rate / scale[0]).toPrecision(3)).toLocaleString("en")}${scale[1]}`;
}
