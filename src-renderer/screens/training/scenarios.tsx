import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConsoleClient, ListedScenario, ScenarioFacts } from '../../../src-main/bridge/contract.ts';
import { useFormat } from '../../i18n/format.ts';
import { consoleNow } from '../../stores/connection.ts';
import { AskedFirst } from '../../widgets/asked-first.tsx';
import { Failed } from '../../widgets/failed.tsx';
import { Mark } from '../../widgets/mark.tsx';
import { useAnswer } from '../../widgets/use-answer.ts';
import { useScenarioWords } from './scenario-words.ts';
import styles from './training.module.css';

const askScenarios = (client: ConsoleClient, signal: AbortSignal) => client.training.scenarios(undefined, { signal });

/** The scenarios that can be played, each with what it needs. */
export function Scenarios({ mayEdit }: { readonly mayEdit: boolean }) {
  const { t } = useTranslation();
  const { value, failure } = useAnswer(askScenarios);
  return (
    <>
      <Failed failure={failure} />
      {!value && !failure && <p>{t('loading')}</p>}
      <ul className={styles['list']}>
        {value?.map((listed) => (
          <li key={listed.id} className={styles['card']} data-scenario={listed.id}>
            {listed.scenario ? (
              <Scenario id={listed.id} from={listed.from} facts={listed.scenario} mayEdit={mayEdit} />
            ) : (
              <>
                <Title order={3} size="h4">
                  {listed.id}
                </Title>
                <Mark level="warning">{t('training.wrong', { rule: listed.wrong })}</Mark>
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

interface ScenarioProps extends Pick<ListedScenario, 'id' | 'from'> {
  readonly facts: ScenarioFacts;
  readonly mayEdit: boolean;
}

function Scenario({ id, from, facts, mayEdit }: ScenarioProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, about } = useScenarioWords()(facts);
  const { robots, firmware, steps, lastAtMs, repeatEveryMs } = facts;
  return (
    <>
      <Title order={3} size="h4">
        {name}
      </Title>
      <p>{about}</p>
      <p className={styles['facts']}>
        <span>{t('training.needs', { n: robots })}</span>
        <span>{t('training.forFirmware', { firmware: firmware ?? t('training.anyFirmware') })}</span>
        <span>{t('training.steps', { n: steps })}</span>
        <span>
          {repeatEveryMs === null
            ? t('training.lasts', { time: format.duration(lastAtMs) })
            : t('training.repeats', { time: format.duration(repeatEveryMs) })}
        </span>
        {from === 'own' && <span>{t('training.own')}</span>}
      </p>
      {mayEdit && (
        <div className={styles['act']}>
          <AskedFirst
            label={t('training.play')}
            question={t('training.playQuestion', { name })}
            act={() => consoleNow().training.play({ scenario: id })}
          />
        </div>
      )}
    </>
  );
}
