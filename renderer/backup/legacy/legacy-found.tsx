import type { LegacyReport } from '../../../electron/contract/legacy';
import { useView } from '../../api/app-view';
import { ToneShape } from '../../parts/shape';
import { useText } from '../../text/text';
import { sizeText } from '../../text/units';
import { Told } from './told';

/** What was known of them to the older tool. */
const KNOWN = ['napcat', 'astrbot', 'gemini-balance'] as const;

/** What a look has found: what would come along, what would not and why, and what that means. */
export function LegacyFound({ report }: { report: LegacyReport }) {
  const { t } = useText();
  const { repository, files, bytes, large, parts, left } = report;
  const { bots } = useView();
  const lost = left.find(({ why }) => why === 'lost');
  const hasOthers = bots.some(({ settingUp }) => !settingUp);
  const will = (['read', 'beside', 'fresh', 'scan'] as const).filter(
    (what) => what !== 'beside' || hasOthers,
  );
  return (
    <Told>
      <b>{t('legacy.found', { repository, files, size: sizeText(bytes) })}</b>
      <ul className="backup-list legacy-parts">
        {parts.map(({ service, files, bytes }) => {
          const known = KNOWN.find((name) => name === service);
          return (
            <li key={service}>
              <span className="grow">{known ? t(`legacy.parts.${known}`) : service}</span>
              <span className="sm ink3">{t('legacy.part', { files, size: sizeText(bytes) })}</span>
            </li>
          );
        })}
      </ul>
      {large.files > 0 && (
        <p className="sm ink2">{t('legacy.large', { files: large.files, size: sizeText(large.bytes) })}</p>
      )}
      {lost && (
        <p className="note" data-tone="warn">
          <ToneShape tone="warn" size={17} />
          <span>{t('legacy.lost', { files: lost.files })}</span>
        </p>
      )}
      <ul className="legacy-will sm">
        {will.map((what) => (
          <li key={what}>{t(`legacy.will.${what}`)}</li>
        ))}
      </ul>
      {left.length > 0 && <Left left={left} />}
    </Told>
  );
}

function Left({ left }: Pick<LegacyReport, 'left'>) {
  const { t } = useText();
  const files = left.reduce((sum, one) => sum + one.files, 0);
  return (
    <details className="legacy-left">
      <summary className="sm">{t('legacy.left', { files })}</summary>
      <dl className="sm">
        {left.map(({ why, files: count, paths }) => (
          <div key={why}>
            <dt>{t(`legacy.why.${why}`)}</dt>
            {paths.map((path) => (
              <dd key={path} className="xs ink2 mono">
                {path}
              </dd>
            ))}
            {count > paths.length && (
              <dd className="xs ink3">{t('legacy.more', { files: count - paths.length })}</dd>
            )}
          </div>
        ))}
      </dl>
    </details>
  );
}
