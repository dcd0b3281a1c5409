import { ActionIcon, Button, TextInput } from '@mantine/core';
import { Icon } from '../parts/icon';
import { useText } from '../text/text';

interface Props<T extends Record<string, string>> {
  title: string;
  lines: readonly T[];
  /** The fields of a line, each with its label. */
  fields: readonly [name: keyof T & string, label: string][];
  empty: T;
  problem: string | undefined;
  onChange(lines: T[]): void;
}

/** Lines of a few short fields, to be added and removed. */
export function HeaderLines<T extends Record<string, string>>(props: Props<T>) {
  const { t } = useText();
  const { title, lines, fields, empty, problem, onChange } = props;
  return (
    <fieldset className="header-lines">
      <legend className="bp-label">{title}</legend>
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is nothing but its place
        <div key={at} className="row">
          {fields.map(([name, label]) => (
            <TextInput
              key={name}
              className="grow"
              aria-label={`${title} ${at + 1} ${label}`}
              placeholder={label}
              value={line[name] ?? ''}
              spellCheck={false}
              onChange={(event) => onChange(lines.with(at, { ...line, [name]: event.currentTarget.value }))}
            />
          ))}
          <ActionIcon
            aria-label={`${t('routes.form.removeHeader')} ${title} ${at + 1}`}
            title={t('routes.form.removeHeader')}
            onClick={() => onChange(lines.filter((_, other) => other !== at))}
          >
            <Icon name="cross" size={16} />
          </ActionIcon>
        </div>
      ))}
      {problem && <p className="bp-error">{problem}</p>}
      <Button
        variant="subtle"
        size="xs"
        leftSection={<Icon name="plus" size={16} />}
        aria-label={`${t('routes.form.addHeader')} ${title}`}
        onClick={() => onChange([...lines, empty])}
      >
        {t('routes.form.addHeader')}
      </Button>
    </fieldset>
  );
}
