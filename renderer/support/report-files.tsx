import { useState } from 'react';
import type { ReportFile } from '../../electron/contract/support';
import { type TextFunction, useText } from '../text/text';
import { sizeText } from '../text/units';

/** Files that have a name of their own; all others are logs. */
const KNOWN = ['about', 'settings', 'troubles', 'update', 'chain', 'containers'] as const;

interface Props {
  files: readonly ReportFile[];
  leftOut: ReadonlySet<string>;
  onLeaveOut(name: string, leave: boolean): void;
}

/** Every file of a report, to be read, and to be left out. */
export function ReportFiles({ files, leftOut, onLeaveOut }: Props) {
  const { t } = useText();
  const [opened, setOpened] = useState<string>();
  const shown = files.find(({ name }) => name === opened) ?? files[0];
  return (
    <div className="report">
      <ul className="report-list" aria-label={t('support.files')}>
        {files.map((file) => {
          const title = titleOf(t, file.name);
          return (
            <li key={file.name} data-open={file === shown || undefined}>
              <input
                type="checkbox"
                aria-label={t('support.take', { name: `${title} ${file.name}` })}
                checked={!leftOut.has(file.name)}
                onChange={(event) => onLeaveOut(file.name, !event.currentTarget.checked)}
              />
              <button
                type="button"
                aria-current={file === shown || undefined}
                onClick={() => setOpened(file.name)}
              >
                <span>{title}</span>
                <span className="xs ink3">
                  {file.name} · {sizeText(file.text.length).replace(' ', '\u00a0')}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {shown && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        <section className="report-text" tabIndex={0} aria-label={shown.name}>
          <pre className="mono">{shown.text}</pre>
        </section>
      )}
    </div>
  );
}

function titleOf(t: TextFunction, path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  const known = KNOWN.find((name) => name === base);
  return known ? t(`support.file.${known}`) : t('support.file.log', { name: base });
}
