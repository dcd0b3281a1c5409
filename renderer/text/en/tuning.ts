import type { Shape } from '../shape';
import type * as zh from '../zh/tuning';

export const tuning: Shape<typeof zh.tuning> = {
  line: 'Ports, variables and what runs inside. A change builds that one container anew; sign-in and data stay. Better leave it if unsure.',
  port: 'Port of {{product}}: {{name}}',
  portLine: '{{port}} on this computer leads to {{inside}} in the container; only this computer gets there.',
  portBad: 'A whole number from {{least}} to {{most}}.',
  image: 'Image of {{product}} {{version}}',
  environment: 'Variables of {{product}}',
  environmentLine: 'One a line, as NAME=value. What BotPier sets stays as it is: {{ours}}. No secrets.',
  none: 'none',
  lineBad: 'Line {{line}} has to be NAME=value, the name of letters, digits and underscores.',
  twice: '{{name}} is there twice.',
  applying: 'Building anew…',
};
