import setupScript from '../../../../resources/export/setup.sh?raw';
import type { ExportedFile } from '../../../contract/export';
import type { BotId } from '../../../contract/ids';
import type { WishedService } from '../../bot/define-services';
import { type Blank, createGapFinder } from '../blanks';
import { plainFile } from '../plain-file';
import { serviceFiles } from '../service-files';
import { MARK } from '../write-folder';
import { composeFile, oldEngineFile } from './compose-file';
import { envFile, OLD_ENGINE_FILE } from './env-file';
import { readmeEn, readmeZh } from './readme';

export interface ComposeInput {
  bot: BotId;
  /** With every secret left out. */
  services: readonly WishedService[];
  blanks: readonly Blank[];
  withSecrets: boolean;
}

/** A bot as a folder that `docker compose up -d` runs without BotPier. Pure. */
export function composeFolder({ bot, services, blanks, withSecrets }: ComposeInput): ExportedFile[] {
  const finder = createGapFinder(blanks, services.flatMap(textsOf));
  const parts = services.map((wished) => ({ wished, files: serviceFiles(wished.definition, finder) }));
  const compose = composeFile(bot, parts, finder);
  const wanted = blanks.filter(
    (blank) =>
      parts.some(({ files }) => files.blanks.includes(blank)) || compose.includes(`\${${blank.variable}}`),
  );
  const guide = { services, blanks: wanted, withSecrets };
  const oldEngine = oldEngineFile(services);
  const env = envFile(`botpier-export-${bot}`, services, wanted, { withSecrets });
  return [
    plainFile('compose.yaml', compose),
    ...(oldEngine === undefined ? [] : [plainFile(OLD_ENGINE_FILE, oldEngine)]),
    { path: '.env', content: env, mode: 0o600 },
    plainFile('.gitignore', '.env\n'),
    plainFile(MARK, 'compose\n'),
    plainFile('README.md', readmeZh(guide)),
    plainFile('README.en.md', readmeEn(guide)),
    plainFile('config/setup.sh', setupScript),
    ...parts.flatMap(({ files }) => files.files).map((file) => ({ ...file, path: `config/${file.path}` })),
  ];
}

function textsOf({ definition: { files, prepare } }: WishedService): string[] {
  return [...files, ...(prepare?.files ?? [])].map(({ content }) => content);
}
