import { List } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Page } from './page.tsx';

/** The console answers, but this browser may not use it: why, and how to get a link that works. */
export function SeatUnknown() {
  const { t } = useTranslation();
  return (
    <Page heading={t('seat.heading')} narrow>
      <p>{t('seat.why')}</p>
      <p>{t('seat.how')}</p>
      <List>
        <List.Item>{t('seat.restart')}</List.Item>
        <List.Item>{t('seat.press')}</List.Item>
      </List>
      <p>{t('seat.then')}</p>
    </Page>
  );
}
