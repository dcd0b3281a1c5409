import type { KeyPoolAnswer } from '../../electron/contract/key-pool';
import { WhatIsThis } from '../handbook/what-is-this';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import { sentencesText } from '../text/units';
import { PROBLEM_TONE } from '../wizard/key/check-problem';

/** What went wrong behind the pool: the provider's real answer, not the pool's. */
export function PoolProblem({ problem }: { problem: Extract<KeyPoolAnswer, { kind: 'problem' }> }) {
  const { t, language } = useText();
  const { problem: code, status, message } = problem;
  const malformed = code === 'keyMalformed';
  const tone = PROBLEM_TONE[code];
  return (
    <div className="note" data-tone={tone}>
      <ToneShape tone={tone} size={18} />
      <div>
        <b>
          {malformed ? t('key.malformed.what') : t(`diagnosis.${code}.what`)}
          {status === undefined ? '' : t('key.status', { status })}
        </b>
        <p>
          {malformed
            ? t('key.malformed.todo')
            : sentencesText(language, t(`diagnosis.${code}.why`), t(`diagnosis.${code}.todo`))}
        </p>
        {message !== '' && <p className="xs">{t('key.saidBy', { message })}</p>}
        <WhatIsThis id={malformed ? 'keyRefused' : code} />
      </div>
    </div>
  );
}
