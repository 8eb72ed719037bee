import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FIRMWARE_KINDS, type TrainingState } from '../../../src-main/bridge/contract.ts';
import { consoleNow } from '../../stores/connection.ts';
import { AskedFirst } from '../../widgets/asked-first.tsx';
import styles from './training.module.css';

/** Which simulated robots stand there: at first those that do, so that a press alone resets everything. */
export function StartAfresh({ state }: { readonly state: TrainingState }) {
  const { t } = useTranslation();
  const [firmware, setFirmware] = useState(state.firmware ?? 'reference');
  const [robots, setRobots] = useState(String(state.robots.length));
  const [seed, setSeed] = useState(String(state.seed ?? 1));
  return (
    <div className={styles['form']}>
      <p className={styles['whole']}>{t('training.restartAbout')}</p>
      <NativeSelect
        label={t('training.firmware')}
        value={firmware}
        data={[...FIRMWARE_KINDS]}
        onChange={({ currentTarget: { value } }) =>
          setFirmware(FIRMWARE_KINDS.find((known) => known === value) ?? 'reference')
        }
      />
      <TextInput
        label={t('training.count')}
        inputMode="numeric"
        value={robots}
        onChange={(event) => setRobots(event.currentTarget.value)}
      />
      <TextInput
        label={t('training.seed')}
        description={t('training.seedHelp')}
        inputMode="numeric"
        value={seed}
        onChange={(event) => setSeed(event.currentTarget.value)}
      />
      <div className={styles['whole']}>
        <AskedFirst
          label={t('training.restart')}
          question={t('training.restartQuestion')}
          act={() => consoleNow().training.restart({ firmware, robots: Number(robots), seed: Number(seed) })}
        />
      </div>
    </div>
  );
}
