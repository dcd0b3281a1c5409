import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import type { RouteTable } from '../../electron/contract/routes';
import { saveFile } from '../parts/save-file';
import { ToneShape } from '../parts/shape';
import { type TextFunction, useText } from '../text/text';
import { type FileProblem, readRoutes, writeRoutes } from './read-routes';
import type { Routes } from './use-routes';

/** More than these are hardly read. */
const MOST = 6;

interface Props {
  table: RouteTable;
  routes: Routes;
  isDefault: boolean;
}

type Outcome = { name: string; problems: FileProblem[] } | { name: string; count: number };

/** The rules as a file: out, in, and back to those we make. */
export function RoutesFile({ table, routes, isDefault }: Props) {
  const { t } = useText();
  const picker = useRef<HTMLInputElement>(null);
  const [outcome, setOutcome] = useState<Outcome>();

  const read = async (file: File) => {
    const found = readRoutes(await file.text());
    if ('problems' in found) return setOutcome({ name: file.name, problems: found.problems });
    setOutcome(undefined);
    const result = await routes.save(found.table);
    if (result?.saved) setOutcome({ name: file.name, count: found.table.rules.length });
  };
  return (
    <div className="col routes-file">
      <div className="row wrap">
        <Button onClick={() => saveFile('routes.json', writeRoutes(table), 'application/json')}>
          {t('routes.export')}
        </Button>
        <Button loading={routes.saving} onClick={() => picker.current?.click()}>
          {t('routes.import')}
        </Button>
        <input
          ref={picker}
          type="file"
          accept=".json,application/json"
          className="unseen"
          tabIndex={-1}
          aria-label={t('routes.import')}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            event.currentTarget.value = '';
            if (file) void read(file);
          }}
        />
        {!isDefault && (
          <>
            <Button variant="subtle" onClick={() => void routes.save(undefined)}>
              {t('routes.reset')}
            </Button>
            <span className="xs ink3">{t('routes.own')}</span>
          </>
        )}
      </div>
      {outcome && 'count' in outcome && (
        <p className="note" data-tone="ok" role="status">
          <ToneShape tone="ok" size={18} />
          {t('routes.file.read', { name: outcome.name, n: outcome.count })}
        </p>
      )}
      {outcome && 'problems' in outcome && (
        <div className="note" data-tone="bad" role="alert">
          <ToneShape tone="bad" size={18} />
          <div>
            <b>{t('routes.file.refused', { name: outcome.name })}</b>
            <ul>
              {outcome.problems.slice(0, MOST).map((problem) => {
                const text = problemText(t, problem);
                return <li key={text}>{text}</li>;
              })}
              {outcome.problems.length > MOST && (
                <li>{t('routes.file.more', { n: outcome.problems.length - MOST })}</li>
              )}
            </ul>
          </div>
        </div>
      )}
    </div>
  );
}

function problemText(t: TextFunction, problem: FileProblem): string {
  if (problem.kind === 'big') return t('routes.file.big');
  if (problem.kind === 'notJson') return t('routes.file.notJson', { message: problem.message });
  const { rule, path } = problem;
  const where =
    rule === undefined
      ? path || t('routes.file.top')
      : path === ''
        ? t('routes.file.ruleWhole', { n: rule + 1 })
        : t('routes.file.rule', { n: rule + 1, path });
  return problem.kind === 'unknownKey'
    ? t('routes.file.unknownKey', { where, key: problem.key })
    : t('routes.file.missing', { where, message: problem.message });
}
