import { useTranslation } from 'react-i18next';
import { useSimulation } from '../stores/truth.ts';
import { DashedBox } from './icons.tsx';
import styles from './simulation-frame.module.css';

/** More names than these do not fit on a line. */
const MOST_NAMES = 5;

/** Words in the header while anything in the window has no robot behind it. */
export function SimulationWords() {
  const { t } = useTranslation();
  const { all, names, total } = useSimulation();
  if (!all && names.length === 0) return null;
  const some =
    names.length <= MOST_NAMES
      ? t('simulation.some', { names: names.join(', ') })
      : t('simulation.many', { n: names.length, total });
  return (
    <aside className={styles['words']} aria-label={t('simulation.region')}>
      <DashedBox />
      {all ? t('simulation.all') : some}
    </aside>
  );
}

/** With them a striped frame around the whole window, over everything that stands in it. */
export function SimulationFrame() {
  const { all, names } = useSimulation();
  return all || names.length > 0 ? <div className={styles['frame']} aria-hidden="true" /> : null;
}
