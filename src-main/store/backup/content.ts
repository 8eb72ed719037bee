import { sealOf } from './body.ts';
import type { EncodedHeader } from './header.ts';
import { chunksOf } from './layout.ts';
import { sealChunk } from './sealing.ts';
import { readDescribed, type BackupSource } from './sources.ts';
import { takeFrom } from './take-from.ts';
import type { Step } from './work.ts';

/** What a backup is made of: the sources are those that the header describes, in its order. */
export interface Ingredients {
  /** For errors: the backup that is being written. */
  readonly file: string;
  readonly header: EncodedHeader;
  readonly key: Uint8Array | null;
  readonly sources: readonly BackupSource[];
}

/**
 * The bytes of a whole backup file, made a piece at a time.
 *
 * @throws ConsoleError BACKUP_NOT_WRITTEN for a source that cannot be read any more, or changed; and what `step` throws
 */
export function* contentOf(ingredients: Ingredients, step: Step): Generator<Uint8Array, undefined> {
  const { header, key } = ingredients;
  const seal = sealOf(header, key);
  yield header.encoded;
  const take = takeFrom(plainOf(ingredients));
  for (const chunk of chunksOf(header.manifest)) {
    const plain = take(chunk.plainBytes);
    yield seal ? sealChunk(seal, chunk, plain) : plain;
    step(plain.length);
  }
}

function* plainOf({ file, header, sources }: Ingredients): Generator<Uint8Array, undefined> {
  for (const [index, source] of sources.entries()) yield readDescribed(source, header.manifest.parts[index], file);
}
