import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';

/** Speed with its direction as an arrow and, for those who do not see it, as words. */
export function Speed({ mmPerS }: { readonly mmPerS: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const direction = mmPerS > 0 ? 'forward' : mmPerS < 0 ? 'backward' : 'standing';
  const arrow = { forward: '→', backward: '←', standing: '' }[direction];
  const words = t(`robot.${direction}`);
  return (
    <span title={words}>
      {format.millimetresPerSecond(Math.abs(mmPerS))}{' '}
      <span role="img" aria-label={words}>
        {arrow}
      </span>
    </span>
  );
}
