/** What standard error can do where it is a terminal. */

/**
 * Whether lines on standard error can be drawn over: on a terminal that knows how, which one that
 * calls itself dumb, such as an editor's, does not.
 */
export function canDrawOver(): boolean {
  return Deno.stderr.isTerminal() && !isDumb();
}

/** Columns there are. Asked each time, as windows are resized; some say 0 and mean that they do not know. */
export function terminalColumns(): number {
  try {
    return Deno.consoleSize().columns || 80;
  } catch {
    return 80;
  }
}

function isDumb(): boolean {
  const variable = "TERM";
  const isKnown = Deno.permissions.querySync({ name: "env", variable }).state === "granted";
  return isKnown && Deno.env.get(variable) === "dumb";
}
