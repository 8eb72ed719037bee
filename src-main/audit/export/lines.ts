import { canonicalJson, type JsonValue } from '../canonical-json.ts';
import { canonicalRecord, type ChainedRecord } from '../chain.ts';
import type { Hash } from '../merkle.ts';

/** What an export says of itself, on its first line. A reader's help: nothing of it is signed. */
export interface ExportHeader {
  /**
   * `segment`: all records of one segment so far, and nothing else. `selection`: any records, each with its own proof;
   * such an export proves what it holds, and not that it holds all.
   */
  readonly content: 'segment' | 'selection';
  readonly log: string;
  /** Wall clock, ms. */
  readonly exportedAt: number;
  readonly exportedBy: string | null;
  /** The key under which the checkpoints verify, as `SigningKey.verifierKey`. Compare it with the one you know. */
  readonly verifierKey: string;
  /** Of a selection: what was asked for, in words; null when nothing was left out. */
  readonly filter: string | null;
  /** The records that are in the archive and therefore not here; absent when none are. */
  readonly archived?: { readonly firstRecord: number; readonly lastRecord: number };
}

export const EXPORT_FORMAT = 'robot-console-audit';
export const EXPORT_VERSION = 1;

/** Where a record stands in the tree of a checkpoint. */
export interface InclusionPath {
  readonly index: number;
  readonly path: readonly Hash[];
  readonly size: number;
}

export function headerLine(header: ExportHeader): string {
  const exportedAt = new Date(header.exportedAt).toISOString();
  const facts = { ...header, exportedAt, format: EXPORT_FORMAT, version: EXPORT_VERSION };
  return `${canonicalJson({ header: facts })}\n`;
}

/**
 * A record's line. The record stands in it exactly as it was hashed, at an offset that is the same in every line, so that
 * it can be verified without being parsed.
 */
export function recordLine({ record, previousHash, hash }: ChainedRecord): string {
  return `{"hash":"${hash}","previousHash":"${previousHash}","record":${canonicalRecord(record)}}\n`;
}

/** A record's line with its own proof. */
export function provenRecordLine(chained: ChainedRecord, proof: InclusionPath): string {
  return `${canonicalJson({ ...plain(chained), proof: plain(proof) })}\n`;
}

export function checkpointLine(note: string): string {
  return `${canonicalJson({ checkpoint: note })}\n`;
}

/** The same object under the type of what JSON can say: our records hold nothing else. */
export function plain(value: object): { readonly [key: string]: JsonValue } {
  return value as { readonly [key: string]: JsonValue };
}
