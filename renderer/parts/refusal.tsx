import type { SyncProblem } from '../../electron/contract/sync';
import { refusalOf } from '../api/trpc';
import { type TextFunction, useText } from '../text/text';
import { sentencesText } from '../text/units';
import { ToneShape } from './shape';

/** Says beside a control why a call was refused; nothing while there is no error. */
export function Refusal({ error }: { error: unknown }) {
  const { t, language } = useText();
  if (!error) return null;
  const { code, params } = refusalOf(error);
  return (
    <p className="note" data-tone="bad" role="alert">
      <ToneShape tone="bad" size={17} />
      <span>
        {code === 'syncRefused' ? problemText(t, language, params['problem']) : t(`error.${code}`, params)}
      </span>
    </p>
  );
}

/** What GitHub, git or a key says against it, with what can be done. */
function problemText(t: TextFunction, language: string, problem: string | number | undefined): string {
  if (typeof problem !== 'string') return t('error.syncRefused');
  const code = problem as SyncProblem;
  return sentencesText(
    language,
    `${t(`diagnosis.${code}.what`)}${t('backup.stop')}`,
    t(`diagnosis.${code}.todo`),
  );
}
