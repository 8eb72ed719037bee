import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** British conventions for English: 24 hours, day before month. */
const LOCALES: Readonly<Record<string, string>> = { en: 'en-GB', vi: 'vi-VN' };

/** Numbers with their units, and times, as the language writes them. */
export interface Format {
  millimetres(mm: number): string;
  millimetresPerSecond(speed: number): string;
  percent(value: number): string;
  celsius(value: number): string;
  milliseconds(ms: number): string;
  /** 0 to 1 as a percentage; rounded down, so that 99.95 % never passes for 100 %. */
  ratio(value: number): string;
  count(value: number): string;
  /** A length of time in its one or two largest units, rounded down: `12 s`, `3 min 20 s`, `2 h 5 min`, `4 d 3 h`. */
  duration(ms: number): string;
  dateTime(wall: number): string;
  clock(wall: number): string;
}

const STEPS = [
  { unit: 'd', ms: 86_400_000 },
  { unit: 'h', ms: 3_600_000 },
  { unit: 'min', ms: 60_000 },
  { unit: 's', ms: 1_000 },
] as const;

export function createFormat(language: string, t: TFunction): Format {
  const locale = LOCALES[language] ?? language;
  const unit = (name: string, fractionDigits = 0) => {
    const format = new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: fractionDigits,
      minimumFractionDigits: fractionDigits,
    });
    return (value: number) => format.format(value);
  };
  const ratio = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 2,
    roundingMode: 'floor',
  });
  const count = new Intl.NumberFormat(locale);
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', hour12: false });
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hour12: false });
  return {
    millimetres: unit('millimeter'),
    millimetresPerSecond: unit('millimeter-per-second'),
    percent: unit('percent'),
    celsius: unit('celsius', 1),
    milliseconds: unit('millisecond'),
    ratio: (value) => ratio.format(value),
    count: (value) => count.format(value),
    duration(ms) {
      const first = STEPS.findIndex((step) => ms >= step.ms);
      const shown = first === -1 ? STEPS.slice(-1) : STEPS.slice(first, first + 2);
      let rest = Math.max(0, ms);
      return shown
        .map((step) => {
          const n = Math.floor(rest / step.ms);
          rest -= n * step.ms;
          return t(`duration.${step.unit}`, { n });
        })
        .join(' ');
    },
    dateTime: (wall) => dateTime.format(wall),
    clock: (wall) => clock.format(wall),
  };
}

/** The format of the language in force. */
export function useFormat(): Format {
  const { t, i18n } = useTranslation();
  return useMemo(() => createFormat(i18n.language, t), [i18n.language, t]);
}
