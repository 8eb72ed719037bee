import type { TFunction } from 'i18next';
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
  /** In the largest unit of thousand (kB, MB, GB: SI, not binary) that leaves at least one before the point. */
  bytes(value: number): string;
  /** How old something is, in whole seconds rounded up: never younger than it is. */
  age(ms: number): string;
  /** A length of time in its one or two largest units, rounded down: `12 s`, `3 min 20 s`, `2 h 5 min`, `4 d 3 h`. */
  duration(ms: number): string;
  dateTime(wall: number): string;
  clock(wall: number): string;
  date(wall: number): string;
  /** Day and month with the time to the minute: for what lies at most some days back. */
  recent(wall: number): string;
}

const STEPS = [
  { unit: 'd', ms: 86_400_000 },
  { unit: 'h', ms: 3_600_000 },
  { unit: 'min', ms: 60_000 },
  { unit: 's', ms: 1_000 },
] as const;

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/**
 * Thousands stand apart by a narrow space, as ISO 80000-1 7.3.1 has it: English's comma is Vietnamese's decimal sign and
 * the other way round, and people of both read this screen.
 */
function grouped(format: Intl.NumberFormat, value: number): string {
  const parts = format.formatToParts(value);
  return parts.map((part) => (part.type === 'group' ? '\u202f' : part.value)).join('');
}

export function createFormat(language: string, t: TFunction): Format {
  const locale = LOCALES[language] ?? language;
  /** The symbols are the same in every language; a unit never stands on another line than its number. */
  const unit = (symbol: string, fractionDigits = 0) => {
    const digits = { maximumFractionDigits: fractionDigits, minimumFractionDigits: fractionDigits };
    // a minus sign, but none for what is rounded to zero
    const format = new Intl.NumberFormat(locale, { ...digits, signDisplay: 'negative' });
    return (value: number) => `${grouped(format, value)}\u00a0${symbol}`;
  };
  const ratio = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 2,
    roundingMode: 'floor',
  });
  const tenths = unit('ms', 1);
  const whole = unit('ms');
  const bytesIn = BYTE_UNITS.map((symbol, step) => unit(symbol, step === 0 ? 0 : 1));
  const count = new Intl.NumberFormat(locale);
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hourCycle: 'h23' });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const recent = new Intl.DateTimeFormat(locale, {
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const duration = (ms: number) => {
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
  };
  return {
    millimetres: unit('mm'),
    millimetresPerSecond: unit('mm/s'),
    percent: unit('%'),
    celsius: unit('°C', 1),
    milliseconds: (ms) => (ms < 10 ? tenths(ms) : whole(ms)),
    ratio: (value) => ratio.format(value),
    count: (value) => grouped(count, value),
    bytes(value) {
      // what would be rounded up to a thousand belongs to the next unit already
      const fits = BYTE_UNITS.findIndex((_, step) => value / 1_000 ** step < (step === 0 ? 1_000 : 999.95));
      const step = fits === -1 ? BYTE_UNITS.length - 1 : fits;
      return bytesIn[step]?.(value / 1_000 ** step) ?? '';
    },
    duration,
    age: (ms) => duration(Math.ceil(ms / 1_000) * 1_000),
    dateTime: (wall) => dateTime.format(wall),
    clock: (wall) => clock.format(wall),
    date: (wall) => date.format(wall),
    recent: (wall) => recent.format(wall),
  };
}

const made = new Map<string, Format>();

/** The format of the language in force. Made once per language: Intl's formats are dear, and every widget asks. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  const { language } = i18n;
  const known = made.get(language) ?? createFormat(language, i18n.getFixedT(language));
  made.set(language, known);
  return known;
}
