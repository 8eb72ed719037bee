import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useNow } from '../stores/now.ts';
import { Page } from './page.tsx';

/** After this long (s) without an answer the page says what may be wrong. */
const SLOW_S = 3;

interface OpeningProps {
  /** `performance.now()` when the waiting began. */
  readonly since: number;
}

/** Nothing was heard from the console yet: says so, and since when, instead of spinning in silence. */
export function Opening({ since }: OpeningProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const seconds = useNow(({ monotonic }) => Math.max(0, Math.floor((monotonic - since) / 1_000)));
  return (
    <Page heading={t('opening.heading')} narrow>
      {seconds >= SLOW_S && (
        <>
          <p>{t('opening.slow', { duration: format.duration(seconds * 1_000) })}</p>
          <p>{t('opening.advice')}</p>
          <Button onClick={() => location.reload()}>{t('opening.reload')}</Button>
        </>
      )}
    </Page>
  );
}
