import type { ExportedFile } from '../../contract/export';
import type { ServiceDefinition, ServiceFile } from '../../services/definition';
import type { Blank, Gap, GapFinder } from './blanks';
import { plainFile } from './plain-file';

/** What `setup.sh` lays out for one service, and what stands outside its volumes. */
export interface ServiceFiles {
  /** Below the folder that holds `setup.sh`. */
  files: ExportedFile[];
  /** What must be filled in for it. */
  blanks: Blank[];
  /** Files in no volume, by the path in the container: Compose puts them there. */
  outside: { path: string; file: ExportedFile }[];
}

/** @throws when a file that lies in no volume holds a secret: nobody would fill it in. */
export function serviceFiles(definition: ServiceDefinition, finder: GapFinder): ServiceFiles {
  const { name } = definition;
  const all = [...definition.files, ...(definition.prepare?.files ?? [])];
  const filled = all.map((file) => ({ file, ...finder.find(file.content) }));
  const inside = filled.filter(({ file }) => isInVolume(definition, file));
  const outside = filled.filter((one) => !inside.includes(one));
  const leaking = outside.find(({ gaps }) => gaps.length > 0);
  if (leaking) throw new Error(`${leaking.file.path} of ${name} holds a secret and lies in no volume`);
  const gaps = distinct(inside.flatMap((one) => one.gaps));
  const exported = ({ file, text }: { file: ServiceFile; text: string }) =>
    plainFile(`${name}/files${file.path}`, text);
  return {
    files: [
      plainFile(`${name}/files.txt`, inside.map(({ file }) => describe(file)).join('')),
      plainFile(`${name}/blanks.txt`, gaps.map(describeGap).join('')),
      ...filled.map(exported),
    ],
    blanks: [...new Set(gaps.map(({ blank }) => blank))],
    outside: outside.map((one) => ({ path: one.file.path, file: exported(one) })),
  };
}

function isInVolume({ volumes }: ServiceDefinition, { path }: ServiceFile): boolean {
  return volumes.some((volume) => path.startsWith(`${volume.path}/`));
}

function describe({ path, mode = 0o644, merge }: ServiceFile): string {
  return `${mode.toString(8)} ${merge ? 'keep' : 'ours'} ${path}\n`;
}

function describeGap({ blank, form, placeholder }: Gap): string {
  return `${blank.variable} ${blank.kind} ${form} ${placeholder}\n`;
}

function distinct(gaps: readonly Gap[]): Gap[] {
  return [...new Map(gaps.map((gap) => [gap.placeholder, gap])).values()];
}
