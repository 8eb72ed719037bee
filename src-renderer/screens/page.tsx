import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './screen.module.css';

interface PageProps {
  readonly heading: string;
  /** One column in the middle, for forms and notices. */
  readonly narrow?: boolean;
  readonly children: ReactNode;
}

/** The frame that every screen shares: one heading, then its content. */
export function Page({ heading, narrow = false, children }: PageProps) {
  return (
    <div className={`${styles['screen']} ${narrow ? styles['narrow'] : ''}`}>
      <Title order={1} size="h2">
        {heading}
      </Title>
      {children}
    </div>
  );
}
