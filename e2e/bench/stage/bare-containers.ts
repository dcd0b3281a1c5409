import { z } from 'zod';

const Inspected = z
  .array(
    z.object({
      Config: z.object({
        Image: z.string(),
        Hostname: z.string(),
        Env: z.array(z.string()),
        Cmd: z.array(z.string()).nullable(),
      }),
      HostConfig: z.object({
        Binds: z.array(z.string()).nullish(),
        Mounts: z
          .array(z.object({ Source: z.string(), Target: z.string(), ReadOnly: z.boolean().optional() }))
          .nullish(),
        ExtraHosts: z.array(z.string()).nullish(),
        Memory: z.number(),
        PortBindings: z.record(
          z.string(),
          z.array(z.object({ HostIp: z.string(), HostPort: z.string() })).nullable(),
        ),
      }),
    }),
  )
  .length(1);

type Docker = (...args: string[]) => Promise<string>;

/** What `docker run` is to be told to make a container like this one on another network, under its service's name. */
export async function runArgumentsLike(
  docker: Docker,
  container: string,
  service: string,
  network: string,
): Promise<string[]> {
  const [like] = Inspected.parse(JSON.parse(await docker('inspect', container)));
  if (!like) throw new Error(`no container ${container}`);
  const { Config, HostConfig } = like;
  const mounts = (HostConfig.Mounts ?? []).map(
    ({ Source, Target, ReadOnly }) => `${Source}:${Target}${ReadOnly ? ':ro' : ''}`,
  );
  const published = Object.entries(HostConfig.PortBindings).flatMap(([port, bindings]) =>
    (bindings ?? []).map(({ HostIp, HostPort }) => `${HostIp}:${HostPort}:${port}`),
  );
  return [
    ...['run', '--detach', '--init', '--name', `bare-${service}`, '--label', `io.botpier.service=${service}`],
    ...['--network', network, '--network-alias', service, '--hostname', Config.Hostname],
    ...['--memory', String(HostConfig.Memory)],
    ...[...mounts, ...(HostConfig.Binds ?? [])].flatMap((volume) => ['--volume', volume]),
    ...published.flatMap((port) => ['--publish', port]),
    ...Config.Env.flatMap((variable) => ['--env', variable]),
    ...(HostConfig.ExtraHosts ?? []).flatMap((host) => ['--add-host', host]),
    Config.Image,
    ...(Config.Cmd ?? []),
  ];
}
