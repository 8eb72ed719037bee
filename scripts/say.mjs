/** One line for the person at the terminal. Standard error: standard output belongs to what is launched. */
export function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

/** Why nothing was launched, in a sentence for the person at the terminal. */
export class LaunchError extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
