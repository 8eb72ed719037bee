import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { isCurrent, type Truth } from '../truth.ts';
import styles from './track.module.css';

interface TrackProps {
  readonly positionMm: number | null;
  readonly lengthMm: number | null;
  readonly truth: Truth;
}

/**
 * The robot's place on its track, drawn. The marker stands where the robot said it was: between two readings it does
 * not glide, since a place in between was never reported.
 */
export function Track({ positionMm, lengthMm, truth }: TrackProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (positionMm === null || lengthMm === null || lengthMm <= 0) {
    return <div className={styles['track']} role="img" aria-label={t('robot.trackUnknown')} />;
  }
  const share = Math.min(1, Math.max(0, positionMm / lengthMm));
  const place = t('robot.track', {
    position: format.millimetres(positionMm),
    length: format.millimetres(lengthMm),
  });
  const current = isCurrent(truth.presentation);
  return (
    <div
      className={styles['track']}
      role="img"
      aria-label={current ? place : `${place} (${t('robot.trackPast')})`}
      data-current={current}
    >
      <span className={styles['marker']} style={{ insetInlineStart: `${share * 100}%` }} />
    </div>
  );
}
