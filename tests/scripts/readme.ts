/** The README as a test sees it: its commands, what it says they show, and its pictures. */

/** A command of the README. */
export interface ReadmeCommand {
  /** As it is written. */
  readonly line: string;
  /** What it shows, where the README says so. */
  readonly shown?: string;
}

/** Whether a text is a command and not a word, a flag or a file. */
const isCommand = (text: string) => /^(npx -y deno@[\d.]+|deno|bash) \S/.test(text);

/** All commands of a Markdown text, each once: those of its blocks and those amid its words. */
export function commandsOf(markdown: string): ReadmeCommand[] {
  const found = new Map<string, ReadmeCommand>();
  const add = (command: ReadmeCommand) => {
    if (!found.get(command.line)?.shown) found.set(command.line, command);
  };
  const prose = markdown.replace(/^```(\w*)[^\n]*\n(.*?)^```$/gms, (_, language, block) => {
    if (language === "sh") linesOf(block).forEach((line) => add({ line }));
    if (language === "console") sessionsOf(block).forEach(add);
    return "";
  });
  for (const [, text] of prose.matchAll(/`([^`]+)`/g)) {
    const line = text.replace(/\s+/g, " ");
    if (isCommand(line)) add({ line });
  }
  return [...found.values()];
}

/** The paths of the pictures that a Markdown text shows. */
export function picturesOf(markdown: string): string[] {
  const pictures = /!\[[^\]]+\]\(([^)]+)\)|<img src="([^"]+)"[^>]* alt="[^"]+">/g;
  return [...markdown.matchAll(pictures)].map(([, path, source]) => path ?? source);
}

/** A line each; what follows a number sign is a remark. */
function linesOf(block: string): string[] {
  return block.split("\n").map((line) => line.replace(/\s+#.*/, "").trim()).filter(Boolean);
}

/** Commands behind a dollar sign, and what follows each. */
function sessionsOf(block: string): ReadmeCommand[] {
  return block.split(/^\$ /m).slice(1).map((session) => {
    const [line, ...shown] = session.split("\n");
    return { line, shown: shown.join("\n") };
  });
}
