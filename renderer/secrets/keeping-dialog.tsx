import { Button, Modal, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { LEAST_PASSPHRASE, type SecretKeeping } from '../../electron/contract/secrets';
import { useView } from '../api/app-view';
import { useTRPC } from '../api/trpc';
import { ChoiceGroup } from '../parts/choice-group';
import { Refusal } from '../parts/refusal';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import '../home/home.css';

/** Asks how secrets are to be kept from now on. */
export function KeepingDialog({ onClose }: { onClose(): void }) {
  const { t } = useText();
  const trpc = useTRPC();
  const { secrets } = useView();
  const keep = useMutation(trpc.secrets.keep.mutationOptions({ onSuccess: onClose }));
  const [keeping, setKeeping] = useState<SecretKeeping>(secrets.keeping);
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const isShort = passphrase.length < LEAST_PASSPHRASE;
  const differs = again !== '' && again !== passphrase;
  const isReady = keeping !== 'passphrase' || (!isShort && again === passphrase);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) keep.mutate({ keeping, ...(keeping === 'passphrase' ? { passphrase } : {}) });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={520}
      title={t('secrets.choose')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <form className="form" onSubmit={submit}>
        {secrets.asks && <p className="ink2">{t('secrets.asks')}</p>}
        <ChoiceGroup<SecretKeeping>
          className="presets keeping"
          label={t('secrets.choose')}
          value={keeping}
          onChange={setKeeping}
          choices={secrets.choices.map((value) => ({
            value,
            content: (
              <>
                <b>{t(`secrets.way.${value}.name`)}</b>
                <span>{t(`secrets.way.${value}.line`)}</span>
              </>
            ),
          }))}
        />
        {(keeping === 'plain' || keeping === 'memory') && (
          <p className="note" data-tone="warn">
            <ToneShape tone="warn" size={17} />
            {t(`secrets.${keeping}Warning`)}
          </p>
        )}
        {keeping === 'passphrase' && (
          <div className="form-pair">
            <PasswordInput
              label={t('secrets.passphrase')}
              description={t('secrets.passphraseHelp', { least: LEAST_PASSPHRASE })}
              value={passphrase}
              autoComplete="new-password"
              onChange={(event) => setPassphrase(event.currentTarget.value)}
            />
            <PasswordInput
              label={t('secrets.passphraseAgain')}
              value={again}
              autoComplete="new-password"
              error={differs ? t('secrets.passphraseDiffers') : undefined}
              onChange={(event) => setAgain(event.currentTarget.value)}
            />
          </div>
        )}
        <Refusal error={keep.error} />
        <div className="row form-end">
          <Button variant="subtle" onClick={onClose}>
            {t(secrets.asks ? 'secrets.later' : 'app.cancel')}
          </Button>
          <Button type="submit" variant="filled" disabled={!isReady} loading={keep.isPending}>
            {t('secrets.use')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
