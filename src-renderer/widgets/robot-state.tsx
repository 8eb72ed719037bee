import { useTranslation } from 'react-i18next';
import type { RobotValues } from '../../src-main/bridge/contract.ts';
import { Octagon, Question } from './icons.tsx';
import styles from './robot-state.module.css';

/** The robot's state in one large word; a fault or an emergency stop has a shape and a colour besides. */
export function RobotStateWord({ values }: { readonly values: RobotValues }) {
  const { t } = useTranslation();
  const { state, stateText } = values;
  const abnormal = state === 'fault' || state === 'estop';
  return (
    <>
      <span className={styles['word']} data-abnormal={abnormal || undefined}>
        {abnormal && <Octagon size={28} />}
        {state === 'unknown' && <Question size={28} />}
        {t(`robotState.${state}`)}
      </span>
      {state === 'unknown' && <small className={styles['asReceived']}>{t('robotStateAs', { word: stateText })}</small>}
    </>
  );
}
