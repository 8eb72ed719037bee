import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { isCurrent, type Presentation, type Truth } from '../truth.ts';
import { Clock, DashedBox, DashedCircle, StruckClock } from './icons.tsx';
import styles from './truth.module.css';

const ICONS: Readonly<Record<Presentation, typeof Clock>> = {
  live: Clock,
  stale: StruckClock,
  simulated: DashedBox,
  'simulated-stale': StruckClock,
  disowned: StruckClock,
  none: DashedCircle,
};

/** Source and age in words, with a shape: stands at the head of the values that it is about. */
export function TruthStrip({ truth }: { readonly truth: Truth }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { presentation, simulated, standIn, heard, ageMs } = truth;
  const before = standIn ? (heard ? 'realNow' : 'realBefore') : isCurrent(presentation) ? 'now' : 'before';
  const Icon = ICONS[presentation];
  return (
    <p className={styles['strip']}>
      <Icon />
      <strong>
        {simulated && presentation === 'disowned' && `${t('truth.simulated')}, `}
        {t(`truth.${standIn && presentation === 'simulated' ? 'standInValue' : presentation}`)}
      </strong>
      <span>{ageMs === null ? t('heard.never') : t(`heard.${before}`, { age: format.age(ageMs) })}</span>
    </p>
  );
}
