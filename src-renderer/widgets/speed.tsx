import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';

/** Speed with its direction as an arrow and, for those who do not see it, as words; what shows as zero has none. */
export function Speed({ mmPerS }: { readonly mmPerS: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = Math.round(Math.abs(mmPerS));
  const direction = shown === 0 ? 'standing' : mmPerS > 0 ? 'forward' : 'backward';
  const arrow = { forward: '→', backward: '←', standing: '' }[direction];
  const words = t(`robot.${direction}`);
  return (
    <span title={words}>
      {format.millimetresPerSecond(shown)}{' '}
      <span role="img" aria-label={words}>
        {arrow}
      </span>
    </span>
  );
}
