/** Devices that describe themselves as another one does. */

import type { Device } from "./device.ts";

type Description = "kind" | "name" | "software" | "reason";

/**
 * A device that describes itself as `current()` does. The description is read anew each time, as a
 * device that is lost may be replaced by another.
 *
 * @param current The device that is described.
 * @param work What the device does.
 */
export function describedAs(current: () => Device, work: Omit<Device, Description>): Device {
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
  };
  return Object.assign(description, work);
}
