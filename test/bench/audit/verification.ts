import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { verifyAudit } from '../../../src-main/audit/verifier/verify.ts';
import { auditKeyIn } from '../../../src-main/audit/log-key.ts';
import { auditCommand } from '../../../src-main/cli/audit.ts';
import { systemClock } from '../../../src-main/clock.ts';
import { openStore } from '../../../src-main/store/store.ts';
import { benchFolder, errorsOnly, fill } from '../support/bench-store.ts';
import { figure, progress } from '../support/figures.ts';
import { paired } from '../support/samples.ts';

const RECORDS = 100_000;
const ROUNDS = 6;

/** The independent verifier over the exported log, against hashing the same bytes once. */
export async function verification(): Promise<void> {
  using folder = benchFolder();
  progress(`filling a log with ${RECORDS} records`);
  const options = { dir: folder.dir, clock: systemClock, log: errorsOnly, policy: { notBeforeMs: 1000 } };
  const key = auditKeyIn(folder.dir);
  const store = await openStore({ ...options, auditKey: () => key });
  await fill(store, RECORDS, () => {});
  await store.close();
  const out = path.join(folder.dir, 'exported');
  await exportInto(out, folder.dir);
  const took = await paired(
    ROUNDS,
    () =>
      msOf(async () => {
        const { ok, records } = await verifyAudit(out, { keys: [key.verifierKey] });
        if (!ok || records !== RECORDS) throw new Error(`verified ${records} records: ${String(ok)}`);
      }),
    () => msOf(() => hashAll(out)),
  );
  figure('audit.verify-100k-over-hashing', took.ratio, 'ratio', { atMost: 3 }, took);
}

async function exportInto(out: string, data: string): Promise<void> {
  const said: string[] = [];
  const io = {
    out: () => {},
    err: (line: string) => void said.push(line),
    stdin: process.stdin,
    signal: new AbortController().signal,
    env: {},
  };
  const code = await auditCommand(['export', '--segments', '--out', out, '--data', data], io);
  if (code !== 0) throw new Error(said.join('\n'));
}

async function hashAll(folder: string): Promise<void> {
  for (const name of readdirSync(folder)) {
    await pipeline(createReadStream(path.join(folder, name)), createHash('sha256'));
  }
}

async function msOf(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
