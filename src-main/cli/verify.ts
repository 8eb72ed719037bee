import { adviceFor } from '../store/integrity/advice.ts';
import type { VerifyKind } from '../store/integrity/finding.ts';
import { isWhole, type VerifyReport } from '../store/integrity/report.ts';
import type { VerifyRequest } from '../store/integrity/store-verifier.ts';
import type { Following, Progress } from '../store/housekeeping/job.ts';
import { columns } from './columns.ts';
import { AT_THE_COMMAND_LINE, commandRun, parseOptions } from './command.ts';
import type { CommandIo } from './io.ts';

export interface VerifyCommandDependencies {
  /** Verifies a data folder by reading alone, of the configured one when none is named. */
  look(dataDir: string | undefined, kind: VerifyKind, following: Following): Promise<VerifyReport>;
  /** Verifies it as its only user, repairs what can be, and records both. */
  repair(dataDir: string | undefined, request: VerifyRequest): Promise<VerifyReport>;
}

export const VERIFY_USAGE = 'usage: verify [--full] [--repair] [--json] [--data DIR]';

/**
 * Looks whether the stored data is whole. Without `--repair` nothing in the folder changes, and a console may be using
 * it. Exit codes: 0 whole, 1 not (or it could not be looked at; one line says why), 2 wrong usage.
 */
export async function verifyCommand(argv: string[], io: CommandIo, deps: VerifyCommandDependencies): Promise<number> {
  return commandRun(io, async () => {
    const given = parseOptions(argv, {
      full: { type: 'boolean' },
      repair: { type: 'boolean' },
      json: { type: 'boolean' },
      data: { type: 'string' },
      help: { type: 'boolean' },
    });
    if (given.help) {
      io.out(VERIFY_USAGE);
      return 0;
    }
    const kind = given.full ? 'full' : 'quick';
    const following = { onProgress: progressLines(io), signal: io.signal };
    const report = given.repair
      ? await deps.repair(given.data, { kind, repair: true, by: AT_THE_COMMAND_LINE, ...following })
      : await deps.look(given.data, kind, following);
    if (given.json) io.out(JSON.stringify(withAdvice(report)));
    else for (const line of told(report)) io.out(line);
    return isWhole(report) ? 0 : 1;
  });
}

/** One line for every check, and for every tenth part of a long one. */
function progressLines(io: CommandIo): (progress: Progress) => void {
  let last = '';
  return ({ done, total, label }) => {
    const part = `${label} ${Math.floor((done / total) * 10)}`;
    if (part !== last) io.err(`${done + 1}/${total} ${label}`);
    last = part;
  };
}

function withAdvice(report: VerifyReport) {
  return {
    whole: isWhole(report),
    ...report,
    findings: report.findings.map((finding) => ({ ...finding, advice: adviceFor(finding) })),
  };
}

function told(report: VerifyReport): string[] {
  const { kind, steps, findings, untold } = report;
  const repaired = report.repairs.map(({ finding, outcome, problem }) => [
    outcome === 'succeeded' ? 'REPAIRED' : 'NOT REPAIRED',
    finding.check,
    place(finding),
    problem ?? finding.finding,
  ]);
  const left = findings.map((finding) => [
    'FOUND',
    finding.check,
    place(finding),
    `${finding.finding}. What to do: ${adviceFor(finding)}`,
  ]);
  const lines = columns([...repaired, ...left]);
  const found = findings.length + untold;
  const summary = found === 0 ? 'whole' : `${found} findings${untold > 0 ? `, ${untold} of them not listed` : ''}`;
  return [...lines, `${summary} (${kind} verification, ${steps} steps)`];
}

function place({ table, record }: VerifyReport['findings'][number]): string {
  return [table, record].filter((part) => part !== null).join(' ') || '-';
}
