import { Button, Title } from '@mantine/core';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './panel.module.css';

interface PanelProps {
  readonly heading: string;
  readonly close: () => void;
  /** For forms that need more than the width of a column. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** The panels that are open, the one that lies over the others last. */
const OPEN: string[] = [];

/**
 * A dialog beside the work. It takes the focus and gives it back, and Escape closes it; it is not modal on purpose: the
 * header, with all that must be within reach, stays usable.
 */
export function Panel({ heading, close, wide = false, children }: PanelProps) {
  const { t } = useTranslation();
  const id = useId();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => {
    OPEN.push(id);
    return () => void OPEN.splice(OPEN.indexOf(id), 1);
  }, [id]);
  useEffect(() => {
    // On the window: what had the focus may have gone with its press. One press closes one panel.
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || OPEN.at(-1) !== id) return;
      event.preventDefault();
      close();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [close, id]);
  return (
    <div className={styles['veil']}>
      <section
        ref={panel}
        className={styles['panel']}
        data-wide={wide}
        role="dialog"
        aria-labelledby={id}
        tabIndex={-1}
      >
        <div className={styles['head']}>
          <Title order={2} size="h3" id={id}>
            {heading}
          </Title>
          <Button variant="default" onClick={close}>
            {t('panel.close')}
          </Button>
        </div>
        {children}
      </section>
    </div>
  );
}
