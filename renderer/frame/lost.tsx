import { useEffect } from 'react';
import { openSession, type Session } from '../api/session';
import { ToneShape } from '../parts/shape';
import { useNow } from '../parts/use-now';
import { useText } from '../text/text';
import './frame.css';

const CALM_MS = 1_500;
const LONG_MS = 15_000;
const ASK_EVERY_MS = 5_000;

/** Says calmly that the app does not answer, and finds out when it wants a new sign-in. */
export function Lost({
  since,
  quiet,
  onSession,
}: {
  since: number;
  quiet: boolean;
  onSession(session: Session): void;
}) {
  const { t } = useText();
  const away = useNow(500) - since;
  useEffect(() => {
    const timer = setInterval(() => {
      void openSession().then((session) => {
        if (session.kind === 'needed') onSession(session);
      });
    }, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [onSession]);
  if (quiet || away < CALM_MS) return null;
  return (
    <div className="lost" role="status" data-tone="busy">
      <ToneShape tone="busy" size={17} />
      {t(away > LONG_MS ? 'app.lostLong' : 'app.lost')}
    </div>
  );
}
