import { Button } from '@mantine/core';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';

/** Beside a control: saved, and the way back. */
export function Saved({ onUndo }: { onUndo: (() => void) | undefined }) {
  const { t } = useText();
  if (!onUndo) return null;
  return (
    <span className="saved" role="status">
      <span className="tone" data-tone="ok">
        <ToneShape tone="ok" size={15} /> {t('app.saved')}
      </span>
      <Button variant="subtle" size="xs" onClick={onUndo}>
        {t('app.undo')}
      </Button>
    </span>
  );
}
