import type { KeyboardEvent, ReactNode } from 'react';

export interface Choice<T extends string> {
  value: T;
  content: ReactNode;
}

interface Props<T extends string> {
  choices: readonly Choice<T>[];
  value: T | undefined;
  onChange(value: T): void;
  labelledBy?: string;
  label?: string;
  className?: string;
}

const STEP: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** A group of radio buttons drawn as cards: one tab stop, arrows walk and choose. */
export function ChoiceGroup<T extends string>({
  choices,
  value,
  onChange,
  labelledBy,
  label,
  className,
}: Props<T>) {
  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = STEP[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = choices.findIndex((choice) => choice.value === value);
    const next = choices[(at + step + choices.length) % choices.length];
    if (!next) return;
    onChange(next.value);
    const radios = event.currentTarget.querySelectorAll<HTMLElement>('[role=radio]');
    radios[choices.indexOf(next)]?.focus();
  };
  const stop = choices.some((choice) => choice.value === value) ? value : choices[0]?.value;
  return (
    <div
      role="radiogroup"
      aria-labelledby={labelledBy}
      aria-label={label}
      className={className}
      onKeyDown={walk}
    >
      {choices.map((choice) => (
        // biome-ignore lint/a11y/useSemanticElements: a card with two lines of text is not an <input>
        <button
          key={choice.value}
          type="button"
          role="radio"
          aria-checked={choice.value === value}
          tabIndex={choice.value === stop ? 0 : -1}
          className="choice"
          onClick={() => onChange(choice.value)}
        >
          {choice.content}
        </button>
      ))}
    </div>
  );
}
