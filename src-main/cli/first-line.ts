import { addAbortSignal, Readable } from 'node:stream';
import { ConsoleError } from '../errors.ts';

/** More than any sensible line; an input without line breaks must not fill the memory. */
const LONGEST_BYTES = 4096;

/**
 * The first line of an input, without its line break; empty when the input is.
 *
 * @throws ConsoleError CONFIG_INVALID when it is not UTF-8 or longer than 4096 bytes; AbortError at the signal.
 */
export async function firstLine(input: NodeJS.ReadableStream, signal: AbortSignal): Promise<string> {
  let read = Buffer.alloc(0);
  const chunks: AsyncIterable<string | Buffer> = addAbortSignal(signal, new Readable().wrap(input));
  for await (const chunk of chunks) {
    read = Buffer.concat([read, Buffer.from(chunk)]);
    if (read.includes('\n') || read.length > LONGEST_BYTES) break;
  }
  const line = read.subarray(0, read.includes('\n') ? read.indexOf('\n') : read.length);
  if (line.length > LONGEST_BYTES) {
    throw new ConsoleError('CONFIG_INVALID', `the first line of standard input is longer than ${LONGEST_BYTES} bytes`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(line).replace(/\r$/, '');
  } catch (cause) {
    throw new ConsoleError('CONFIG_INVALID', 'the first line of standard input is not UTF-8 text', {}, cause);
  }
}
