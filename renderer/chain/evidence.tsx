import type { LinkView } from '../../electron/contract/view';
import { useText } from '../text/text';
import './evidence.css';
import { momentWord } from './link-words';

/** What was seen, as it was seen. */
export function Evidence({ link }: { link: LinkView }) {
  const { t } = useText();
  const lines = link.state.kind === 'broken' ? link.state.diagnosis.evidence : [];
  if (lines.length === 0) return null;
  return (
    <section>
      <h3 className="sm">{t('home.evidence')}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <pre className="evidence-lines mono" tabIndex={0}>
        {lines.join('\n')}
      </pre>
    </section>
  );
}

/** What happened to a link lately and what was done about it, newest first. */
export function History({ link }: { link: LinkView }) {
  const { t, language } = useText();
  return (
    <section>
      <h3 className="sm">{t(link.tone === 'bad' ? 'home.done' : 'home.history')}</h3>
      {link.history.length === 0 ? (
        <p className="sm ink3">{t(link.tone === 'bad' ? 'home.nothingDone' : 'home.nothingHappened')}</p>
      ) : (
        <ol className="history">
          {link.history.map((entry) => (
            <li key={`${entry.at} ${entry.kind}`}>
              <time dateTime={new Date(entry.at).toISOString()}>
                {new Date(entry.at).toLocaleTimeString(language, {
                  hour: '2-digit',
                  minute: '2-digit',
                  hour12: false,
                })}
              </time>
              <span>{momentWord(t, entry)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
