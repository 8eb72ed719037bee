/** A QR code without asking anybody: the key in it must not leave this machine. */
import encodeQR from 'qr';

/** Rows of modules, true where dark, with the quiet zone around. */
export type QrMatrix = readonly (readonly boolean[])[];

/** ISO/IEC 18004, 6.3.8: four light modules on every side. */
const QUIET_ZONE = 4;

/** The smallest code that holds `text` and can be read with 15 % of it damaged, as a scratched screen may need. */
export function qrMatrix(text: string): QrMatrix {
  return encodeQR(text, 'raw', { ecc: 'medium', border: QUIET_ZONE });
}

/** A drawing: `<svg viewBox="0 0 size size"><path d={path} /></svg>`, dark on light whatever the theme. */
export interface QrDrawing {
  /** Width and height in modules. */
  readonly size: number;
  /** One box per run of dark modules; only M, h, v, z and whole numbers. */
  readonly path: string;
}

/** The same code as one path. */
export function qrDrawing(text: string): QrDrawing {
  const matrix = qrMatrix(text);
  return { size: matrix.length, path: matrix.flatMap((row, y) => boxes(row, y)).join('') };
}

function boxes(row: readonly boolean[], y: number): string[] {
  const starts = row.flatMap((dark, x) => (dark && row[x - 1] !== true ? [x] : []));
  return starts.map((x) => {
    // The quiet zone is light: every run ends.
    const length = row.indexOf(false, x) - x;
    return `M${x} ${y}h${length}v1h-${length}z`;
  });
}
