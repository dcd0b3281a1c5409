import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import './mantine-styles';

const pier: MantineColorsTuple = [
  '#edf5f8',
  '#dcebef',
  '#9ad3e5',
  '#74bdd4',
  '#52a5bf',
  '#378da9',
  '#237591',
  '#15607a',
  '#0e4b61',
  '#08333f',
];

export const theme = createTheme({
  primaryColor: 'pier',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  colors: { pier },
  defaultRadius: 6,
  fontFamily: 'var(--bp-font)',
  fontFamilyMonospace: 'var(--bp-mono)',
  cursorType: 'pointer',
  // By name and not by import: a component comes with the screen that first shows it.
  components: {
    Button: { defaultProps: { variant: 'default' }, classNames: { root: 'bp-button' } },
    ActionIcon: { defaultProps: { variant: 'subtle', size: 36 }, classNames: { root: 'bp-icon-button' } },
    InputWrapper: {
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
      classNames: { label: 'bp-label', description: 'bp-help', error: 'bp-error' },
    },
    TextInput: { classNames: { input: 'bp-input' } },
    PasswordInput: { classNames: { input: 'bp-input' } },
    Textarea: { classNames: { input: 'bp-input bp-textarea' } },
    Switch: { classNames: { track: 'bp-switch' } },
    SegmentedControl: { classNames: { root: 'bp-segments', label: 'bp-segment' } },
    Modal: {
      defaultProps: { centered: true, radius: 'var(--bp-radius-lg)', padding: 'lg' },
      classNames: { content: 'bp-modal', header: 'bp-modal-header', title: 'bp-modal-title' },
    },
    Popover: {
      defaultProps: { radius: 'var(--bp-radius-md)', shadow: 'none' },
      classNames: { dropdown: 'bp-popover' },
    },
  },
});

/** Ties Mantine's own colours to the tokens, so that one set of values rules both. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--bp-bg)',
    '--mantine-color-text': 'var(--bp-ink)',
    '--mantine-color-dimmed': 'var(--bp-ink-3)',
    '--mantine-color-placeholder': 'var(--bp-ink-3)',
    '--mantine-color-error': 'var(--bp-bad)',
    '--mantine-color-anchor': 'var(--bp-accent)',
    '--mantine-color-default': 'var(--bp-raised)',
    '--mantine-color-default-hover': 'var(--bp-sunk)',
    '--mantine-color-default-color': 'var(--bp-ink)',
    '--mantine-color-default-border': 'var(--bp-edge)',
    '--mantine-color-disabled': 'transparent',
    '--mantine-color-disabled-color': 'var(--bp-ink-3)',
    '--mantine-color-disabled-border': 'var(--bp-line)',
    '--mantine-primary-color-filled': 'var(--bp-accent)',
    '--mantine-primary-color-filled-hover': 'var(--bp-accent-strong)',
    '--mantine-primary-color-contrast': 'var(--bp-on-accent)',
    '--mantine-color-pier-filled': 'var(--bp-accent)',
    '--mantine-color-pier-filled-hover': 'var(--bp-accent-strong)',
    '--mantine-color-pier-light-color': 'var(--bp-accent)',
    '--mantine-color-pier-light-hover': 'var(--bp-accent-soft)',
    '--mantine-color-pier-outline': 'var(--bp-accent)',
  };
  return { variables: {}, light: shared, dark: shared };
};
