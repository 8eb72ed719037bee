import { useTranslation } from 'react-i18next';
import { estimateStrength } from '../../src-main/bridge/contract.ts';
import styles from './secrets.module.css';

const NO_LIST: ReadonlySet<string> = new Set();

/** How early a password would be guessed, while it is typed. The page has no blocklist: the console judges stricter. */
export function PasswordStrength({
  password,
  names,
}: {
  readonly password: string;
  readonly names: readonly string[];
}) {
  const { t } = useTranslation();
  const { score, reason } = estimateStrength(password, { blocklist: NO_LIST, personalNames: names });
  const words = t('password.strength', { word: t(`password.strengthScore.${score}`) });
  return (
    <>
      <meter
        className={styles['meter']}
        min={0}
        max={4}
        low={2}
        high={3}
        optimum={4}
        value={score}
        aria-label={words}
      />
      {words}. {t(`password.strengthReason.${reason}`)}
    </>
  );
}
