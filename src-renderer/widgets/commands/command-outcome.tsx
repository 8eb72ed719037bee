import { useTranslation } from 'react-i18next';
import type { CommandResult } from '../../../src-main/bridge/contract.ts';
import { useFormat } from '../../i18n/format.ts';
import { sentenceOf } from '../../i18n/sentence.ts';
import { Mark } from '../mark.tsx';
import styles from './commands.module.css';

const LEVELS = { refused: 'critical', contradicted: 'critical', unknown: 'critical', accepted: 'warning' } as const;

/** How the last command ended: its outcome in words, the robot's answer, and the robot's own state apart from it. */
export function CommandOutcomeLine({ result }: { readonly result: CommandResult }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { command, requestedAt, answer, confirmed, outcome } = result;
  const words = t(`command.outcome.${outcome}`);
  const why = answer.failure ? sentenceOf(t, answer.failure) : '';
  const after = answer.afterMs === null ? '–' : format.milliseconds(answer.afterMs);
  return (
    <div className={styles['result']} data-outcome={outcome}>
      <p>
        {t('command.result', { command: t(`command.name.${command as 'stop'}`), time: format.clock(requestedAt) })}{' '}
        {outcome === 'observed' ? <strong>{words}</strong> : <Mark level={LEVELS[outcome]}>{words}</Mark>}
      </p>
      <p>{t(`stop.answer.${answer.kind}`, { after, why })}</p>
      {confirmed.kind !== 'pending' && (
        <p>
          {confirmed.stateText === null
            ? t('command.stateUnknown')
            : t('command.state', { state: confirmed.stateText })}
        </p>
      )}
    </div>
  );
}
