/** The description of a device: its kind, name, and reason. */

import type { Device } from "./device.ts";

type Description = "kind" | "name" | "software" | "reason" | "workers";

/**
 * Creates a device from methods, with the description of `current()`. The description is read at each
 * access, because another device may replace one that is lost.
 *
 * @param current Returns the device to describe.
 * @param work The methods of the device.
 */
export function withDescriptionOf(current: () => Device, work: Omit<Device, Description>): Device {
  const description: Pick<Device, Description> = {
    get kind() {
      return current().kind;
    },
    get name() {
      return current().name;
    },
    get software() {
      return current().software;
    },
    get reason() {
      return current().reason;
    },
    get workers() {
      return current().workers;
    },
  };
  return Object.assign(description, work);
}
