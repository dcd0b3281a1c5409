import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useText } from '../text/text';

const ReportDialog = lazy(() => import('./report-dialog').then((m) => ({ default: m.ReportDialog })));

/** Opens the report that is shown to whoever is asked for help. */
export function ReportButton({ variant }: { variant: 'default' | 'subtle' }) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant={variant} size={variant === 'subtle' ? 'xs' : 'sm'} onClick={() => setOpen(true)}>
        {t('support.make')}
      </Button>
      {open && (
        <Suspense>
          <ReportDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
