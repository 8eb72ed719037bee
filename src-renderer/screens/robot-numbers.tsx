import { Fieldset, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import {
  NUMBER_RANGES,
  type CallFailure,
  type CommonSettings,
  type ConsoleClient,
  type NumberPath,
} from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { sentenceOf } from '../i18n/sentence.ts';
import { useAnswer } from '../widgets/use-answer.ts';
import { FRACTIONS, numberAt, numberTyped, type SetupForm } from './robot-setup-form.ts';

/** As people look for them. */
const GROUPS = {
  polling: ['pollIntervalMs', 'attemptDeadlineMs', 'totalDeadlineMs'],
  retry: ['retry.attempts', 'retry.baseDelayMs', 'retry.factor', 'retry.jitter', 'retry.budget'],
  breaker: ['breaker.failures', 'breaker.openMs'],
  flap: ['flap.halfLifeMs'],
  other: ['maxBodyBytes'],
} as const satisfies Readonly<Record<string, readonly NumberPath[]>>;
type Group = keyof typeof GROUPS;

const askCommon = (client: ConsoleClient, signal: AbortSignal) => client.fleet.common(undefined, { signal });

interface RobotNumbersProps {
  readonly numbers: SetupForm['numbers'];
  /** What was refused, and the number that it is about. */
  readonly failure: CallFailure | null;
  readonly about: string | null;
  change(numbers: SetupForm['numbers']): void;
}

/** Every number of a robot: what it does, in which range, and what holds where it is left empty. */
export function RobotNumbers({ numbers, failure, about, change }: RobotNumbersProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { value: common } = useAnswer(askCommon);
  return (Object.keys(GROUPS) as Group[]).map((group) => (
    <Fieldset key={group} legend={t(`fleet.numbers.group.${group}`)}>
      {GROUPS[group].map((path) => {
        const { least, most } = NUMBER_RANGES[path];
        const facts = { least: format.count(least), most: format.count(most) };
        const inherited = common && numberAt(common, path);
        return (
          <TextInput
            key={path}
            mt="xs"
            label={t(`fleet.number.${path}.label`)}
            description={t('fleet.numbers.range', { help: t(`fleet.number.${path}.help`), ...facts })}
            placeholder={typeof inherited === 'number' ? t('fleet.numbers.placeholder', { value: inherited }) : ''}
            inputMode={FRACTIONS.includes(path) ? 'decimal' : 'numeric'}
            autoComplete="off"
            value={numbers[path]}
            error={failure && about === path ? wordsAbout(t, path, failure, { ...facts, numbers, common }) : null}
            onChange={(event) => change({ ...numbers, [path]: event.currentTarget.value })}
          />
        );
      })}
    </Fieldset>
  ));
}

interface Facts {
  readonly least: string;
  readonly most: string;
  readonly numbers: SetupForm['numbers'];
  readonly common: CommonSettings | null;
}

/** Why this number was not taken. */
function wordsAbout(t: TFunction, path: NumberPath, failure: CallFailure, facts: Facts): string {
  if (failure.code !== 'INPUT_INVALID') return sentenceOf(t, failure);
  const { least, most, numbers, common } = facts;
  const { least: from, most: to } = NUMBER_RANGES[path];
  const typed = numberTyped(path, numbers[path]);
  const fits = typed >= from && typed <= to && (FRACTIONS.includes(path) || Number.isInteger(typed));
  if (path === 'totalDeadlineMs' && (fits || numbers[path].trim() === '')) {
    return t('fleet.numbers.crossed', { attempt: numbers.attemptDeadlineMs.trim() || common?.attemptDeadlineMs });
  }
  return t(FRACTIONS.includes(path) ? 'fleet.numbers.refusedRange' : 'fleet.numbers.refusedWhole', { least, most });
}
