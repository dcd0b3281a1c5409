import { Button } from '@mantine/core';
import { useText } from '../../text/text';

interface Props {
  onBack?: () => void;
  label?: string;
  disabled?: boolean;
  pending?: boolean;
  /** Left out where the button submits the form that it stands in. */
  onNext?: () => void;
}

/** Back, and the one primary button. */
export function StepButtons({ onBack, label, disabled = false, pending = false, onNext }: Props) {
  const { t } = useText();
  return (
    <div className="row wrap">
      <Button
        type={onNext ? 'button' : 'submit'}
        variant="filled"
        disabled={disabled}
        loading={pending}
        {...(onNext ? { onClick: onNext } : {})}
      >
        {label ?? t('backup.setUp.next')}
      </Button>
      {onBack && (
        <Button variant="subtle" onClick={onBack}>
          {t('backup.setUp.prev')}
        </Button>
      )}
    </div>
  );
}
