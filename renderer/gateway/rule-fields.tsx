import { Button, SegmentedControl, Switch, TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../text/text';
import { HeaderLines } from './header-lines';
import type { DraftField, RuleDraft } from './rule-draft';

interface Props {
  draft: RuleDraft;
  bad: ReadonlySet<DraftField>;
  onChange(draft: RuleDraft): void;
}

type TextName = {
  [Name in keyof RuleDraft]: RuleDraft[Name] extends string ? Name : never;
}[keyof RuleDraft];

/** Everything a rule can be made of; what is rare is folded away until it is used. */
export function RuleFields({ draft, bad, onChange }: Props) {
  const { t } = useText();
  const rare = draft.refererHas + draft.refererRegex !== '' || draft.headers.length + draft.sets.length > 0;
  const [more, setMore] = useState(rare);
  const field = (name: TextName, problem?: DraftField, message?: string): TextInputProps => ({
    value: draft[name],
    spellCheck: false,
    autoComplete: 'off',
    error: problem !== undefined && bad.has(problem) ? message : undefined,
    onChange: (event) => onChange({ ...draft, [name]: event.currentTarget.value }),
  });
  return (
    <>
      <fieldset className="rule-when">
        <legend className="h3">{t('routes.form.when')}</legend>
        <p className="bp-help">{t('routes.form.whenHelp')}</p>
        <div className="form-pair">
          <TextInput
            label={t('routes.form.prefix')}
            placeholder="/webui/"
            {...field('prefix', 'prefix', t('routes.form.bad.path'))}
          />
          <TextInput
            label={t('routes.form.equal')}
            placeholder="/webui"
            {...field('equal', 'equal', t('routes.form.bad.path'))}
          />
          <TextInput
            label={t('routes.form.host')}
            placeholder="napcat.localhost"
            {...field('host', 'host', t('routes.form.bad.host'))}
          />
          <TextInput
            label={t('routes.form.method')}
            placeholder="GET"
            {...field('method', 'method', t('routes.form.bad.method'))}
          />
        </div>
      </fieldset>
      <fieldset className="rule-when">
        <legend className="h3">{t('routes.form.action')}</legend>
        <SegmentedControl
          aria-label={t('routes.form.action')}
          value={draft.action}
          onChange={(value) => onChange({ ...draft, action: value === 'redirect' ? 'redirect' : 'proxy' })}
          data={[
            { value: 'proxy', label: t('routes.form.proxy') },
            { value: 'redirect', label: t('routes.form.redirect') },
          ]}
        />
        {draft.action === 'proxy' ? (
          <>
            <TextInput
              label={t('routes.form.backend')}
              description={t('routes.form.backendHelp')}
              {...field('backend')}
            />
            <Switch
              label={t('routes.form.strip')}
              checked={draft.strip}
              onChange={(event) => onChange({ ...draft, strip: event.currentTarget.checked })}
            />
          </>
        ) : (
          <div className="form-pair">
            <TextInput
              label={t('routes.form.redirectTo')}
              description={t('routes.form.redirectToHelp')}
              {...field('redirectTo')}
            />
            <TextInput
              label={t('routes.form.redirectPrefix')}
              description={t('routes.form.redirectPrefixHelp')}
              {...field('redirectPrefix')}
            />
          </div>
        )}
      </fieldset>
      <div className="form-pair">
        <TextInput label={t('routes.form.id')} description={t('routes.form.idHelp')} {...field('id')} />
        <TextInput
          label={t('routes.form.priority')}
          description={t('routes.form.priorityHelp')}
          inputMode="numeric"
          {...field('priority', 'priority', t('routes.form.bad.priority'))}
        />
      </div>
      {more ? (
        <>
          <div className="form-pair">
            <TextInput label={t('routes.form.refererHas')} {...field('refererHas')} />
            <TextInput label={t('routes.form.refererRegex')} {...field('refererRegex')} />
          </div>
          <HeaderLines
            title={t('routes.form.headers')}
            lines={draft.headers.map((line) => ({ ...line }))}
            fields={[
              ['name', t('routes.form.headerName')],
              ['contains', t('routes.form.headerContains')],
              ['regex', t('routes.form.headerRegex')],
            ]}
            empty={{ name: '', contains: '', regex: '' }}
            problem={bad.has('headers') ? t('routes.form.bad.header') : undefined}
            onChange={(headers) => onChange({ ...draft, headers })}
          />
          <HeaderLines
            title={t('routes.form.sets')}
            lines={draft.sets.map((line) => ({ ...line }))}
            fields={[
              ['name', t('routes.form.headerName')],
              ['value', t('routes.form.headerValue')],
            ]}
            empty={{ name: '', value: '' }}
            problem={bad.has('sets') ? t('routes.form.bad.header') : undefined}
            onChange={(sets) => onChange({ ...draft, sets })}
          />
        </>
      ) : (
        <div>
          <Button variant="subtle" size="xs" className="rule-more" onClick={() => setMore(true)}>
            {t('routes.form.more')}
          </Button>
        </div>
      )}
      {bad.has('other') && <p className="bp-error">{t('routes.form.bad.long')}</p>}
    </>
  );
}
