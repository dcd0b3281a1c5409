import { Button } from '@mantine/core';
import { Icon } from '../../parts/icon';
import { useText } from '../../text/text';
import { StepButtons } from './step-buttons';

/** GitHub fills its own form in from this. */
const NEW_REPOSITORY = 'https://github.com/new?name=my-bot&visibility=private';
const SIGN_UP = 'https://github.com/signup';

/** An account and an empty private repository: made on GitHub, by hand. */
export function RepositoryStep({ onNext }: { onNext(): void }) {
  const { t } = useText();
  return (
    <>
      <p className="ink2">{t('backup.setUp.repository.line')}</p>
      <div className="row wrap">
        <Button
          component="a"
          href={NEW_REPOSITORY}
          target="_blank"
          rel="noreferrer"
          leftSection={<Icon name="open" size={16} />}
        >
          {t('backup.setUp.repository.create')}
        </Button>
        <Button component="a" href={SIGN_UP} target="_blank" rel="noreferrer" variant="subtle">
          {t('backup.setUp.repository.signUp')}
        </Button>
      </div>
      <ol className="backup-todo">
        <li>{t('backup.setUp.repository.todo1')}</li>
        <li>{t('backup.setUp.repository.todo2')}</li>
        <li>{t('backup.setUp.repository.todo3')}</li>
      </ol>
      <StepButtons label={t('backup.setUp.repository.done')} onNext={onNext} />
    </>
  );
}
