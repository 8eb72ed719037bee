import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../stores/connection.ts';
import { useTrouble } from '../stores/store-health.ts';
import { useSimulation } from '../stores/truth.ts';

/** The title of the window says what the window says: task bars and screenshots show nothing else. */
export function useWindowTitle(): void {
  const { t } = useTranslation();
  const lost = useConnection(({ phase }) => phase === 'lost');
  const unsaved = useTrouble() !== null;
  const { all, names } = useSimulation();
  const product = t('product');
  const simulated = all
    ? t('simulation.title', { title: product })
    : names.length > 0
      ? t('simulation.titleSome', { title: product })
      : product;
  const saved = unsaved ? t('records.title', { title: simulated }) : simulated;
  const title = lost ? t('lost.title', { title: saved }) : saved;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
