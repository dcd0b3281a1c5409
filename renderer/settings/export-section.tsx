import { Button, Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { ExportForm } from '../../electron/contract/export';
import type { BotView } from '../../electron/contract/view';
import { refusalOf, useTRPC } from '../api/trpc';
import { ChoiceGroup } from '../parts/choice-group';
import { Refusal } from '../parts/refusal';
import { saveFile } from '../parts/save-file';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';

const FORMS = ['compose', 'hf-space'] as const;
const LIMITS = ['plan', 'sleep', 'disk', 'ports', 'device', 'open', 'proof'] as const;
const REASONS = ['missing', 'stack', 'keyPool', 'localModel'] as const;

/** The bot as files that run elsewhere; with its secrets only when that is asked for. */
export function ExportSection({ bot }: { bot: BotView }) {
  const { t } = useText();
  const trpc = useTRPC();
  const titleId = useId();
  const [form, setForm] = useState<ExportForm>('compose');
  const [withSecrets, setWithSecrets] = useState(false);
  const save = useMutation(
    trpc.bots.exportArchive.mutationOptions({
      onSuccess: ({ name, base64 }) => saveFile(name, Uint8Array.fromBase64(base64), 'application/gzip'),
    }),
  );
  const secrets = form === 'compose' && withSecrets;
  const reason = reasonOf(save.error);
  return (
    <section className="card export" aria-labelledby={titleId}>
      <div>
        <h2 className="h3" id={titleId}>
          {t('exports.title')}
        </h2>
        <p className="xs ink3">{t('exports.line')}</p>
      </div>
      <ChoiceGroup<ExportForm>
        className="export-forms"
        labelledBy={titleId}
        value={form}
        onChange={(next) => {
          setForm(next);
          save.reset();
        }}
        choices={FORMS.map((one) => ({
          value: one,
          content: (
            <>
              <b>{t(`exports.${one}.name`)}</b>
              <span>{t(`exports.${one}.line`)}</span>
            </>
          ),
        }))}
      />
      {form === 'hf-space' && (
        <div className="note" data-tone="warn">
          <ToneShape tone="warn" size={18} />
          <div>
            <b>{t('exports.limits.title')}</b>
            <ul className="export-limits">
              {LIMITS.map((limit) => (
                <li key={limit}>{t(`exports.limits.${limit}`)}</li>
              ))}
            </ul>
          </div>
        </div>
      )}
      <p className="sm ink2">{t(`exports.${form}.how`)}</p>
      {form === 'compose' && (
        <Switch
          label={t('exports.secrets')}
          description={t('exports.secretsLine')}
          checked={withSecrets}
          onChange={(event) => setWithSecrets(event.currentTarget.checked)}
        />
      )}
      {secrets && (
        <p className="note" data-tone="bad" role="alert">
          <ToneShape tone="bad" size={18} />
          {t('exports.secretsWarning')}
        </p>
      )}
      <div className="row wrap">
        <Button
          loading={save.isPending}
          onClick={() => save.mutate({ bot: bot.id, form, withSecrets: secrets })}
        >
          {t(secrets ? 'exports.goSecrets' : 'exports.go')}
        </Button>
        {save.data && (
          <span className="row sm" role="status">
            <ToneShape tone="ok" size={17} /> {t('exports.saved', { name: save.data.name })}
          </span>
        )}
      </div>
      {reason ? (
        <p className="note" data-tone="warn" role="alert">
          <ToneShape tone="warn" size={18} />
          {t(`exports.cannot.${reason}`)}
        </p>
      ) : (
        <Refusal error={save.error} />
      )}
    </section>
  );
}

/** Why a bot cannot be had in a form, where there is something to be done about it. */
function reasonOf(error: unknown): (typeof REASONS)[number] | undefined {
  if (!error) return undefined;
  const { code, params } = refusalOf(error);
  if (code !== 'notAllowed') return undefined;
  if ('missing' in params) return 'missing';
  return REASONS.find((reason) => reason === params['reason']);
}
