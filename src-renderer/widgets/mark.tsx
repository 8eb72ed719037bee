import type { ReactNode } from 'react';
import { Octagon, Triangle } from './icons.tsx';
import styles from './mark.module.css';

/** Words for something that is not normal, with the sign and the colour of its weight. */
export function Mark({ level, children }: { readonly level: 'warning' | 'critical'; readonly children: ReactNode }) {
  const Icon = level === 'critical' ? Octagon : Triangle;
  return (
    <strong className={styles['mark']} data-level={level}>
      <Icon size={18} />
      {children}
    </strong>
  );
}
