import { GATEWAY_PORT } from './caddyfile';

/** Pinned like the images of the services: what was there when this was written. */
const SUPERVISOR = '4.3.0';

/**
 * What QQ needs of a system besides, by the names of NapCat's own image; those that Debian 13 renamed can be had there
 * by the old names as well, all but one.
 */
const PACKAGES = [
  'curl',
  'fonts-wqy-zenhei',
  'libatspi2.0-0',
  'libdbus-1-3',
  'libgbm1',
  'libgtk-3-0',
  'libnotify4',
  'libnss3',
  'libsecret-1-0',
  'libx11-xcb1',
  'libxss1',
  'libxtst6',
  'unzip',
  'xvfb',
];
const SOUND = '"$(apt-cache show libasound2t64 >/dev/null 2>&1 && echo libasound2t64 || echo libasound2)"';

/** Hugging Face runs every Space as this user. */
const USER = '1000:1000';

/**
 * One image out of the official ones: AstrBot's, with NapCat and its QQ out of NapCat's, and Caddy. Everything that is
 * written at run time belongs to the user that Hugging Face uses.
 * @param given names of the secrets that the programs themselves are given
 */
export function dockerfile(
  images: { messenger: string; brain: string; gateway: string },
  given: readonly string[],
): string {
  return `# Made by BotPier. Three official images in one: a Space is a single container.
FROM ${images.messenger} AS napcat
FROM ${images.gateway} AS caddy

FROM ${images.brain}

RUN apt-get update \\
 && apt-get install -y --no-install-recommends ${PACKAGES.join(' ')} ${SOUND} \\
 && rm -rf /var/lib/apt/lists/* \\
 && pip install --no-cache-dir supervisor==${SUPERVISOR}

COPY --from=caddy /usr/bin/caddy /usr/local/bin/caddy
COPY --from=napcat /opt/QQ /opt/QQ
COPY --from=napcat --chown=${USER} /app /app

# As NapCat's own entrypoint does at its first start.
RUN unzip -q /app/NapCat.Shell.zip -d /tmp/napcat \\
 && mkdir -p /app/napcat /app/.config/QQ \\
 && cp -rf /tmp/napcat/. /app/napcat/ \\
 && rm -rf /tmp/napcat \\
 && mkdir -p /AstrBot/data /etc/botpier \\
 && mkdir -p -m 1777 /tmp/.X11-unix \\
 && touch /etc/machine-id \\
 && chown -R ${USER} /app /AstrBot /etc/botpier /etc/machine-id

COPY --chown=${USER} space /space

USER ${USER}
ENV HOME=/app TZ=Asia/Shanghai
WORKDIR /AstrBot
EXPOSE ${GATEWAY_PORT}
CMD ${JSON.stringify(['sh', '/space/start.sh', ...given])}
`;
}
