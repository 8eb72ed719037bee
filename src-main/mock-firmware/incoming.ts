import type { IncomingMessage } from 'node:http';

/** More than any firmware reads; what comes behind is not kept. */
const KEPT_BYTES = 65_536;

/** The whole body of a request. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= KEPT_BYTES) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/**
 * Whether a firmware that reads once, and no more than `longest` bytes, has seen all of a request of which the head
 * has just come.
 */
export function cameInOnePiece(request: IncomingMessage, longest: number): boolean {
  const { method, url, rawHeaders } = request;
  const fields = rawHeaders.reduce((bytes, part) => bytes + Buffer.byteLength(part, 'latin1') + 2, 0);
  const head = `${method} ${url} HTTP/1.1\r\n`.length + fields + 2;
  const whole = head + Number(request.headers['content-length'] ?? 0);
  return whole <= longest && request.socket.bytesRead >= whole;
}
