import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { chainRecord, GENESIS_HASH, type ChainedRecord } from '../../../src-main/audit/chain.ts';
import { signCheckpoint, type Checkpoint } from '../../../src-main/audit/checkpoint.ts';
import { checkpointLine, headerLine, recordLine } from '../../../src-main/audit/export/lines.ts';
import { createMerkleTree } from '../../../src-main/audit/merkle-tree.ts';
import type { RecordContent } from '../../../src-main/audit/record-content.ts';
import { signingKeyFromSeed, type SigningKey } from '../../../src-main/audit/signing-key.ts';

export const LOG = 'robot-console/audit/3f2a9c1e';
/** 2026-01-01T00:00:00Z */
export const START = Date.UTC(2026, 0, 1);

export const keyOf = (seed: number, log = LOG): SigningKey => signingKeyFromSeed(log, Buffer.alloc(32, seed));
export const KEY = keyOf(1);

/** A record as a console in use would write it. */
export function content(id: number, changes: Partial<RecordContent> = {}): RecordContent {
  return {
    action: 'robot.move',
    actor: { origin: 'electron', role: 'operator', sessionId: 's-1', userId: 'u-7', username: 'nguyễn.ân' },
    at: START + id * 1000,
    clockId: 'boot-1/process-42',
    details: { attempt: 1, distanceMm: 250 },
    id,
    monotonicMs: id * 1000,
    newValue: { speedMmPerS: 300 },
    oldValue: { speedMmPerS: 200 },
    outcome: 'succeeded',
    reason: 'shift change',
    robot: 'hoist-1',
    source: 'live',
    subject: null,
    version: 1,
    workstation: 'desk-3',
    ...changes,
  };
}

/** Chains contents one to the other. */
export function chain(contents: readonly RecordContent[], previousHash = GENESIS_HASH): ChainedRecord[] {
  let before = previousHash;
  return contents.map((record) => {
    const { chained } = chainRecord(record, before);
    before = chained.hash;
    return chained;
  });
}

/** `count` chained records from id `first` on. */
export function records(count: number, first = 1, previousHash = GENESIS_HASH): ChainedRecord[] {
  return chain(
    Array.from({ length: count }, (_, index) => content(first + index)),
    previousHash,
  );
}

/** The checkpoint over these records as one segment. */
export function checkpointOver(all: readonly ChainedRecord[], changes: Partial<Checkpoint> = {}): Checkpoint {
  const [first] = all;
  return {
    log: LOG,
    segment: 1,
    size: all.length,
    root: createMerkleTree(all.map(({ hash }) => hash)).root(),
    firstRecord: first?.record.id ?? 1,
    previousHash: first?.previousHash ?? GENESIS_HASH,
    lastHash: all.at(-1)?.hash ?? GENESIS_HASH,
    at: START + 1_000_000 + all.length,
    state: 'open',
    ...changes,
  };
}

export function signedOver(all: readonly ChainedRecord[], changes: Partial<Checkpoint> = {}, key = KEY): string {
  return signCheckpoint(checkpointOver(all, changes), key);
}

/** The lines of an export, each with its line break; line n of the file is at index n - 1. */
export function exportLines(all: readonly ChainedRecord[], notes = [signedOver(all)], key = KEY): string[] {
  const header = headerLine({
    content: 'segment',
    log: LOG,
    exportedAt: START,
    exportedBy: 'anna',
    verifierKey: key.verifierKey,
    filter: null,
  });
  return [header, ...all.map(recordLine), ...notes.map(checkpointLine)];
}

/** A real folder with these files, which goes away with the test. */
export function folderWith(files: Readonly<Record<string, string | Buffer | readonly string[]>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'robot-console-audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, data] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), typeof data === 'string' || Buffer.isBuffer(data) ? data : data.join(''));
  }
  return folder;
}

/** The path of a file with these lines. */
export function fileWith(lines: string | Buffer | readonly string[], name = 'audit.jsonl'): string {
  return path.join(folderWith({ [name]: lines }), name);
}

/** What an exporter yields, as one text. */
export async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}
