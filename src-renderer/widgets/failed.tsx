import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../../src-main/bridge/contract.ts';
import { sentenceOf } from '../i18n/sentence.ts';
import styles from './failed.module.css';
import { Octagon } from './icons.tsx';

/** Why something that a person asked for did not happen. The region is there before, so that it is announced. */
export function Failed({ failure }: { readonly failure: CallFailure | null }) {
  const { t } = useTranslation();
  return (
    <div role="alert" className={styles['region']}>
      {failure && (
        <p className={styles['failed']}>
          <Octagon />
          {sentenceOf(t, failure)}
        </p>
      )}
    </div>
  );
}
