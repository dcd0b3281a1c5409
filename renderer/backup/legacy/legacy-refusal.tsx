import { refusalOf } from '../../api/trpc';
import { Refusal } from '../../parts/refusal';
import { ToneShape } from '../../parts/shape';
import { useText } from '../../text/text';

/** What saving says in another way, of a repository that it writes to. */
const OWN = ['syncTokenRefused', 'syncRepositoryMissing', 'syncForbidden'] as const;

/** Why an old repository could not be read, or did not come along. */
export function LegacyRefusal({ error }: { error: unknown }) {
  const { t } = useText();
  const refusal = error ? refusalOf(error) : undefined;
  const problem = OWN.find((code) => code === refusal?.params['problem']);
  if (problem === undefined) return <Refusal error={error} />;
  return (
    <p className="note" data-tone="bad" role="alert">
      <ToneShape tone="bad" size={17} />
      <span>{t(`legacy.problem.${problem}`)}</span>
    </p>
  );
}
