import { createHash } from 'node:crypto';
import decodeQR from 'qr/decode.js';
import { describe, expect, test } from 'vitest';
import { otpauthUri } from '../../../../src-main/access/second-factor/otpauth-uri.ts';
import { qrDrawing, qrMatrix, type QrMatrix } from '../../../../src-main/access/second-factor/qr-code.ts';

const key = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const uri = otpauthUri({ issuer: 'Plant Nord', username: 'anna', key });

/** Draws the path as a browser would, at `scale` pixels a module, as grey on the way to RGBA. */
function rendered(text: string, scale = 4) {
  const { size, path } = qrDrawing(text);
  const width = size * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row++) {
      for (let column = Number(x) * scale; column < (Number(x) + Number(length)) * scale; column++) {
        data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
      }
    }
  }
  return { width, height: width, data };
}

const asText = (matrix: QrMatrix) => matrix.map((row) => row.map((dark) => (dark ? '#' : '.')).join('')).join('\n');

describe('the drawing', () => {
  test.each([
    uri,
    otpauthUri({ issuer: 'Nhà máy Số 1', username: 'Nguyễn Văn Ân', key }),
    otpauthUri({ issuer: '山'.repeat(64), username: '山'.repeat(64), key }),
  ])('is read back as %s', (text) => {
    expect(decodeQR(rendered(text))).toBe(text);
  });

  test('is read although a tenth of one side is lost', () => {
    const image = rendered(uri);
    image.data.fill(
      255,
      image.width * 4 * Math.floor(image.height * 0.45),
      image.width * 4 * Math.floor(image.height * 0.5),
    );
    expect(decodeQR(image)).toBe(uri);
  });

  test('is a path of boxes and nothing else', () => {
    expect(qrDrawing(uri).path).toMatch(/^(M\d+ \d+h\d+v1h-\d+z)+$/);
  });

  test('holds exactly the dark modules', () => {
    const dark = qrMatrix(uri).flat().filter(Boolean).length;
    const drawn = [...qrDrawing(uri).path.matchAll(/h(\d+)v1/g)].reduce((sum, [, length]) => sum + Number(length), 0);
    expect(drawn).toBe(dark);
  });
});

test('four light modules are on every side', () => {
  const matrix = qrMatrix(uri);
  const isLight = (modules: readonly (boolean | undefined)[]) => modules.every((dark) => dark === false);
  for (let ring = 0; ring < 4; ring++) {
    const last = matrix.length - 1 - ring;
    for (const row of [matrix[ring], matrix[last]]) expect(isLight(row ?? [undefined])).toBe(true);
    for (const column of [ring, last]) expect(isLight(matrix.map((row) => row[column]))).toBe(true);
  }
  expect(matrix[4]?.slice(4, 11)).toEqual(Array.from({ length: 7 }, () => true));
});

/** Made with another encoder, Python's qrcode 8.2, in byte mode with correction M; every module agrees. */
test.each([
  [uri, 57, 'b4602cf8af8b51812196290db2ae8a14e57da6239564596011e05ba5ed86d77c'],
  ['tôi', 29, 'e693c9ad06e147cd584326cc294e1b20cac7551c4fe6079fdf4195689014e850'],
])('%s gives the modules that another encoder gives', (text, size, digest) => {
  const matrix = qrMatrix(text);
  expect(matrix).toHaveLength(size);
  expect(createHash('sha256').update(asText(matrix)).digest('hex')).toBe(digest);
});
