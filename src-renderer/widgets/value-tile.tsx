import type { ReactNode } from 'react';
import type { Truth } from '../truth.ts';
import { TruthStrip } from './truth-strip.tsx';
import truthStyles from './truth.module.css';
import styles from './value-tile.module.css';

interface ValueTileProps {
  readonly label: string;
  readonly truth: Truth;
  /** What must be read from three metres. */
  readonly key3m?: boolean;
  readonly children: ReactNode;
}

/** One value with its own source and age. */
export function ValueTile({ label, truth, key3m = false, children }: ValueTileProps) {
  return (
    <section
      className={`${truthStyles['framed']} ${styles['tile']}`}
      data-truth={truth.presentation}
      data-key={key3m || undefined}
      aria-label={label}
    >
      <h2 className={styles['label']}>{label}</h2>
      <div className={`${truthStyles['value']} ${styles['value']}`}>{children}</div>
      <TruthStrip truth={truth} />
    </section>
  );
}
