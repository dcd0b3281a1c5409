import { Button, Modal } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { RouteFinding, RouteRule } from '../../electron/contract/routes';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';
import { Findings } from './findings';
import { type DraftField, draftOf, readDraft } from './rule-draft';
import { RuleFields } from './rule-fields';
import '../home/home.css';

interface Props {
  /** Undefined: a new one. */
  rule: RouteRule | undefined;
  /** What is to be said of it as it stands. */
  warnings: readonly RouteFinding[];
  /** Why the table was not saved. */
  findings: readonly RouteFinding[];
  placeOf(at: number): number;
  saving: boolean;
  error: unknown;
  onSave(rule: RouteRule): Promise<void>;
  onRemove(): void;
  onClose(): void;
}

/** One rule, to be changed, added or deleted. Nothing is saved that the gateway would not take. */
export function EditRule({
  rule,
  warnings,
  findings,
  placeOf,
  saving,
  error,
  onSave,
  onRemove,
  onClose,
}: Props) {
  const { t } = useText();
  const [draft, setDraft] = useState(() => draftOf(rule));
  const [bad, setBad] = useState<ReadonlySet<DraftField>>(new Set());
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readDraft(draft);
    if ('bad' in read) return setBad(read.bad);
    setBad(new Set());
    setTried(true);
    void onSave(read.rule);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={640}
      title={t(rule ? 'routes.form.title' : 'routes.form.titleNew')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <form className="form" onSubmit={submit}>
        {!tried && <Findings findings={warnings} placeOf={placeOf} />}
        <RuleFields
          draft={draft}
          bad={bad}
          onChange={(next) => {
            setDraft(next);
            setTried(false);
          }}
        />
        {tried && !saving && <Findings findings={findings} placeOf={placeOf} />}
        {tried && <Refusal error={error} />}
        <div className="row spread wrap">
          {rule ? (
            <Button data-danger onClick={onRemove}>
              {t('routes.form.remove')}
            </Button>
          ) : (
            <span />
          )}
          <div className="row">
            <Button variant="subtle" onClick={onClose}>
              {t('app.cancel')}
            </Button>
            <Button type="submit" variant="filled" loading={saving}>
              {t('app.save')}
            </Button>
          </div>
        </div>
      </form>
    </Modal>
  );
}
