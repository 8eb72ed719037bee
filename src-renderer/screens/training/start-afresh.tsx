import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FIRMWARE_KINDS, TRAINED_ROBOTS_MAX, type TrainingState } from '../../../src-main/bridge/contract.ts';
import { useFormat } from '../../i18n/format.ts';
import { consoleNow } from '../../stores/connection.ts';
import { AskedFirst } from '../../widgets/asked-first.tsx';
import { isNumberWithin } from './deed-form.ts';
import styles from './training.module.css';

const ROBOTS = { least: 1, most: TRAINED_ROBOTS_MAX, whole: true };
const SEEDS = { least: 0, most: 2 ** 32 - 1, whole: true };

/** Which simulated robots stand there: at first those that do, so that a press alone resets everything. */
export function StartAfresh({ state }: { readonly state: TrainingState }) {
  const { t } = useTranslation();
  const [firmware, setFirmware] = useState(state.firmware ?? 'reference');
  const [robots, setRobots] = useState(String(state.robots.length));
  const [seed, setSeed] = useState(String(state.seed ?? 1));
  const format = useFormat();
  const wrong = (typed: string, range: typeof ROBOTS) =>
    isNumberWithin(typed, range)
      ? null
      : t('training.within', { least: format.count(range.least), most: format.count(range.most) });
  const ready = !wrong(robots, ROBOTS) && !wrong(seed, SEEDS);
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
        error={wrong(robots, ROBOTS)}
        onChange={(event) => setRobots(event.currentTarget.value)}
      />
      <TextInput
        label={t('training.seed')}
        description={t('training.seedHelp')}
        inputMode="numeric"
        value={seed}
        error={wrong(seed, SEEDS)}
        onChange={(event) => setSeed(event.currentTarget.value)}
      />
      <div className={styles['whole']}>
        <AskedFirst
          label={t('training.restart')}
          question={ready ? t('training.restartQuestion') : t('training.unready')}
          ready={ready}
          act={() => consoleNow().training.restart({ firmware, robots: Number(robots), seed: Number(seed) })}
        />
      </div>
    </div>
  );
}
