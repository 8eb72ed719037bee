import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../../src-main/bridge/contract.ts';
import { sentenceOf } from '../i18n/sentence.ts';
import { lendableBehind } from '../stores/overriding.ts';
import styles from './failed.module.css';
import { Octagon } from './icons.tsx';
import { OverrideButton } from './override-button.tsx';

/** Why something that a person asked for did not happen. The region is there before, so that it is announced. */
export function Failed({ failure }: { readonly failure: CallFailure | null }) {
  const { t } = useTranslation();
  const lent = failure && lendableBehind(failure);
  return (
    <div role="alert" className={styles['region']}>
      {failure && (
        <p className={styles['failed']}>
          <Octagon />
          {sentenceOf(t, failure)}
        </p>
      )}
      {lent && (
        <div className={styles['lend']}>
          <OverrideButton right={lent} />
        </div>
      )}
    </div>
  );
}
