import { Code } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { HandedOut } from '../../src-main/bridge/contract.ts';
import styles from './secrets.module.css';

/** A one-time password, to be handed over now: it is shown here and nowhere again. */
export function OneTimePassword({ handed: { user, oneTimePassword } }: { readonly handed: HandedOut }) {
  const { t } = useTranslation();
  return (
    <div role="status" className={styles['secret']}>
      <p>{t('oneTime.handOver', { name: user.displayName })}</p>
      <Code className={styles['code'] ?? ''} data-one-time-password>
        {oneTimePassword}
      </Code>
      <p>{t('oneTime.rules')}</p>
    </div>
  );
}
