/** One line of a file, without its line break. The bytes are valid only until the next line is asked for. */
export interface Line {
  readonly bytes: Buffer;
  /** From 1. */
  readonly number: number;
  /** False for a last line that lacks its line break. */
  readonly ended: boolean;
}

/** A longer line is cut to this and reported as unended: no record is so long, and memory is to stay constant. */
export const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Hands every line that is not empty to `each`; `afterPiece` is told the bytes of each piece that was read. */
export async function forEachLine(
  pieces: AsyncIterable<Uint8Array>,
  each: (line: Line) => void,
  afterPiece: (bytes: number) => void,
): Promise<void> {
  let number = 0;
  let rest: Buffer[] = [];
  let restBytes = 0;

  function emit(bytes: Buffer, ended: boolean): void {
    number++;
    const line = bytes[bytes.length - 1] === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes;
    if (line.length > 0) each({ bytes: line, number, ended });
  }

  for await (const piece of pieces) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
      const part = bytes.subarray(start, end);
      emit(rest.length === 0 ? part : Buffer.concat([...rest, part]), restBytes < LONGEST_LINE_BYTES);
      rest = [];
      restBytes = 0;
      start = end + 1;
    }
    if (start < bytes.length && restBytes < LONGEST_LINE_BYTES) {
      // A copy: the reader may use the memory of the piece again.
      rest.push(Buffer.from(bytes.subarray(start)));
      restBytes += bytes.length - start;
    }
    afterPiece(bytes.length);
  }
  if (rest.length > 0) emit(Buffer.concat(rest), false);
}
