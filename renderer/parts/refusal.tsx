import { refusalOf } from '../api/trpc';
import { useText } from '../text/text';
import { ToneShape } from './shape';

/** Says beside a control why a call was refused; nothing while there is no error. */
export function Refusal({ error }: { error: unknown }) {
  const { t } = useText();
  if (!error) return null;
  const { code, params } = refusalOf(error);
  return (
    <p className="note" data-tone="bad" role="alert">
      <ToneShape tone="bad" size={17} />
      <span>{t(`error.${code}`, params)}</span>
    </p>
  );
}
