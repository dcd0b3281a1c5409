import type { RouteFinding } from '../../electron/contract/routes';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import { placedFindingText } from './rule-words';

/** More than these are hardly read. */
const MOST = 8;

interface Props {
  findings: readonly RouteFinding[];
  placeOf(at: number): number;
}

/** Why a table was not saved, or what its writer may not have meant; nothing without findings. */
export function Findings({ findings, placeOf }: Props) {
  const { t } = useText();
  if (findings.length === 0) return null;
  const isRefused = findings.some((finding) => finding.severity === 'error');
  const tone = isRefused ? 'bad' : 'warn';
  return (
    <div className="note" data-tone={tone} role={isRefused ? 'alert' : 'status'}>
      <ToneShape tone={tone} size={18} />
      <div>
        {isRefused && <b>{t('routes.notSaved')}</b>}
        <ul>
          {findings.slice(0, MOST).map((finding) => {
            const text = placedFindingText(t, finding, placeOf);
            return <li key={text}>{text}</li>;
          })}
          {findings.length > MOST && <li>{t('routes.file.more', { n: findings.length - MOST })}</li>}
        </ul>
      </div>
    </div>
  );
}
