/** Opens the device that a command was asked for. */

import { type Device, type DeviceChoice, openDevice } from "../../mod.ts";
import type { Output } from "./output.ts";

/** Opens a device, which says in a note where another takes over. */
export function openLabDevice(choice: DeviceChoice, { note }: Output): Promise<Device> {
  quietenDriver();
  return openDevice(choice, { onFallback: note, onChoice: note });
}

/**
 * Where there is no desktop, Linux drivers complain on standard error that this variable is missing,
 * though computing needs no window. An absolute path is all they ask for.
 */
function quietenDriver(): void {
  const variable = "XDG_RUNTIME_DIR";
  if (Deno.build.os !== "linux") return;
  if (Deno.permissions.querySync({ name: "env", variable }).state !== "granted") return;
  if (!Deno.env.get(variable)) Deno.env.set(variable, "/tmp");
}
