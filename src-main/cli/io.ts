/** What a command of the command line may touch: the same for the real terminal and for a test. */
export interface CommandIo {
  /** Writes one line (without its line break) for whoever uses the command's answer. */
  out(line: string): void;
  /** Writes one line for a person: progress, warnings, what went wrong. */
  err(line: string): void;
  readonly stdin: NodeJS.ReadableStream;
  /** Aborted at Ctrl-C and at SIGTERM; a command ends soon after. */
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
}
