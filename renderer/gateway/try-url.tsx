import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { BotId } from '../../electron/contract/ids';
import type { RouteStep, RouteTable, RouteTrial } from '../../electron/contract/routes';
import { useTRPC } from '../api/trpc';
import { Refusal } from '../parts/refusal';
import { ToneShape } from '../parts/shape';
import { type TextFunction, useText } from '../text/text';
import { askedOrder } from './asked-order';

/** More than these are hardly read. */
const MOST = 6;

/** Which rule takes an address, and why those before it did not. */
export function TryUrl({ bot, table, url }: { bot: BotId; table: RouteTable; url: string }) {
  const { t } = useText();
  const trpc = useTRPC();
  const trial = useMutation(trpc.gateway.tryRoute.mutationOptions());
  const [text, setText] = useState(() => `${url}webui/`);
  const [referer, setReferer] = useState('');
  const [method, setMethod] = useState('GET');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    const headers = referer.trim() === '' ? [] : [{ name: 'Referer', value: referer.trim() }];
    trial.mutate({ bot, request: { url: text.trim(), method: method.trim() || 'GET', headers } });
  };
  return (
    <section className="card try-url" aria-labelledby="try-url">
      <div>
        <h2 className="h3" id="try-url">
          {t('routes.try.title')}
        </h2>
        <p className="xs ink3">{t('routes.try.line')}</p>
      </div>
      <form className="try-form" onSubmit={submit}>
        <TextInput
          className="try-address"
          label={t('routes.try.url')}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <TextInput
          label={t('routes.try.method')}
          value={method}
          spellCheck={false}
          onChange={(event) => setMethod(event.currentTarget.value)}
        />
        <TextInput
          className="try-referer"
          label={t('routes.try.referer')}
          value={referer}
          spellCheck={false}
          onChange={(event) => setReferer(event.currentTarget.value)}
        />
        <Button type="submit" loading={trial.isPending}>
          {t('routes.try.go')}
        </Button>
      </form>
      <div role="status">{trial.data && <Answer trial={trial.data} table={table} />}</div>
      <Refusal error={trial.error} />
    </section>
  );
}

function Answer({ trial, table }: { trial: RouteTrial; table: RouteTable }) {
  const { t } = useText();
  const places = new Map(askedOrder(table.rules).map(({ at }, index) => [at, index + 1]));
  const placeOf = (at: number) => places.get(at) ?? at + 1;
  const tone = trial.by === 'refused' ? 'warn' : 'ok';
  const before = trial.steps.filter(({ outcome }) => outcome === 'passed' || outcome === 'disabled');
  const hidden = Math.max(0, before.length - MOST);
  return (
    <div className="note" data-tone={tone}>
      <ToneShape tone={tone} size={18} />
      <div>
        <b>{titleOf(t, trial, table, placeOf)}</b>
        {trial.target !== undefined && <p>{t('routes.try.target', { target: trial.target })}</p>}
        {before.length > 0 && (
          <ul className="xs try-steps">
            {hidden > 0 && <li>{t('routes.try.more', { n: hidden })}</li>}
            {before.slice(hidden).map((step) => (
              <li key={step.rule}>{stepText(t, step, placeOf)}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function titleOf(
  t: TextFunction,
  trial: RouteTrial,
  table: RouteTable,
  placeOf: (at: number) => number,
): string {
  if (trial.by !== 'rule' || trial.rule === undefined) {
    return t(`routes.try.${trial.by === 'rule' ? 'default' : trial.by}`);
  }
  const id = table.rules[trial.rule]?.id;
  return t('routes.try.rule', {
    n: placeOf(trial.rule),
    name: id === undefined ? '' : t('routes.try.named', { name: id }),
  });
}

function stepText(t: TextFunction, step: RouteStep, placeOf: (at: number) => number): string {
  const n = placeOf(step.rule);
  if (step.outcome === 'disabled') return t('routes.try.disabled', { n });
  return t('routes.try.passed', { n, because: becauseText(t, step.because ?? '') });
}

const FIELD = {
  path_prefix: 'routes.form.prefix',
  path_equal: 'routes.form.equal',
  host: 'routes.form.host',
  method: 'routes.form.method',
  referer_substr: 'routes.form.refererHas',
  referer_regex: 'routes.form.refererRegex',
} as const;

function becauseText(t: TextFunction, because: string): string {
  const known = Object.entries(FIELD).find(([name]) => name === because)?.[1];
  return known ? t(known) : because.replace(/^header /, `${t('routes.form.headerName')} `);
}
