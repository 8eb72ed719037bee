import type { ReactNode } from 'react';
import type { Truth } from '../truth.ts';
import { OrNotReported } from './or-not-reported.tsx';
import { TruthStrip } from './truth-strip.tsx';
import truthStyles from './truth.module.css';
import styles from './value-tile.module.css';

interface ValueTileProps<T> {
  readonly label: string;
  readonly truth: Truth;
  /** What must be read from three metres. */
  readonly key3m?: boolean;
  readonly value: T | null | undefined;
  readonly children: (value: T) => ReactNode;
}

/** One value with its own source and age; a value that is missing has neither, however live the reading is. */
export function ValueTile<T>({ label, truth, key3m = false, value, children }: ValueTileProps<T>) {
  const missing = value === null || value === undefined;
  const presentation = missing ? 'none' : truth.presentation;
  return (
    <section
      className={`${truthStyles['framed']} ${styles['tile']}`}
      data-truth={presentation}
      data-key={key3m || undefined}
      aria-label={label}
    >
      <h2 className={styles['label']}>{label}</h2>
      {presentation === truth.presentation && <TruthStrip truth={truth} />}
      <div className={`${truthStyles['value']} ${styles['value']}`}>
        <OrNotReported value={value}>{children}</OrNotReported>
      </div>
    </section>
  );
}
